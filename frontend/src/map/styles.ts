import type Feature from "ol/Feature";
import { getWidth } from "ol/extent";
import Fill from "ol/style/Fill";
import Icon from "ol/style/Icon";
import Point from "ol/geom/Point";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import { fromLonLat } from "ol/proj";

import { cellShows, strength, type AreaFacts, type Facts, type Layer } from "./facts";
import { caseMark, chosenMark, colour, dots, hatch, plainMark, riskMark } from "./marks";

const FONT =
  '"PingFang SC", "Microsoft YaHei", "HarmonyOS Sans SC", "Noto Sans CJK SC", sans-serif';
const EDGES = { district: ["ink2", 2], street: ["ctl", 1.2], cell: ["line2", 0.8] } as const;
const BELOW_THE_NAME = 30;
const ORDER = { cell: 1, street: 2, district: 3 } as const;

/** Styles are many and alike: each is made once. */
const made = new Map<string, Style>();

function once(key: string, make: () => Style): Style {
  let style = made.get(key);
  if (!style) made.set(key, (style = make()));
  return style;
}

function ground(area: AreaFacts, ratio: number): Style {
  const gap = area.gap ?? "";
  return once(`area ${area.level} ${gap}`, () => {
    const [edge, width] = EDGES[area.level];
    const fill = { "": colour("paper"), missing: hatch(ratio), ending: dots(ratio) }[gap];
    if (!gap) {
      const stroke = new Stroke({ color: colour(edge), width });
      if (area.level !== "cell") return new Style({ stroke, zIndex: ORDER[area.level] });
      return new Style({ fill: new Fill({ color: fill }), stroke, zIndex: 0 });
    }
    return new Style({
      fill: new Fill({ color: fill }),
      stroke: new Stroke({
        color: colour(gap === "missing" ? "red" : "amb"),
        width: 1.6,
        lineDash: gap === "missing" ? [5, 4] : [1.5, 4],
        lineCap: gap === "missing" ? "butt" : "round",
      }),
      zIndex: 4,
    });
  });
}

function at(feature: Feature, area: AreaFacts): Point | undefined {
  if (area.label) return new Point(fromLonLat(area.label));
  const extent = feature.getGeometry()?.getExtent();
  return extent && new Point([(extent[0]! + extent[2]!) / 2, (extent[1]! + extent[3]!) / 2]);
}

function name(feature: Feature, area: AreaFacts): Style[] {
  const geometry = at(feature, area);
  if (!geometry) return [];
  const line = (text: string, font: string, token: string, offsetY: number) =>
    new Style({
      geometry,
      text: new Text({
        text,
        font,
        offsetY,
        fill: new Fill({ color: colour(token) }),
        stroke: new Stroke({ color: colour("paper"), width: 3 }),
        overflow: true,
      }),
      zIndex: 8,
    });
  const styles = [line(area.name, `600 14px ${FONT}`, "ink", -8)];
  if (area.sub) styles.push(line(area.sub, `12px ${FONT}`, "ink3", 9));
  return styles;
}

function gapLabel(feature: Feature, area: AreaFacts): Style[] {
  const geometry = at(feature, area);
  if (!geometry || !area.gapText) return [];
  const token = area.gap === "missing" ? "red" : "amb";
  return [
    new Style({
      geometry,
      text: new Text({
        offsetY: BELOW_THE_NAME,
        text: `${area.gap === "missing" ? "◌" : "◔"} ${area.gapText}`,
        font: `600 12px ${FONT}`,
        fill: new Fill({ color: colour(token) }),
        backgroundFill: new Fill({ color: colour("paper") }),
        backgroundStroke: new Stroke({ color: colour(token), width: 1 }),
        padding: [3, 6, 2, 6],
        overflow: true,
      }),
      zIndex: 9,
    }),
  ];
}

function pixels(feature: Feature, resolution: number): number {
  const extent = feature.getGeometry()?.getExtent();
  return extent ? getWidth(extent) / resolution : 0;
}

function areaStyle(feature: Feature, area: AreaFacts, resolution: number, scene: Scene): Style[] {
  const gap = scene.layer === "duty" ? (area.gap ?? "") : "";
  const selected = scene.selected === area.id;
  if (area.level === "cell" && !cellShows(pixels(feature, resolution), selected, gap)) return [];
  const styles = [ground({ ...area, gap }, scene.ratio)];
  if (selected) {
    const stroke = () => new Stroke({ color: colour("pri"), width: 3 });
    styles.push(once("selected", () => new Style({ stroke: stroke(), zIndex: 6 })));
  }
  if (area.level === "street") styles.push(...name(feature, area));
  if (gap) styles.push(...gapLabel(feature, area));
  return styles;
}

function mark(key: string, draw: () => HTMLCanvasElement, opacity: number, scene: Scene): Style[] {
  if (opacity === 0) return [];
  return [
    once(`${key} ${opacity}`, () => {
      const image = new Icon({ img: draw(), opacity, scale: 1 / scene.ratio });
      return new Style({ image, zIndex: 7 });
    }),
  ];
}

export interface Scene {
  layer: Layer;
  selected: string;
  ratio: number;
}

export function styleOf(feature: Feature, resolution: number, scene: Scene): Style[] {
  const facts = feature.getProperties() as Facts;
  switch (facts.kind) {
    case "area":
      return areaStyle(feature, facts, resolution, scene);
    case "water": {
      const stroke = (token: string, width: number, zIndex: number) =>
        once(`water ${width}`, () => {
          return new Style({ stroke: new Stroke({ color: colour(token), width }), zIndex });
        });
      return [stroke("water-edge", 8, 5), stroke("water", 5, 5)];
    }
    case "site": {
      const chosen = scene.layer === "pick" && facts.id === scene.selected;
      const { risk } = facts;
      if (chosen) return mark("chosen", () => chosenMark(scene.ratio), 1, scene);
      const draw = () => (risk ? riskMark(risk, scene.ratio) : plainMark(scene.ratio));
      return mark(`site ${risk}`, draw, strength("site", scene.layer), scene);
    }
    case "case": {
      const draw = () => caseMark(facts.overdue === true, scene.ratio);
      return mark(`case ${String(facts.overdue)}`, draw, strength("case", scene.layer), scene);
    }
  }
}
