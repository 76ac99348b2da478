import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

import { canonical, hashOf, type Json } from "../src/field/canon";
import { newId } from "../src/field/ids";
import { makeLock, sealJson, unlock, unsealJson, waitAfter } from "../src/field/lock";
import { siteOf } from "../src/field/screens/scan";
import { inside, drawnTo } from "../src/field/screens/spot";
import { lookedAt, metres, owed, rechecks, stops, walked } from "../src/field/places";
import type { Checklist, Draft, Kept, OpenCase, Place, Problem } from "../src/field/shapes";
import { digest, nextNumber, type PaperForm, said, type Told } from "../src/field/paper";
import { likely, refusedWishes, visitWishes } from "../src/field/visits";

interface Vectors {
  acts: { act: Record<string, Json>; hash: string }[];
  not_canonical: Json[];
  papers: {
    form: string;
    version: string;
    title: string;
    lines: PaperForm;
    told: Told;
    digest: string;
  }[];
}
const file = resolve(__dirname, "../../tests/vectors/field.json");
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

describe("canonical bytes", () => {
  test.each(vectors.acts)("are those of the server: $act.what", async ({ act, hash }) => {
    expect(await hashOf(act)).toBe(hash);
  });

  test.each(vectors.not_canonical.map((value) => ({ value })))(
    "exist not for $value",
    ({ value }) => {
      expect(() => canonical(value)).toThrow(RangeError);
    },
  );

  test("write a back slash before a u as what it is", () => {
    expect(canonical("\\ud800")).toBe('"\\\\ud800"');
  });
});

test.each(vectors.papers)("paper $form has the digest that the server prints", async (row) => {
  const { form, lines, told, ...head } = row;

  expect(await digest(said(form, head, lines, told))).toBe(row.digest);
});

describe("numbers of papers", () => {
  const lease = { id: "l", form: "visit.order", unit: "u", word: "枫林", year: 2026 };
  const lent = { ...lease, from: 4, to: 5, next: 4, pattern: "（{word}）〔{year}〕{serial}号" };

  test("go on after what this phone has printed, sent or not", () => {
    const next = nextNumber("visit.order", [lent], [{ lease: "l", serial: 4 }], "d");

    expect([next.serial, next.number]).toEqual([5, "（枫林）〔2026〕5号"]);
  });

  test("are marks of the phone once the block is used up", () => {
    const used = [4, 5].map((serial) => ({ lease: "l", serial }));

    const first = nextNumber("visit.order", [lent], used, "device-abcdef");
    const second = nextNumber(
      "visit.order",
      [lent],
      [...used, { lease: "", serial: 0 }],
      "device-abcdef",
    );

    expect([first.number, first.provisional]).toEqual(["", "abcdef-1"]);
    expect(second.provisional).toBe("abcdef-2");
  });
});

test("identifiers are UUIDv7 and sort by time", () => {
  const [early, late] = [newId(1_795_000_000_000), newId(1_795_000_000_001)];

  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early.slice(0, 13) < late.slice(0, 13)).toBe(true);
});

describe("the lock", () => {
  test("opens for its PIN only", async () => {
    const { row, key } = await makeLock("271828", 1000);
    const sealed = await sealJson(key, "things/pack", { name: "老赵小吃店" });

    const again = await unlock("271828", row);

    expect(await unsealJson(again!, "things/pack", sealed)).toEqual({ name: "老赵小吃店" });
    expect(await unlock("314159", row)).toBeUndefined();
  });

  test("tells a row from another one's place", async () => {
    const { key } = await makeLock("271828", 1000);
    const sealed = await sealJson(key, "things/pack", 1);

    await expect(unsealJson(key, "things/head", sealed)).rejects.toThrow();
  });

  test("waits longer after each wrong PIN from the fifth on, whatever the clock says", async () => {
    const { row } = await makeLock("271828", 1000);
    const after = (wrong: number, at: number) => waitAfter({ ...row, wrong, wrong_at: 1000 }, at);

    expect([after(4, 1000), after(5, 1000), after(6, 1000), after(5, 31_000)]).toEqual([
      0, 30_000, 60_000, 0,
    ]);
    expect(after(5, -1_000_000)).toBe(30_000);
  });
});

const place = (site: string, more: Partial<Place> = {}): Place => ({
  site,
  number: site,
  name: site,
  address: "",
  point: null,
  order: 0,
  phone: "",
  industry: "",
  lists: [],
  last: null,
  due: null,
  cases: [],
  ...more,
});

describe("places", () => {
  test("come nearest first, those without a point in the order of the list", () => {
    const all = [
      place("far", { point: [117.02, 36.65], order: 1 }),
      place("second", { order: 3 }),
      place("near", { point: [117.0, 36.651], order: 9 }),
      place("first", { order: 2 }),
    ];

    const found = stops(all, [117.0, 36.65]).map((one) => one.place.site);

    expect(found).toEqual(["near", "far", "first", "second"]);
    expect(stops(all, undefined)[0]!.place.site).toBe("far");
  });

  test("are as far as the great circle is long", () => {
    expect(Math.round(metres([117, 36.65], [117, 36.66]))).toBe(1112);
  });

  test("that were undone count no more", () => {
    const kept = (group: string, result: Kept["result"]) =>
      ({
        group,
        site: "s",
        result,
        act: { done_at: "2026-11-21T16:00:00.000Z" },
      }) as Kept;

    const found = walked(
      [kept("v1", "fine"), kept("v2", "found"), kept("v1", "undone")],
      "2026-11-22",
    );

    expect([...found]).toEqual([["s", { result: "found", group: "v2" }]]);
  });
});

const list: Checklist = {
  object: "小餐饮",
  look: ["b", "a"],
  items: ["a", "b", "c"].map((code) => ({
    code,
    topic: code,
    text: code,
    domain: "fire",
    basis: "",
    verified: false,
    major: "",
    photo: code === "a",
    when: "",
    fix: "换掉",
    common: [`${code}1`, `${code}2`],
  })),
};
const at = { done_at: "2026-11-22T10:00:00.000Z", elapsed_ms: 5, boot: "b" };
const draft = (problems: Problem[] = []): Draft => ({
  visit: "v",
  kind: "patrol",
  site: "s",
  place: "老赵小吃店",
  list: "small-shop",
  look: ["b", "a"],
  plan: "",
  opened: at,
  problems,
  answers: {},
  officers: [],
  papers: [],
  dues: {},
  full: false,
});
const problem = (item: string, more: Partial<Problem> = {}): Problem => ({
  case: `case-${item}`,
  item,
  text: `${item}1`,
  part: "",
  photos: [],
  after: [],
  fixed: "",
  at,
  ...more,
});
const reasons = { patrol: "只看所列", found: "没逐项看", noPhoto: "没拍到" };
const words = { reasons, measure: "当场改好" };

describe("a visit", () => {
  test("without a problem is begun, answered and ended", () => {
    const acts = visitWishes(draft(), list, words, at);

    expect(acts.map((one) => one.what)).toEqual(["visit.open", "visit.answer", "visit.end"]);
    expect(acts[1]!.given["answers"]).toEqual([
      { item: "a", answer: "conforms", reason: "", exhibits: 0 },
      { item: "b", answer: "conforms", reason: "", exhibits: 0 },
      { item: "c", answer: "not-checked", reason: "只看所列", exhibits: 0 },
    ]);
  });

  test("with a problem says nothing good of what nobody looked at", () => {
    const acts = visitWishes(draft([problem("b")]), list, words, at);

    expect(acts.map((one) => one.what)).toEqual([
      "visit.open",
      "visit.find",
      "visit.answer",
      "visit.end",
    ]);
    const answers = acts[2]!.given["answers"] as { answer: string }[];
    expect(answers.map((one) => one.answer)).toEqual(["not-checked", "fails", "not-checked"]);
  });

  test("whose rule asks for a photo fails an item only with one", () => {
    const photo = { sha256: "x" } as Problem["photos"][number];
    const answer = (photos: Problem["photos"]) => {
      const acts = visitWishes(draft([problem("a", { photos })]), list, words, at);
      return (acts[2]!.given["answers"] as Json[])[0];
    };

    expect(answer([])).toEqual({
      item: "a",
      answer: "not-checked",
      reason: "没拍到",
      exhibits: 0,
    });
    expect(answer([photo])).toEqual({ item: "a", answer: "fails", reason: "", exhibits: 1 });
  });

  test("puts right on the spot only what has its picture", () => {
    const after = [{ sha256: "y", stage: "after" }] as Problem["after"];
    const both = [problem("a", { fixed: "yes", after }), problem("b", { fixed: "yes" })];

    const acts = visitWishes(draft(both), list, words, at);

    const fixed = acts.filter((one) => one.what === "case.act");
    expect(fixed.map((one) => one.about)).toEqual(["case-a"]);
    expect(fixed[0]!.given).toEqual({
      act: "fix_on_spot",
      given: { measure: "换掉" },
      photos: after,
    });
  });

  test("offers of each item it looks at the first problem before any second", () => {
    expect(likely(list, ["b", "a"], 3).map((one) => one.text)).toEqual(["b1", "a1", "b2"]);
  });
});

test("an inspection that is refused keeps who came and every number that was printed", () => {
  const paper = { form: "visit.refusal", lease: "l", provisional: "", cases: [], at };
  const papers = [
    { ...paper, id: "p1", serial: 1, spoilt: "写错" },
    { ...paper, id: "p2", serial: 2, spoilt: "" },
  ] as unknown as Draft["papers"];
  const whole = { ...draft(), kind: "department", officers: ["o2"], papers };

  const acts = refusedWishes(whole, "kept-out", "门卫不开门", at);

  expect(acts.map((one) => [one.what, one.about])).toEqual([
    ["visit.open", "v"],
    ["visit.join", "v"],
    ["visit.refuse_entry", "v"],
    ["document.spoil", "p1"],
    ["document.issue", "p2"],
  ]);
});

describe("a re-check", () => {
  const waiting = { id: "c1", may: ["pass", "return"] } as OpenCase;
  const other = { id: "c2", may: ["fix_on_spot"] } as OpenCase;
  const due = { on: null, kind: "pass", visit_kind: "revisit", why: "" };
  const there = place("s", { cases: [waiting, other], due });
  const kept = (outcome: string) => [{ outcome, act: { about: "c1" } }] as Kept[];

  test("is offered until it lies on the phone, and again where it became a statement", () => {
    expect(rechecks([], there)).toEqual([waiting]);
    expect(rechecks(kept("stored"), there)).toEqual([]);
    expect(rechecks(kept("statement"), there)).toEqual([waiting]);
  });

  test("is no longer owed once it is made, unlike a check of a list", () => {
    const planned = { ...there, due: { ...due, kind: "planned" } };

    expect([owed([], there), owed(kept("stored"), there)]).toEqual([true, false]);
    expect(owed(kept("stored"), planned)).toBe(true);
  });
});

test.each([
  ["https://anhuan.example/field/#/at/01a20333-0000-7000-8000-00000000000a", "found"],
  ["http://10.0.0.7:8000/field/#/at/01a20333-0000-7000-8000-00000000000a", "found"],
  ["https://anhuan.example/sites/01a20333-0000-7000-8000-00000000000a/", ""],
  ["https://anhuan.example/field/#/at/01a20333-0000-7000-8000-00000000000a/x", ""],
  ["javascript:alert(1)", ""],
])("a code is a place's only in the form of the node: %s", (code, found) => {
  expect(siteOf(code)).toBe(found && "01a20333-0000-7000-8000-00000000000a");
});

test("a patrol looks first at what failed the last time", () => {
  const last = { at: "", kind: "patrol", said: "problem", failed: ["c", "gone"] };

  expect(lookedAt(list, place("s", { last }))).toEqual(["c", "b", "a"]);
});

describe("the spot", () => {
  test("lies inside its cell and not beside it", () => {
    const ring: [number, number][] = [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ];

    expect([inside([1, 1], ring), inside([3, 1], ring)]).toEqual([true, false]);
  });

  test("is drawn with north up and nothing outside", () => {
    const to = drawnTo([
      [117, 36],
      [117.01, 36.01],
    ]);

    expect(to([117, 36.01])[1]).toBe(16);
    expect(to([117, 36])[1]).toBe(224);
    expect(to([117, 36])[0]).toBeLessThan(to([117.01, 36])[0]);
  });
});
