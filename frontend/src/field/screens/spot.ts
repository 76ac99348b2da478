/** Where a place lies, drawn from the cells the phone carries; no picture of a map is loaded. */
import { say } from "../../words";
import type { App } from "../app";
import type { Place, Point } from "../shapes";
import { h, section } from "../ui";

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 360;
const HIGH = 240;
const EDGE = 16;

/** Degrees to pixels: north is up, and a degree of longitude is as wide as it is here. */
export function drawnTo(points: Point[]): (point: Point) => Point {
  const [lons, lats] = [points.map((one) => one[0]), points.map((one) => one[1])];
  const [west, south] = [Math.min(...lons), Math.min(...lats)];
  const [east, north] = [Math.max(...lons), Math.max(...lats)];
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const wide = Math.max((east - west) * narrow, 1e-6);
  const high = Math.max(north - south, 1e-6);
  const scale = Math.min((WIDE - 2 * EDGE) / wide, (HIGH - 2 * EDGE) / high);
  const left = (WIDE - wide * scale) / 2;
  const top = (HIGH - high * scale) / 2;
  return ([lon, lat]) => [
    Math.round((left + (lon - west) * narrow * scale) * 10) / 10,
    Math.round((top + (north - lat) * scale) * 10) / 10,
  ];
}

function shape(name: string, given: Record<string, string>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

export function outline(app: App, place: Place): HTMLElement | null {
  const cells = app.pack?.cells ?? [];
  const own = cells.filter((cell) => place.point && inside(place.point, cell.ring));
  const rings = (own.length ? own : cells).map((cell) => cell.ring);
  const points = [...rings.reduce((all, ring) => [...all, ...ring], []), ...spots(app, place)];
  if (!place.point || points.length < 2) return null;
  const to = drawnTo(points);
  const where = own.map((cell) => cell.name).join(say("comma"));
  const map = shape("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "spot", role: "img" });
  map.setAttribute("aria-label", say("spotLabel", { name: place.name, cell: where }));
  const path = (ring: Point[]) => ring.map((one) => to(one).join(",")).join(" ");
  rings.forEach((ring) => map.append(shape("polygon", { class: "cell", points: path(ring) })));
  dots(app, place, to).forEach((one) => map.append(one));
  return section(say("where"), where, map, h("p", "note", say("spotKey")));
}

function spots(app: App, place: Place): Point[] {
  const here: Point[] = app.here ? [[app.here[0], app.here[1]]] : [];
  return place.point ? [place.point, ...here] : here;
}

function dots(app: App, place: Place, to: (point: Point) => Point): SVGElement[] {
  const at = (point: Point, kind: string, r: string) => {
    const [cx, cy] = to(point).map(String) as [string, string];
    return shape("circle", { class: kind, cx, cy, r });
  };
  const found = [at(place.point!, "spot-site", "7")];
  if (app.here) found.push(at([app.here[0], app.here[1]], "spot-here", "6"));
  return found;
}

/** Whether the point lies in the ring (even-odd rule). */
export function inside([x, y]: Point, ring: Point[]): boolean {
  let found = false;
  ring.forEach(([x1, y1], n) => {
    const [x2, y2] = ring[(n + ring.length - 1) % ring.length]!;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) found = !found;
  });
  return found;
}
