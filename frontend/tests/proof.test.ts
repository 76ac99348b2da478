import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

import { base64, hex, unbase64, utf8 } from "../src/proof/bytes";
import { included, leafHash } from "../src/proof/merkle";
import { confirmed, fingerprint, keyOf, parseNote, signed } from "../src/proof/note";
import { phrase } from "../src/proof/phrase";
import { moment } from "../src/proof/show";
import { type Asked, entryOf, judge, letters, slipOf, takenOver } from "../src/proof/verdict";

interface Made {
  log: string;
  witness: string;
  fingerprint: string;
  seen: number;
  slips: { link: string; entry: string; proof: string; size: number; zh: string; en: string }[];
}
type Vector = Record<string, unknown> & { id: string; kind: string };

const made = JSON.parse(readFileSync(resolve(__dirname, "slips.json"), "utf8")) as Made;
const last = made.slips[made.slips.length - 1]!;
const known = { logs: [made.log], witnesses: [made.witness] };
const key = made.fingerprint.replace(/ /g, "");

function asked(change: Partial<Asked> = {}): Asked {
  const slip = slipOf(last.link);
  const files = { entry: utf8(last.entry), proof: utf8(last.proof) };
  return { ...files, slip, known, given: key, same: false, ...change };
}

describe("a slip made by the program", () => {
  test.each(made.slips)("holds: $link of $size", (one) => {
    const given = { slip: slipOf(one.link), entry: utf8(one.entry), proof: utf8(one.proof) };

    const verdict = judge(asked(given));

    expect([verdict.tone, verdict.why]).toEqual(["green", "holds"]);
    expect(verdict.found?.size).toBe(BigInt(one.size));
    expect(verdict.found?.seen).toEqual([{ name: "city.example/witness", at: made.seen }]);
    expect(phrase(verdict.found!.leaf)).toEqual({ zh: one.zh, en: one.en });
  });

  test("names its key as paper does", () => {
    expect(fingerprint(keyOf(made.log))).toBe(key);
    expect(letters(made.fingerprint.toUpperCase())).toBe(key);
    expect(letters("17e3")).toBe("");
  });
});

function why(change: Partial<Asked>): string[] {
  const found = judge(asked(change));
  return [found.tone, found.why];
}

describe("the verdict", () => {
  const slip = slipOf(last.link)!;
  const other = made.slips[0]!;
  const strange = "anlan.example/log/2026+8a2d0b6e+AQ==";

  test("asks the reader to compare where no fingerprint was given", () => {
    expect(why({ given: "" })).toEqual(["amber", "compare"]);
    expect(why({ given: "", same: true })).toEqual(["green", "holds"]);
  });

  test("is amber without a witness and without the log's key", () => {
    const unseen = last.proof.replace(/\u2014 city.*\n$/, "");
    expect(why({ proof: utf8(unseen) })).toEqual(["amber", "unwitnessed"]);
    expect(why({ proof: utf8(unseen), known: { ...known, witnesses: [] } })[0]).toBe("green");
    expect(why({ known: { logs: [], witnesses: [] } })).toEqual(["amber", "unknown"]);
  });

  test("is red for another key than the one on the slip", () => {
    expect(why({ given: "0".repeat(32) })).toEqual(["red", "other-key"]);
    expect(why({ given: "0".repeat(32), same: true })).toEqual(["red", "other-key"]);
  });

  test("is red for another entry, place, or log", () => {
    expect(why({ entry: utf8(other.entry) })).toEqual(["red", "other-entry"]);
    expect(why({ slip: { ...slip, index: 3n } })).toEqual(["red", "other-place"]);
    expect(why({ slip: { ...slip, address: "anlan.example/log/2027" } })).toEqual([
      "red",
      "other-log",
    ]);
    expect(why({ entry: utf8(other.entry), slip: undefined })).toEqual(["red", "other-place"]);
  });

  test("is red for whatever is no entry, no proof, no key", () => {
    expect(why({ proof: utf8("") })).toEqual(["red", "form"]);
    expect(why({ proof: new Uint8Array([255, 10, 10, 1]) })).toEqual(["red", "form"]);
    expect(why({ known: { logs: [strange], witnesses: [] } })).toEqual(["red", "form"]);
    expect(why({ known: { ...known, logs: [made.log.replace("+", "x+")] } })[0]).toBe("red");
  });

  test("is red for every single flipped bit of entry and proof that is signed", () => {
    const tones = new Set<string>();
    const entry = utf8(last.entry);
    entry.forEach((byte, n) => {
      const changed = entry.slice();
      changed[n] = byte ^ 1;
      tones.add(judge(asked({ entry: changed })).tone);
    });
    const proof = utf8(last.proof);
    const end = last.proof.indexOf("\u2014");
    const whole = utf8(last.proof.slice(0, end)).length;
    proof.slice(0, whole).forEach((byte, n) => {
      const changed = proof.slice();
      changed[n] = byte ^ 1;
      tones.add(judge(asked({ proof: changed })).tone);
    });
    expect(tones).toEqual(new Set(["red"]));
  });
});

describe("the verdict on signatures", () => {
  test("is amber for the log of somebody whose key is not known", () => {
    const proof = utf8(last.proof.replace("\nanlan", "\nbnlan").replace(/\u2014 city.*\n$/, ""));
    expect(why({ proof, slip: undefined })).toEqual(["amber", "unknown"]);
  });

  test("is red for a false signature of the log and of a witness", () => {
    for (const line of ["anlan.example/log/2026 ", "city.example/witness "]) {
      const at = last.proof.lastIndexOf(`\u2014 ${line}`) + line.length + 30;
      const letter = last.proof[at] === "A" ? "B" : "A";
      const changed = last.proof.slice(0, at) + letter + last.proof.slice(at + 1);
      expect(why({ proof: utf8(changed) })).toEqual(["red", "signature"]);
    }
  });
});

test("a link is read with and without its scheme and key, and nothing else is a link", () => {
  const bare = last.link.replace("https://", "");
  expect(slipOf(`${last.link}#${made.fingerprint}`)?.key).toBe(key);
  expect(slipOf(bare)).toEqual(slipOf(last.link));
  expect(slipOf(last.link)?.index).toBe(699n);
  for (const wrong of [
    "",
    bare.slice(0, -1),
    `${last.link}A`,
    last.link.replace("/699/", "/0699/"),
  ])
    expect(slipOf(wrong)).toBeUndefined();
});

test("an instant is shown on the clock of UTC+8", () => {
  expect(moment(Date.UTC(2026, 10, 20, 16, 42))).toBe("2026-11-21 00:42");
  expect(moment(NaN)).toBe("—");
});

const shared = resolve(__dirname, "../../../shared/standards/tlog.json");
const vectors = existsSync(shared)
  ? (JSON.parse(readFileSync(shared, "utf8")) as { open: Vector[] }).open
  : [];
const bytes = (text: unknown) =>
  Uint8Array.from((text as string).match(/../g) ?? [], (two) => parseInt(two, 16));

function of(...kinds: string[]): Vector[] {
  return vectors.filter((one) => kinds.includes(one.kind));
}

describe.skipIf(!vectors.length)("public vectors (../shared/standards/tlog.json)", () => {
  test.each(of("leaf_hash"))("$id $kind", (one) => {
    expect(hex(leafHash(bytes(one.data)))).toBe(one.hash);
  });

  test.each(of("inclusion", "inclusion_probe"))("$id $kind $desc", (one) => {
    const proof = (one.proof as string[]).map(bytes);
    const [index, size] = [BigInt(one.index as number), BigInt(one.size as number)];
    const held = included(bytes(one.leaf_hash), index, size, proof, bytes(one.root));
    expect(held).toBe(one.must_fail !== true);
  });

  test.each(of("key_id"))("$id $kind", (one) => {
    expect(keyOf(one.vkey as string).name).toBe((one.vkey as string).split("+")[0]);
  });

  test.each(of("signed_note", "signed_checkpoint"))("$id $kind", (one) => {
    const check = () => signed(parseNote(utf8(one.note as string)), [keyOf(one.vkey as string)]);
    if (one.valid) expect(check().length).toBe(1);
    else expect(check).toThrow("does not hold");
  });

  test.each(of("tlog_proof"))("$id $kind", (one) => {
    const proof = utf8(one.proof as string);
    const at = (one.proof as string).indexOf("\n\n") + 2;
    const keys = [one.log_vkey, one.witness_vkey].map((each) => keyOf(each as string));
    const found = confirmed(proof.slice(at), keys.slice(0, 1), keys.slice(1));
    expect([found.signers.length, found.seen.length]).toEqual([1, 1]);
    const logs = [one.log_vkey as string];
    const verdict = judge({
      entry: utf8(one.entry_utf8 as string),
      proof,
      known: { logs, witnesses: [one.witness_vkey as string] },
      given: fingerprint(keys[0]!),
      same: false,
    });
    // The vector's entry is no act: all but its form holds.
    expect([verdict.why, verdict.found?.index]).toEqual(["form", 3n]);
  });
});

test("base64 in signed text is canonical only", () => {
  expect(base64(unbase64("AB=="))).toBe("AA==");
});

test("what was taken over says so by its mark or by its kind", () => {
  const plain = { ...(JSON.parse(last.entry) as object), k: "case.register" };
  const said = (change: object): boolean =>
    takenOver(entryOf(utf8(JSON.stringify({ ...plain, ...change })))!);

  expect([said({}), said({ i: 1 }), said({ k: "case.imported" })]).toEqual([false, true, true]);
});
