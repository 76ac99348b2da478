import { describe, expect, test } from "vitest";

import { kept, read } from "../src/drafts";
import { readExif } from "../src/exif";
import { rowAfter } from "../src/keys";
import { cellShows, strength } from "../src/map/facts";
import { outline } from "../src/map/marks";
import { fit } from "../src/fit";
import { hex } from "../src/photos";
import { pair } from "../src/shots";
import { fill } from "../src/words";

/** A JPEG head with an EXIF block: time, and a place in degrees, minutes, seconds. */
function jpeg(): ArrayBuffer {
  const data = new DataView(new ArrayBuffer(240));
  const ascii = (at: number, text: string) =>
    Array.from(text).forEach((letter, n) => data.setUint8(at + n, letter.charCodeAt(0)));
  const T = 12; // the TIFF block begins here
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    data.setUint16(T + at, tag);
    data.setUint16(T + at + 2, type);
    data.setUint32(T + at + 4, count);
    data.setUint32(T + at + 8, value);
  };
  data.setUint16(0, 0xffd8);
  data.setUint16(2, 0xffe1);
  data.setUint16(4, 230);
  ascii(6, "Exif");
  ascii(T, "MM");
  data.setUint16(T + 2, 42);
  data.setUint32(T + 4, 8);
  data.setUint16(T + 8, 2);
  entry(10, 0x8769, 4, 1, 40);
  entry(22, 0x8825, 4, 1, 80);
  data.setUint16(T + 40, 1);
  entry(42, 0x9003, 2, 20, 60);
  ascii(T + 60, "2026:11-20".replace("-", ":") + " 09:41:07");
  data.setUint16(T + 80, 4);
  entry(82, 1, 2, 2, 0);
  ascii(T + 90, "S");
  entry(94, 2, 5, 3, 140);
  entry(106, 3, 2, 2, 0);
  ascii(T + 114, "E");
  entry(118, 4, 5, 3, 164);
  [31, 1, 30, 1, 0, 1, 121, 1, 15, 1, 36, 1].forEach((n, at) =>
    data.setUint32(T + 140 + at * 4, n),
  );
  return data.buffer;
}

describe("photos", () => {
  test("exif gives time and place", () => {
    const exif = readExif(jpeg());
    expect(exif.takenAt).toBe("2026-11-20T09:41:07");
    expect(exif.latitude).toBeCloseTo(-31.5, 9);
    expect(exif.longitude).toBeCloseTo(121.26, 9);
  });
  test("exif of a cut file gives nothing", () => {
    expect(readExif(jpeg().slice(0, 30))).toEqual({});
    expect(readExif(new ArrayBuffer(2))).toEqual({});
  });
  test("fit never enlarges and keeps the proportion", () => {
    expect(fit(4000, 3000)).toEqual([2000, 1500]);
    expect(fit(3000, 4000)).toEqual([1500, 2000]);
    expect(fit(800, 600)).toEqual([800, 600]);
  });
  test("hex pads every octet", () => {
    expect(hex(new Uint8Array([0, 10, 255]).buffer)).toBe("000aff");
  });
});

describe("drafts", () => {
  test("kept leaves out tokens, blanks and files", () => {
    const entries: [string, unknown][] = [
      ["csrfmiddlewaretoken", "t"],
      ["note", "右侧占道"],
      ["empty", ""],
      ["photo", { size: 1 }],
    ];
    expect(kept(entries)).toEqual([["note", "右侧占道"]]);
  });
  test("read drops old, empty and broken drafts", () => {
    const day = 86_400_000;
    const text = JSON.stringify({ at: 0, values: [["a", "b"]] });
    expect(read(text, 13 * day)?.values).toEqual([["a", "b"]]);
    expect(read(text, 15 * day)).toBeUndefined();
    expect(read(JSON.stringify({ at: 0, values: [] }), 1)).toBeUndefined();
    expect(read("{", 1)).toBeUndefined();
    expect(read(null, 1)).toBeUndefined();
  });
});

test("rows are walked without leaving the table", () => {
  expect([rowAfter(-1, 1, 3), rowAfter(-1, -1, 3), rowAfter(2, 1, 3), rowAfter(1, -1, 3)]).toEqual(
    [0, 2, 2, 0],
  );
  expect(rowAfter(-1, 1, 0)).toBe(-1);
});

test("a photo is shown beside the newest, the newest beside the one before", () => {
  expect([pair(3, 0), pair(3, 1), pair(3, 2), pair(1, 0)]).toEqual([
    [0, 2],
    [1, 2],
    [1, 2],
    [0, 0],
  ]);
});

test("words take their facts and keep what is unknown", () => {
  expect(fill("已选 {n} 件 {x}", { n: 3 })).toBe("已选 3 件 {x}");
});

describe("map", () => {
  test("risk shapes differ by corners", () => {
    expect(
      (["major", "larger", "general", "low"] as const).map((one) => outline(one).length),
    ).toEqual([8, 3, 4, 0]);
  });
  test("small cells hide unless chosen or without a person", () => {
    expect(cellShows(5, false, "")).toBe(false);
    expect(cellShows(5, true, "")).toBe(true);
    expect(cellShows(5, false, "missing")).toBe(true);
    expect(cellShows(12, false, "")).toBe(true);
  });
  test("marks show on their own layer", () => {
    expect([
      strength("site", "risk"),
      strength("site", "duty"),
      strength("site", "cases"),
    ]).toEqual([1, 0.45, 0]);
    expect([strength("case", "cases"), strength("case", "duty")]).toEqual([1, 0]);
  });
});
