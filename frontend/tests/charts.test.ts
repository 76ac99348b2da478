import { describe, expect, test } from "vitest";

import {
  alone,
  ceiling,
  counted,
  curveOption,
  moment,
  type CurveFacts,
  type Point,
} from "../src/charts/curve";

const HOUR = 3_600_000;
const at = (n: number) => Date.UTC(2026, 10, 20) + n * HOUR;
const point = (n: number, value: number | null, mark = ""): Point => [
  at(n),
  value,
  null,
  null,
  mark,
];
const facts = (points: Point[], limit = 75): CurveFacts => ({
  units: ["µg/m³"],
  lines: [{ name: "PM2.5", unit: 0, dashed: false, points }],
  limits: [{ value: limit, label: "75", unit: 0, own: true }],
});
const drawn = (given: CurveFacts) =>
  curveOption(given, (token) => token, false) as {
    series: Record<string, unknown>[];
    yAxis: Record<string, unknown>[];
  };

describe("curves", () => {
  test("what does not count leaves the line open and stands apart", () => {
    const given = [point(0, 40), point(1, 900, "calibration"), point(2, null), point(3, 41)];
    const [line, apart] = drawn(facts(given)).series;
    expect(line!["data"]).toEqual([
      [at(0), 40],
      [at(1), null],
      [at(2), null],
      [at(3), 41],
    ]);
    expect(line!["connectNulls"]).toBe(false);
    expect([apart!["type"], apart!["data"]]).toEqual(["scatter", [[at(1), 900]]]);
    expect(counted(given).filter(([, value]) => value !== null).length).toBe(2);
  });
  test("a value between two gaps is seen by its dot", () => {
    const given = [point(0, null), point(1, 40), point(2, 41, "fault"), point(3, 1), point(4, 2)];
    expect(given.map((_, n) => alone(given, n))).toEqual([false, true, false, false, false]);
  });
  test("the axis reaches the highest limit and no higher than needed", () => {
    expect(ceiling(facts([point(0, 10)]), 0)).toBe(81);
    expect(ceiling(facts([point(0, 90)]), 0)).toBe(null);
    expect(ceiling({ ...facts([point(0, 90)]), limits: [] }, 0)).toBe(null);
  });
  test("an own limit is dashed and carries its label", () => {
    const line = drawn(facts([point(0, 10)])).series[0] as {
      markLine: { data: { lineStyle: { type: string }; label: { formatter: string } }[] };
    };
    const [limit] = line.markLine.data;
    expect([limit!.lineStyle.type, limit!.label.formatter]).toEqual(["dashed", "75"]);
  });
  test("lowest and highest are drawn where a point stands for several", () => {
    const wide: Point[] = [[at(0), 10, 8, 12, ""]];
    expect(drawn(facts(wide)).series.map((one) => one["data"])).toEqual([
      [[at(0), 10]],
      [[at(0), 8]],
      [[at(0), 12]],
    ]);
  });
  test("a line has neither red nor amber, and nothing moves", () => {
    const option = drawn(facts([point(0, 10)]));
    expect(JSON.stringify(option).match(/"(red|amb)/)).toBe(null);
    expect((option as unknown as { animation: boolean }).animation).toBe(false);
  });
  test("the time is the wall clock it was given", () => {
    expect(moment(at(9))).toBe("11-20 09:00");
  });
});
