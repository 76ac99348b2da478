/** A station on the map over time: a swatch with the digit of its level, the value under it. */
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import RegularShape from "ol/style/RegularShape";

import { colour } from "./marks";

/** What was measured, empty for nothing, and its level, 0 for none. */
export type Cell = [string, number];

const FONT =
  '"PingFang SC", "Microsoft YaHei", "HarmonyOS Sans SC", "Noto Sans CJK SC", sans-serif';
const RED = 4;

function swatch(level: number): RegularShape {
  const fill = level ? colour(`aqi-${level}`) : colour("paper");
  return new RegularShape({
    points: 4,
    radius: 13,
    angle: Math.PI / 4,
    fill: new Fill({ color: fill }),
    stroke: new Stroke({
      color: colour(level ? "ink2" : "ctl"),
      width: 1,
      ...(level ? {} : { lineDash: [3, 2] }),
    }),
  });
}

function inkOn(level: number): string {
  if (level < RED) return "ink";
  return level === RED ? "aqi-4-ink" : "paper";
}

const text = (words: string, size: string, token: string, offsetY: number, halo: boolean) =>
  new Style({
    text: new Text({
      text: words,
      font: `${size} ${FONT}`,
      offsetY,
      fill: new Fill({ color: colour(token) }),
      ...(halo ? { stroke: new Stroke({ color: colour("paper"), width: 3 }) } : {}),
      overflow: true,
    }),
    zIndex: 9,
  });

/** Its name, in a layer of its own: where two names would meet, one is left out. */
export const nameStyle = (mark: { name: string }) => text(mark.name, "12px", "ink3", 35, true);

export function hourStyle(mark: { cells: Cell[] }, hour: number): Style[] {
  const [value, level] = mark.cells[hour] ?? ["", 0];
  const styles = [new Style({ image: swatch(level), zIndex: 8 })];
  if (level) styles.push(text(String(level), "600 12px", inkOn(level), 1, false));
  styles.push(text(value || "—", "600 12px", "ink", 20, true));
  return styles;
}
