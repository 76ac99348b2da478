/**
 * The map over time: marks of stations, an hour at a time. In the page:
 *   <figure data-hours="/sites/outlines"> … [data-hours-play], [data-hours-step="-1|1"],
 *     input[type=range], output, .hours-map > .map-canvas, <script type="application/json">
 * The table behind “see the numbers” says the same. Nothing plays before it is asked to.
 */
import "./map/old";

import Feature from "ol/Feature";
import OlMap from "ol/Map";
import View from "ol/View";
import GeoJSON from "ol/format/GeoJSON";
import Point from "ol/geom/Point";
import VectorLayer from "ol/layer/Vector";
import { fromLonLat } from "ol/proj";
import VectorSource from "ol/source/Vector";

import { each, fresh } from "./dom";
import { styleOf } from "./map/styles";
import { hourStyle, nameStyle, type Cell } from "./map/hours";

interface Mark {
  name: string;
  lon: number;
  lat: number;
  url: string;
  cells: Cell[];
}

interface HourFacts {
  hours: string[];
  unit: string;
  marks: Mark[];
}

const PACE = 900;
const READ = new GeoJSON({ dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" });

async function outlines(url: string): Promise<VectorSource> {
  const answer = await fetch(url, { headers: { accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new VectorSource({ features: READ.readFeatures(await answer.json()) });
}

function marks(facts: HourFacts): VectorSource {
  const features = facts.marks.map((one) => {
    const made = new Feature({ geometry: new Point(fromLonLat([one.lon, one.lat])) });
    made.setProperties({ mark: one });
    return made;
  });
  return new VectorSource({ features });
}

/** One step forward or back, round at the end. */
export function stepped(at: number, by: number, hours: number): number {
  return (at + by + hours) % hours;
}

function controls(figure: HTMLElement, facts: HourFacts, show: (hour: number) => void): void {
  const range = figure.querySelector<HTMLInputElement>("input[type=range]")!;
  const now = figure.querySelector<HTMLOutputElement>("output")!;
  const play = figure.querySelector<HTMLButtonElement>("[data-hours-play]")!;
  const word = play.textContent ?? "";
  let timer = 0;
  const go = (hour: number) => {
    range.value = String(hour);
    now.textContent = facts.hours[hour] ?? "";
    show(hour);
  };
  const stop = () => {
    window.clearInterval(timer);
    timer = 0;
    play.textContent = word;
  };
  const step = (by: number) => go(stepped(Number(range.value), by, facts.hours.length));
  range.max = String(facts.hours.length - 1);
  range.addEventListener("input", () => {
    stop();
    go(Number(range.value));
  });
  each<HTMLElement>(figure, "[data-hours-step]", (one) => {
    one.addEventListener("click", () => {
      stop();
      step(Number(one.dataset["hoursStep"]));
    });
  });
  play.addEventListener("click", () => {
    if (timer) {
      stop();
      return;
    }
    timer = window.setInterval(() => step(1), PACE);
    play.textContent = play.dataset["stop"] ?? "";
  });
  go(facts.hours.length - 1);
}

async function draw(figure: HTMLElement): Promise<void> {
  const text = figure.querySelector('script[type="application/json"]')?.textContent;
  const facts = JSON.parse(text ?? "null") as HourFacts;
  const hold = figure.querySelector<HTMLElement>(".hours-map")!;
  hold.hidden = false;
  figure.querySelector<HTMLElement>(".hours-bar")!.hidden = false;
  const ground = await outlines(figure.dataset["hours"] ?? "");
  const source = marks(facts);
  const scene = { layer: "pick" as const, selected: "", ratio: window.devicePixelRatio || 1 };
  let hour = 0;
  const layer = new VectorLayer({
    source,
    style: (one) => hourStyle((one.getProperties() as { mark: Mark }).mark, hour),
  });
  const names = new VectorLayer({
    source,
    declutter: true,
    style: (one) => nameStyle((one.getProperties() as { mark: Mark }).mark),
  });
  const map = new OlMap({
    target: hold.querySelector<HTMLElement>(".map-canvas")!,
    controls: [],
    layers: [
      new VectorLayer({
        source: ground,
        style: (one, resolution) => styleOf(one as Feature, resolution, scene),
      }),
      names,
      layer,
    ],
    view: new View({ minZoom: 6, maxZoom: 17 }),
  });
  map.getView().fit(source.getExtent()!, { padding: [48, 48, 48, 48], maxZoom: 13 });
  map.on("singleclick", (event) => {
    const found = map.getFeaturesAtPixel(event.pixel, {
      hitTolerance: 6,
      layerFilter: (l) => l === layer,
    });
    const url = (found[0]?.getProperties() as { mark?: Mark } | undefined)?.mark?.url;
    if (url) location.assign(url);
  });
  controls(figure, facts, (next) => {
    hour = next;
    layer.changed();
  });
}

each<HTMLElement>(document, "[data-hours]", (figure) => {
  if (!fresh(figure, "hours")) return;
  draw(figure).catch((error: unknown) => {
    figure.classList.add("map-failed");
    console.error(error);
  });
});
