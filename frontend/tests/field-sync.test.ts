import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { makeLock } from "../src/field/lock";
import type { Act, Device, Wish } from "../src/field/shapes";
import { Closet, type Label, type Store } from "../src/field/store";
import { type Ended, round } from "../src/field/sync";

const at = { done_at: "2026-11-22T10:00:00.000Z", elapsed_ms: 5, boot: "b" };
const label: Label = { group: "v", site: "s", place: "老赵小吃店", said: "", result: "found" };
const find: Wish = {
  what: "visit.find",
  about: "v",
  given: { photos: [{ sha256: "aa" }] },
  ...at,
};
const open: Wish = { what: "visit.open", about: "v", given: {}, ...at };

/** What the node answers to each request, by the end of its address. */
type Node = Record<string, (body: string) => { status: number; body?: unknown }>;

let store: Store;
let device: Device;
let asked: string[];

beforeEach(async () => {
  indexedDB = new IDBFactory();
  const closet = await Closet.open();
  const { row, key } = await makeLock("271828", 1000);
  await closet.putLock(row);
  store = closet.opened(key);
  device = { id: "d", secret: "s", person: "p", contact_at: "2026-11-20T00:00:00.000Z" };
  asked = [];
  await store.commit([open, find], label, {
    seen: null,
    pictures: [{ sha256: "aa", raw: new TextEncoder().encode("jpeg").buffer }],
  });
});

afterEach(() => vi.unstubAllGlobals());

function answering(node: Node): Promise<Ended> {
  vi.stubGlobal("fetch", (path: string, how: { method: string; body?: string }) => {
    const name = path.split("/").pop()!;
    asked.push(`${how.method} ${name}`);
    const given = node[name]?.(how.body ?? "");
    if (!given) return Promise.reject(new TypeError("no network"));
    const text = given.body === undefined ? "" : JSON.stringify(given.body);
    return Promise.resolve(
      new Response(given.status === 204 ? null : text, { status: given.status }),
    );
  });
  return round({ store, device, told: () => undefined, sending: new Set() });
}

const done = (body: string) => {
  const { acts } = JSON.parse(body) as { acts: Act[] };
  const results = acts.map((one) => ({ id: one.id, outcome: "done", number: "V-2026-000001" }));
  return { status: 200, body: { results, head: { size: 7, root: "r" } } };
};
const pack = () => ({ status: 200, body: { places: [], forms: {}, leases: [], head: null } });
const outcomes = async () => (await store.kept()).map((one) => one.outcome);

test("photos go before the acts that name them, the pack comes last", async () => {
  const ended = await answering({ aa: () => ({ status: 204 }), acts: done, pack });

  expect([ended, asked]).toEqual(["sent", ["PUT aa", "POST acts", "GET pack"]]);
  expect(await outcomes()).toEqual(["done", "done"]);
  expect([...(await store.pictures())]).toEqual([]);
  expect(await store.get("head")).toEqual({ size: 7, root: "r" });
});

test("without a network everything stays as it was", async () => {
  const ended = await answering({ aa: () => ({ status: 204 }) });

  expect(ended).toBe("offline");
  expect(await outcomes()).toEqual(["stored", "stored"]);
  expect([...(await store.pictures())]).toEqual([["aa", true]]);
});

test("a photo that the node misses is sent again, and no other twice", async () => {
  const waiting = (body: string) => {
    const { acts } = JSON.parse(body) as { acts: Act[] };
    const results = acts.map((one) => ({ id: one.id, outcome: "waiting", missing: ["aa"] }));
    return { status: 200, body: { results } };
  };

  const first = await answering({ aa: () => ({ status: 204 }), acts: waiting, pack });
  const second = await answering({ aa: () => ({ status: 204 }), acts: done, pack });

  expect([first, second]).toEqual(["later", "sent"]);
  expect(asked).toEqual(["PUT aa", "POST acts", "PUT aa", "POST acts", "GET pack"]);
});

test("a request refused as a whole loses nothing and says why", async () => {
  const refused = () => ({ status: 400, body: { code: "json", title: "不是 JSON" } });

  const ended = await answering({ aa: () => ({ status: 204 }), acts: refused, pack });

  expect(ended).toBe("later");
  const kept = await store.kept();
  expect(kept.map((one) => [one.outcome, one.words])).toEqual([
    ["stored", "不是 JSON"],
    ["stored", "不是 JSON"],
  ]);
});

test.each([
  { facts: { revoked: true }, why: "revoked" },
  { facts: { revoked: false }, why: "silent" },
  { facts: {}, why: "revoked" },
])("a device that ended with $facts is $why", async ({ facts, why }) => {
  const ended = await answering({
    aa: () => ({ status: 401, body: { code: "device-ended", facts } }),
  });

  expect(ended).toBe(why);
  expect(await outcomes()).toEqual(["stored", "stored"]);
});

test("numbers are asked for while too few are left", async () => {
  const lease = { id: "l", form: "visit.order", from: 1, to: 10, next: 9 };
  const body = { places: [], forms: { "visit.order": {} }, leases: [lease], head: null };
  const lent = { ...lease, id: "m", from: 11, to: 20, next: 11 };

  await answering({
    aa: () => ({ status: 204 }),
    acts: done,
    pack: () => ({ status: 200, body }),
    leases: () => ({ status: 200, body: lent }),
  });

  const kept = await store.get<{ leases: { id: string }[] }>("pack");
  expect(kept!.leases.map((one) => one.id)).toEqual(["l", "m"]);
});
