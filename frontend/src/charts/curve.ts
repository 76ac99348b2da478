/** A curve as ECharts wants it: ink lines, labelled limits, gaps left open, no motion. */
import type { LineSeriesOption, ScatterSeriesOption } from "echarts/charts";
import type { EChartsCoreOption } from "echarts/core";

import { make } from "../dom";

/** Wall clock of UTC+8 in milliseconds, value, lowest, highest, why it does not count. */
export type Point = [number, number | null, number | null, number | null, string];

export interface LineFacts {
  name: string;
  /** Which of the units, hence which axis. */
  unit: number;
  dashed: boolean;
  points: Point[];
}

export interface LimitFacts {
  value: number;
  label: string;
  unit: number;
  own: boolean;
}

export interface CurveFacts {
  units: string[];
  lines: LineFacts[];
  limits: LimitFacts[];
}

type Series = LineSeriesOption | ScatterSeriesOption;
type Colour = (token: string) => string;

const FONT =
  '"PingFang SC", "Microsoft YaHei", "HarmonyOS Sans SC", "Noto Sans CJK SC", sans-serif';
/** Red and amber mean time or danger, so a line never has them. */
const INKS = ["ink", "pri", "teal", "vio", "ctl"] as const;
const ROOM = 0.08;
const TEXT = 12;

const spread = (points: Point[]) =>
  points.some(([, , low, high]) => low !== null && high !== null && low !== high);

/** A point that does not count leaves the line open and is drawn apart. */
export const counted = (points: Point[]): [number, number | null][] =>
  points.map(([at, value, , , mark]) => [at, mark ? null : value]);

const aside = (points: Point[]): [number, number][] =>
  points.flatMap(([at, value, , , mark]) => (mark && value !== null ? [[at, value]] : []));

function limitLines(
  facts: CurveFacts,
  unit: number,
  colour: Colour,
): LineSeriesOption["markLine"] {
  return {
    silent: true,
    symbol: "none",
    animation: false,
    data: facts.limits
      .filter((one) => one.unit === unit)
      .map((one) => ({
        yAxis: one.value,
        lineStyle: { color: colour("ink2"), width: 1, type: one.own ? "dashed" : "solid" },
        label: {
          formatter: one.label,
          position: "insideStartTop" as const,
          color: colour("ink2"),
          fontFamily: FONT,
          fontSize: TEXT,
          textBorderColor: colour("paper"),
          textBorderWidth: 3,
        },
      })),
  };
}

/** The line, the faint edges of what it stands for, and the points that do not count. */
function series(facts: CurveFacts, n: number, colour: Colour, narrow: boolean): Series[] {
  const line = facts.lines[n]!;
  const ink = colour(INKS[n % INKS.length]!);
  const first = facts.lines.findIndex((one) => one.unit === line.unit) === n;
  const base = {
    type: "line" as const,
    name: line.name,
    yAxisIndex: line.unit,
    showSymbol: false,
    connectNulls: false,
    animation: false,
    color: ink,
  };
  const found: Series[] = [
    {
      ...base,
      data: counted(line.points),
      lineStyle: { width: n === 0 ? 2 : 1.5, type: line.dashed ? "dashed" : "solid" },
      // a value between two gaps would not be seen without its dot
      showSymbol: true,
      symbol: "circle",
      symbolSize: (_: unknown, params: { dataIndex: number }) =>
        alone(line.points, params.dataIndex) ? 5 : 0,
      endLabel: {
        show: named(facts, narrow),
        formatter: "{a}",
        color: ink,
        fontFamily: FONT,
        fontSize: TEXT,
      },
      labelLayout: { moveOverlap: "shiftY" },
      ...(first ? { markLine: limitLines(facts, line.unit, colour) ?? {} } : {}),
    },
  ];
  if (spread(line.points)) {
    for (const at of [2, 3] as const)
      found.push({
        ...base,
        silent: true,
        data: line.points.map((point) => [point[0], point[4] ? null : point[at]]),
        lineStyle: { width: 1, opacity: 0.35 },
        tooltip: { show: false },
      });
  }
  const apart = aside(line.points);
  if (apart.length)
    found.push({
      type: "scatter",
      name: line.name,
      yAxisIndex: line.unit,
      data: apart,
      symbol: "diamond",
      symbolSize: 8,
      itemStyle: { color: colour("paper"), borderColor: ink, borderWidth: 1.5 },
      animation: false,
    });
  return found;
}

/** Where there is room each line is named at its end, or colour alone would tell them apart. */
const named = (facts: CurveFacts, narrow: boolean) =>
  !narrow && facts.lines.length > 1 && facts.units.length === 1;

/** Nothing on either side: a line cannot show it. */
export function alone(points: Point[], at: number): boolean {
  const there = (n: number) => {
    const point = points[n];
    return point !== undefined && point[1] !== null && !point[4];
  };
  return there(at) && !there(at - 1) && !there(at + 1);
}

export function moment(wall: number): string {
  return new Date(wall).toISOString().slice(5, 16).replace("T", " ");
}

/** The card under the pointer: an element, since the page allows no style in its text. */
function card(facts: CurveFacts, wall: number): HTMLElement {
  const found = make("div", "chart-card");
  found.append(make("div", "chart-card-head", moment(wall)));
  for (const line of facts.lines) {
    const point = line.points.find(([at]) => at === wall);
    if (!point || point[1] === null) continue;
    const unit = facts.units[line.unit] ?? "";
    const text = [line.name, String(point[1]), unit, point[4]].filter(Boolean).join(" ");
    found.append(make("div", "", text));
  }
  return found;
}

/** The axis reaches the highest limit, or a day without exceedance would look like one. */
export function ceiling(facts: CurveFacts, unit: number): number | null {
  const limits = facts.limits.filter((one) => one.unit === unit).map((one) => one.value);
  const lines = facts.lines.filter((one) => one.unit === unit);
  const values = lines.flatMap((one) => one.points.map((point) => point[3] ?? point[1] ?? 0));
  const highest = Math.max(...limits, 0);
  const reached = values.reduce((most, one) => Math.max(most, one), 0);
  return highest > reached ? highest * (1 + ROOM) : null;
}

function tip(facts: CurveFacts, colour: Colour, text: object): object {
  return {
    trigger: "axis",
    confine: true,
    transitionDuration: 0,
    padding: 8,
    borderColor: colour("line2"),
    backgroundColor: colour("paper"),
    axisPointer: { type: "line", animation: false, lineStyle: { color: colour("ctl") } },
    textStyle: { ...text, color: colour("ink") },
    formatter: (params: { value: [number, number] }[]) =>
      card(facts, params[0]?.value[0] ?? Number.NaN),
  };
}

export function curveOption(
  facts: CurveFacts,
  colour: Colour,
  narrow: boolean,
): EChartsCoreOption {
  const text = { color: colour("ink3"), fontFamily: FONT, fontSize: TEXT };
  const many = facts.lines.length > 1;
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: {
      left: narrow ? 4 : 8,
      right: named(facts, narrow) ? 96 : 12,
      top: many ? 56 : 32,
      bottom: 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    legend: {
      show: many,
      top: 0,
      right: 0,
      icon: "roundRect",
      itemWidth: 16,
      itemHeight: 3,
      textStyle: { ...text, color: colour("ink2") },
      data: facts.lines.map((one) => one.name),
    },
    xAxis: {
      type: "time",
      axisLine: { lineStyle: { color: colour("ctl") } },
      axisTick: { lineStyle: { color: colour("ctl") } },
      axisLabel: { ...text, hideOverlap: true, formatter: TIMES },
    },
    yAxis: facts.units.map((unit, n) => {
      const top = ceiling(facts, n);
      return {
        type: "value",
        name: unit,
        nameTextStyle: { ...text, align: n ? "right" : "left" },
        ...(top === null ? {} : { max: top }),
        axisLabel: { ...text, showMaxLabel: top === null },
        splitLine: {
          show: n === 0,
          showMaxLine: top === null,
          lineStyle: { color: colour("line") },
        },
      };
    }),
    tooltip: tip(facts, colour, text),
    series: facts.lines.flatMap((_, n) => series(facts, n, colour, narrow)),
  };
}

const TIMES = {
  year: "{yyyy}",
  month: "{MM}-{dd}",
  day: "{MM}-{dd}",
  hour: "{HH}:{mm}",
  minute: "{HH}:{mm}",
  second: "{HH}:{mm}:{ss}",
};
