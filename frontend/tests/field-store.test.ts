import "fake-indexeddb/auto";

import { beforeEach, describe, expect, test } from "vitest";

import { hashOf, type Json } from "../src/field/canon";
import { makeLock } from "../src/field/lock";
import type { Draft, Wish } from "../src/field/shapes";
import { Closet, type Label, type Store } from "../src/field/store";
import { batches, tidy } from "../src/field/sync";

const at = { done_at: "2026-11-22T10:00:00.000Z", elapsed_ms: 5, boot: "b" };
const wish = (what: string, given: Wish["given"] = {}): Wish => ({
  what,
  about: "v",
  given,
  ...at,
});
const label: Label = { group: "v", site: "s", place: "老赵小吃店", said: "正常", result: "fine" };
const photo = (sha256: string) => ({ photos: [{ sha256 }] });
const draft = (sha256: string) =>
  ({
    visit: "v",
    place: "老赵小吃店",
    problems: [{ photos: [{ sha256 }], after: [] }],
  }) as unknown as Draft;
const raw = (text: string) => new TextEncoder().encode(text).buffer;

let closet: Closet;
let store: Store;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  closet = await Closet.open();
  const { row, key } = await makeLock("271828", 1000);
  await closet.putLock(row);
  store = closet.opened(key);
});

const seqs = async () => (await store.kept()).map((one) => one.act.seq);

describe("acts", () => {
  test("count from one without a gap, each with its hash", async () => {
    await store.commit([wish("visit.open"), wish("visit.end")], label, { seen: null });
    const [third] = await store.commit([wish("visit.note")], label, {
      seen: { size: 7, root: "r" },
    });

    const { hash, ...rest } = third!.act;
    expect(await seqs()).toEqual([1, 2, 3]);
    expect(rest.seen).toEqual({ size: 7, root: "r" });
    expect(hash).toBe(await hashOf(rest as unknown as Json));
  });

  test("of two tabs at once take different numbers", async () => {
    const one = () => store.commit([wish("visit.open"), wish("visit.end")], label, { seen: null });

    await Promise.all([one(), one(), one()]);

    expect(await seqs()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("come with the end of their draft, and keep its picture", async () => {
    await store.putDraft(draft("aa"), [{ sha256: "aa", raw: raw("jpeg") }]);

    await store.commit([wish("visit.find", photo("aa"))], label, { draft: "v", seen: null });

    expect(await store.drafts()).toEqual([]);
    expect(new TextDecoder().decode(await store.picture("aa"))).toBe("jpeg");
  });
});

describe("what lies in the database", () => {
  test("shows no word of it", async () => {
    await store.set("pack", { places: [{ name: "老赵小吃店", phone: "138****0021" }] });
    await store.putDraft(draft("aa"), [{ sha256: "aa", raw: raw("a picture of a face") }]);
    await store.commit([wish("visit.open", { site: "s-secret" })], label, { seen: null });

    const found = await dump();

    for (const word of ["老赵", "138****0021", "a picture", "s-secret", "visit.open"]) {
      expect(found.includes(word)).toBe(false);
    }
    expect(found.includes("things")).toBe(true);
  });

  test("is gone after a wipe", async () => {
    await store.commit([wish("visit.open")], label, { seen: null });

    await closet.wipe();

    const fresh = await Closet.open();
    expect([await fresh.count(), await fresh.lock()]).toEqual([0, undefined]);
  });
});

async function dump(): Promise<string> {
  const db = await new Promise<IDBDatabase>((done) => {
    const asked = indexedDB.open("anhuan-field");
    asked.onsuccess = () => done(asked.result);
  });
  let text = "";
  for (const name of Array.from(db.objectStoreNames)) {
    const rows = await new Promise<unknown[]>((done) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result as unknown[]);
    });
    text += name + rows.map(written).join("");
  }
  db.close();
  return text;
}

function written(value: unknown): string {
  if (value instanceof ArrayBuffer) return new TextDecoder().decode(value);
  if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
  if (value && typeof value === "object") return Object.values(value).map(written).join(" ");
  return String(value);
}

describe("tidying", () => {
  test("keeps pictures of drafts and of unsent acts, and nothing else", async () => {
    await store.putDraft(draft("draft"), ["draft", "unsent", "sent", "lost"].map(picture));
    const kept = await store.commit(
      [wish("visit.find", photo("unsent")), wish("visit.find", photo("sent"))],
      label,
      { seen: null },
    );
    await store.update([{ ...kept[1]!, outcome: "done", received_at: new Date().toISOString() }]);

    await tidy(store);

    expect([...(await store.pictures()).keys()].sort()).toEqual(["draft", "unsent"]);
  });

  test("drops a row a day after it arrived, and never one that waits", async () => {
    const kept = await store.commit([wish("visit.open"), wish("visit.end")], label, {
      seen: null,
    });
    const received_at = "2026-11-20T10:00:00.000Z";
    await store.update([{ ...kept[0]!, outcome: "done", received_at }]);

    await tidy(store, Date.parse("2026-11-21T10:00:01.000Z"));

    expect(await seqs()).toEqual([2]);
  });
});

const picture = (sha256: string) => ({ sha256, raw: raw(sha256) });

test("a sending has at most 100 acts and stays under a megabyte", async () => {
  const many = Array.from({ length: 230 }, () => wish("visit.note"));
  const kept = await store.commit(many, label, { seen: null });
  const long = kept.slice(0, 3).map((one) => ({
    ...one,
    act: { ...one.act, given: { note: "字".repeat(200_000) } },
  }));

  expect(batches(kept).map((one) => one.length)).toEqual([100, 100, 30]);
  expect(batches(long).map((one) => one.length)).toEqual([1, 1, 1]);
});
