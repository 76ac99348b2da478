/** Sending: photos, then acts in order, then the new pack. It may stop anywhere and begin again. */
import { ask, field, type Reply } from "./net";
import type { Device, Head, Kept, Lease, Outcome, Pack } from "./shapes";
import { digestsOf, type Store } from "./store";

export const API = "/api/v1/field";
const MOST_ACTS = 100;
const MOST_BYTES = 900_000;
/** As many numbers left as an afternoon takes. */
const ENOUGH = 3;
const A_DAY = 86_400_000;

/** `revoked`: somebody ended this phone. `silent`: too long without contact. */
export type Ended = "sent" | "offline" | "later" | "revoked" | "silent";

interface Result {
  id: string;
  outcome: Outcome | "waiting";
  number?: string | null;
  case?: string | null;
  /** In the language of the page, or by language. */
  words?: string | Record<string, string> | null;
  missing?: string[];
}

export interface Round {
  store: Store;
  device: Device;
  /** Something changed that a screen may want to show. */
  told: () => void;
  /** What is on its way just now. */
  sending: Set<number>;
}

/** One round. Whatever was answered is kept, also when the round does not end well. */
export async function round(on: Round): Promise<Ended> {
  const open = (await on.store.kept()).filter((one) => one.outcome === "stored");
  open.sort((one, other) => one.act.seq - other.act.seq);
  for (const batch of batches(open)) {
    const ended = (await photos(on, batch)) ?? (await acts(on, batch));
    if (ended) return ended;
  }
  await tidy(on.store);
  return pack(on);
}

/** At most 100 acts and 1 MB a request. */
export function batches(open: Kept[]): Kept[][] {
  const all: Kept[][] = [];
  let size = Infinity;
  for (const one of open) {
    const own = JSON.stringify(one.act).length * 3;
    if (size + own > MOST_BYTES || (all[all.length - 1]?.length ?? 0) >= MOST_ACTS) {
      all.push([]);
      size = 0;
    }
    all[all.length - 1]!.push(one);
    size += own;
  }
  return all;
}

/** Why a round ends here; undefined to go on. */
async function judged(on: Round, reply: Reply | undefined): Promise<Ended | undefined> {
  if (!reply) return "offline";
  if (reply.status === 401 && field(reply.body, "code") === "device-ended") {
    return field(field(reply.body, "facts"), "revoked") === false ? "silent" : "revoked";
  }
  if (reply.status >= 500 || reply.status === 429 || reply.status === 401) return "later";
  on.device.contact_at = new Date().toISOString();
  await on.store.set("device", on.device);
  return undefined;
}

async function photos(on: Round, batch: Kept[]): Promise<Ended | undefined> {
  const here = await on.store.pictures();
  for (const one of batch) {
    on.sending.add(one.act.seq);
    on.told();
    for (const sha256 of digestsOf(one.act)) {
      if (here.get(sha256) !== false) continue;
      const ended = await photo(on, sha256);
      if (ended) return ended;
    }
  }
  return undefined;
}

async function photo(on: Round, sha256: string): Promise<Ended | undefined> {
  const raw = await on.store.picture(sha256);
  if (!raw) return undefined;
  const reply = await ask(`${API}/photos/${sha256}`, on.device.secret, {
    method: "PUT",
    body: raw,
    type: "image/jpeg",
  });
  const ended = await judged(on, reply);
  if (ended) return ended;
  if (reply!.status < 300) await on.store.markSent(sha256, true);
  return undefined;
}

async function acts(on: Round, batch: Kept[]): Promise<Ended | undefined> {
  const reply = await ask(`${API}/acts`, on.device.secret, {
    method: "POST",
    body: JSON.stringify({ acts: batch.map((one) => one.act) }),
    type: "application/json",
  });
  const ended = await judged(on, reply);
  if (ended) return ended;
  const results = field(reply!.body, "results");
  if (reply!.status !== 200 || !Array.isArray(results)) return refused(on, batch, reply!);
  const waits = await answered(on, batch, results as unknown as Result[]);
  await noteHead(on.store, field(reply!.body, "head") as unknown as Head | null);
  batch.forEach((one) => on.sending.delete(one.act.seq));
  on.told();
  return waits ? "later" : undefined;
}

/** The node did not take the request as a whole: nothing is lost, and the row says why. */
async function refused(on: Round, batch: Kept[], reply: Reply): Promise<Ended> {
  const words = field(reply.body, "detail") ?? field(reply.body, "title");
  const said = typeof words === "string" ? words : String(reply.status);
  await on.store.update(batch.map((one) => ({ ...one, words: said })));
  return "later";
}

async function answered(on: Round, batch: Kept[], results: Result[]): Promise<boolean> {
  const by = new Map(results.map((one) => [one.id, one]));
  const now = new Date().toISOString();
  const changed: Kept[] = [];
  let waits = false;
  for (const one of batch) {
    const result = by.get(one.act.id);
    if (!result || result.outcome === "waiting") {
      waits = true;
      for (const sha256 of result?.missing ?? []) await on.store.markSent(sha256, false);
      continue;
    }
    changed.push(closed(one, result, result.outcome, now));
  }
  await on.store.update(changed);
  return waits;
}

function closed(one: Kept, result: Result, outcome: Outcome, at: string): Kept {
  const number = result.case || result.number || "";
  return { ...one, outcome, words: wordsOf(result), number, received_at: at };
}

function wordsOf({ words }: Result): string {
  if (!words || typeof words === "string") return words ?? "";
  const own = document.documentElement.lang;
  return words[own] ?? words["zh-hans"] ?? Object.values(words)[0] ?? "";
}

async function noteHead(store: Store, head: Head | null): Promise<void> {
  if (head && typeof head.size === "number") await store.set("head", head);
}

/** Photos go when their acts are through, rows a day after that. */
export async function tidy(store: Store, now = Date.now()): Promise<void> {
  // In this order: a picture seen first belongs to a draft read later, or to the acts it became.
  const here = [...(await store.pictures()).keys()];
  const drafts = await store.drafts();
  const kept = await store.kept();
  const unsent = kept.filter((one) => one.outcome === "stored" || one.outcome === "malformed");
  const needed = new Set(unsent.flatMap((one) => digestsOf(one.act)));
  for (const draft of drafts) {
    for (const one of draft.problems) {
      [...one.photos, ...one.after].forEach((photo) => needed.add(photo.sha256));
    }
  }
  for (const sha256 of here) {
    if (!needed.has(sha256)) await store.dropPicture(sha256);
  }
  const old = kept.filter(
    (one) => one.outcome === "done" && now - Date.parse(one.received_at) > A_DAY,
  );
  if (old.length) await store.forget(old.map((one) => one.act.seq));
}

async function pack(on: Round): Promise<Ended> {
  const etag = (await on.store.get<string>("etag")) ?? "";
  const reply = await ask(`${API}/pack`, on.device.secret, { etag });
  const ended = await judged(on, reply);
  if (ended) return ended;
  if (reply!.status === 200) {
    const fresh = reply!.body as unknown as Pack;
    await on.store.set("pack", fresh);
    await on.store.set("etag", reply!.etag);
    await noteHead(on.store, fresh.head);
  }
  const taken = await numbers(on);
  if (taken) return taken;
  on.told();
  return reply!.status === 200 || reply!.status === 304 ? "sent" : "later";
}

/** Numbers for the papers this person may print, while there is a network to ask for them. */
async function numbers(on: Round): Promise<Ended | undefined> {
  const pack = await on.store.get<Pack>("pack");
  const forms = Object.keys(pack?.forms ?? {}).filter((form) =>
    pack!.leases.every((one) => one.form !== form || one.to - one.next < ENOUGH),
  );
  for (const form of forms) {
    const reply = await ask(`${API}/leases`, on.device.secret, {
      method: "POST",
      body: JSON.stringify({ form }),
      type: "application/json",
    });
    const ended = await judged(on, reply);
    if (ended) return ended;
    if (reply!.status !== 200) continue;
    const lent = reply!.body as unknown as Lease;
    pack!.leases = [...pack!.leases.filter((one) => one.id !== lent.id), lent];
    await on.store.set("pack", pack);
  }
  return undefined;
}
