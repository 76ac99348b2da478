/** The phone's database. Every row is sealed; a number, its act and what became of the draft are
 * written in one transaction, and only then does a screen say "saved". */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import { hashOf, type Json } from "./canon";
import { newId } from "./ids";
import { type LockRow, seal, type Sealed, sealJson, unseal, unsealJson } from "./lock";
import type { Act, Draft, Head, Kept, Wish } from "./shapes";

const NAME = "anhuan-field";

interface PhotoRow extends Sealed {
  sent: boolean;
}

interface Schema extends DBSchema {
  plain: { key: string; value: LockRow | number };
  things: { key: string; value: Sealed };
  drafts: { key: string; value: Sealed };
  acts: { key: number; value: Sealed };
  photos: { key: string; value: PhotoRow };
}

/** What the rows of one visit have in common in the outbox. */
export type Label = Pick<Kept, "group" | "site" | "place" | "said" | "result">;
export interface Picture {
  sha256: string;
  raw: ArrayBuffer;
}

/** What goes along with acts: the draft they were, the newest checkpoint, new pictures. */
export interface From {
  draft?: string;
  seen: Head | null;
  sizes?: Record<string, number>;
  pictures?: Picture[];
}

interface Named {
  name: string;
  row: PhotoRow;
}

export class Closet {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(): Promise<Closet> {
    const db = await openDB<Schema>(NAME, 1, {
      upgrade(made) {
        for (const name of ["plain", "things", "drafts", "acts", "photos"] as const) {
          made.createObjectStore(name);
        }
      },
    });
    return new Closet(db);
  }

  async lock(): Promise<LockRow | undefined> {
    return (await this.db.get("plain", "lock")) as LockRow | undefined;
  }

  async putLock(row: LockRow): Promise<void> {
    await this.db.put("plain", row, "lock");
  }

  /** How many acts lie here; their numbers are not sealed, what they say is. */
  count(): Promise<number> {
    return this.db.count("acts");
  }

  opened(key: CryptoKey): Store {
    return new Store(this.db, key);
  }

  /** Nothing of anybody stays. */
  async wipe(): Promise<void> {
    const names = ["plain", "things", "drafts", "acts", "photos"] as const;
    const tx = this.db.transaction(names, "readwrite");
    await Promise.all(names.map((name) => tx.objectStore(name).clear()));
    await tx.done;
  }
}

export class Store {
  constructor(
    private readonly db: IDBPDatabase<Schema>,
    private readonly key: CryptoKey,
  ) {}

  async get<T>(name: string): Promise<T | undefined> {
    const row = await this.db.get("things", name);
    return row && ((await unsealJson(this.key, `things/${name}`, row)) as T);
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.db.put("things", await sealJson(this.key, `things/${name}`, value), name);
  }

  async drop(name: string): Promise<void> {
    await this.db.delete("things", name);
  }

  /** The draft with the pictures that are new in it, whole or not at all. */
  async putDraft(draft: Draft, pictures: Picture[] = []): Promise<void> {
    const sealed = await sealJson(this.key, `drafts/${draft.visit}`, draft);
    const rows = await this.photoRows(pictures);
    const tx = this.db.transaction(["drafts", "photos"], "readwrite", { durability: "strict" });
    const puts = rows.map(({ name, row }) => tx.objectStore("photos").put(row, name));
    await Promise.all([...puts, tx.objectStore("drafts").put(sealed, draft.visit), tx.done]);
  }

  private photoRows(pictures: Picture[]): Promise<Named[]> {
    return Promise.all(
      pictures.map(async (one) => ({
        name: one.sha256,
        row: { ...(await seal(this.key, `photos/${one.sha256}`, one.raw)), sent: false },
      })),
    );
  }

  async drafts(): Promise<Draft[]> {
    return (await this.rows("drafts")) as unknown as Draft[];
  }

  async dropDraft(visit: string): Promise<void> {
    await this.db.delete("drafts", visit);
  }

  /** Numbers the acts and keeps them; the draft they came from goes in the same transaction. */
  async commit(wishes: Wish[], label: Label, from: From): Promise<Kept[]> {
    const photos = await this.photoRows(from.pictures ?? []);
    for (;;) {
      const last = ((await this.db.get("plain", "seq")) as number | undefined) ?? 0;
      const made = await Promise.all(
        wishes.map((wish, n) => numbered(wish, last + 1 + n, from.seen)),
      );
      const kept = made.map((act) => keptOf(act, label, from.sizes ?? {}));
      const sealed = await Promise.all(kept.map((one) => this.sealed(one)));
      if (await this.written(last, { kept, sealed, photos }, from.draft)) return kept;
    }
  }

  private sealed(one: Kept): Promise<Sealed> {
    return sealJson(this.key, `acts/${one.act.seq}`, one);
  }

  /** False where another tab took the number meanwhile. */
  private async written(
    last: number,
    { kept, sealed, photos }: { kept: Kept[]; sealed: Sealed[]; photos: Named[] },
    draft: string | undefined,
  ): Promise<boolean> {
    const stores = ["plain", "acts", "drafts", "photos"] as const;
    const tx = this.db.transaction(stores, "readwrite", { durability: "strict" });
    const now = ((await tx.objectStore("plain").get("seq")) as number | undefined) ?? 0;
    if (now !== last) {
      await tx.done;
      return false;
    }
    const puts: Promise<unknown>[] = kept.map((one, n) =>
      tx.objectStore("acts").add(sealed[n]!, one.act.seq),
    );
    puts.push(tx.objectStore("plain").put(last + kept.length, "seq"));
    puts.push(...photos.map(({ name, row }) => tx.objectStore("photos").put(row, name)));
    if (draft) puts.push(tx.objectStore("drafts").delete(draft));
    await Promise.all([...puts, tx.done]);
    return true;
  }

  async kept(): Promise<Kept[]> {
    return (await this.rows("acts")) as unknown as Kept[];
  }

  /** What the node answered, written for all of an answer at once. */
  async update(changed: Kept[]): Promise<void> {
    const sealed = await Promise.all(changed.map((one) => this.sealed(one)));
    const tx = this.db.transaction("acts", "readwrite");
    const puts = changed.map((one, n) => tx.store.put(sealed[n]!, one.act.seq));
    await Promise.all([...puts, tx.done]);
  }

  async forget(seqs: number[]): Promise<void> {
    const tx = this.db.transaction("acts", "readwrite");
    await Promise.all([...seqs.map((seq) => tx.store.delete(seq)), tx.done]);
  }

  async picture(sha256: string): Promise<ArrayBuffer | undefined> {
    const row = await this.db.get("photos", sha256);
    return row && unseal(this.key, `photos/${sha256}`, row);
  }

  /** Digest → whether the node has it already. */
  async pictures(): Promise<Map<string, boolean>> {
    const found = new Map<string, boolean>();
    let cursor = await this.db.transaction("photos").store.openCursor();
    while (cursor) {
      found.set(cursor.key, cursor.value.sent);
      cursor = await cursor.continue();
    }
    return found;
  }

  async markSent(sha256: string, sent: boolean): Promise<void> {
    const tx = this.db.transaction("photos", "readwrite");
    const row = await tx.store.get(sha256);
    if (row) await tx.store.put({ ...row, sent }, sha256);
    await tx.done;
  }

  async dropPicture(sha256: string): Promise<void> {
    await this.db.delete("photos", sha256);
  }

  private async rows(name: "drafts" | "acts"): Promise<Json[]> {
    const tx = this.db.transaction(name);
    const [keys, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
    return Promise.all(values.map((row, n) => unsealJson(this.key, `${name}/${keys[n]}`, row)));
  }
}

async function numbered(wish: Wish, seq: number, seen: Head | null): Promise<Act> {
  const { what, about, given, done_at, elapsed_ms, boot } = wish;
  const head = seen && { size: seen.size, root: seen.root };
  const act = { id: newId(), seq, what, about, given, done_at, elapsed_ms, boot, seen: head };
  return { ...act, hash: await hashOf(act) };
}

function keptOf(act: Act, label: Label, sizes: Record<string, number>): Kept {
  const bytes = digestsOf(act).reduce((sum, one) => sum + (sizes[one] ?? 0), 0);
  const answer = { outcome: "stored" as const, words: "", number: "", received_at: "" };
  return { act, ...label, bytes: bytes + JSON.stringify(act).length, ...answer };
}

/** The photos that an act names. */
export function digestsOf(act: Act): string[] {
  const photos = act.given["photos"];
  if (!Array.isArray(photos)) return [];
  return photos.map((one) => (one as { sha256: string }).sha256);
}
