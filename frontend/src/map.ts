/**
 * The duty map. In the page:
 *   <div class="map-hold" data-map="/map/areas.json" data-map-target="#side">
 *     <div class="map-canvas"></div> … buttons data-map-zoom="in|out|all", data-map-layer="duty" …
 *   </div>
 * data-map may also name a <script type="application/json"> as "#id". The tree beside the map
 * leads to the same addresses; without this file the page loses nothing but the picture.
 */
import "./map/old";

import type Feature from "ol/Feature";
import GeoJSON from "ol/format/GeoJSON";
import OlMap from "ol/Map";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import View from "ol/View";
import { isEmpty } from "ol/extent";
import { transformExtent } from "ol/proj";

import { each, fresh } from "./dom";
import type { Facts, Layer } from "./map/facts";
import { styleOf, type Scene } from "./map/styles";

interface Htmx {
  ajax: (verb: string, url: string, how: { target: string; swap: string }) => Promise<void>;
}

declare global {
  interface Window {
    htmx?: Htmx;
  }
}

const MARGIN = [40, 40, 40, 40];
const READ = new GeoJSON({ dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" });

async function collection(from: string): Promise<unknown> {
  if (from.startsWith("#")) {
    return JSON.parse(document.querySelector(from)?.textContent ?? "null") as unknown;
  }
  const answer = await fetch(from, { headers: { accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`${from}: ${answer.status}`);
  return answer.json() as Promise<unknown>;
}

function select(features: Feature[]): string {
  const found = features.find((one) => (one.getProperties() as { selected?: boolean }).selected);
  return found ? (found.getProperties() as Facts).id : "";
}

async function go(url: string, target: string | undefined): Promise<void> {
  if (!target || !window.htmx) {
    location.assign(url);
    return;
  }
  await window.htmx.ajax("GET", url, { target, swap: "innerHTML" });
  history.pushState(null, "", url);
}

function buttons(hold: HTMLElement, map: OlMap, source: VectorSource, scene: Scene): void {
  const view = map.getView();
  const fitAll = () => {
    const extent = source.getExtent();
    if (extent && !isEmpty(extent)) view.fit(extent, { padding: MARGIN });
  };
  each<HTMLElement>(hold, "[data-map-zoom]", (one) => {
    one.addEventListener("click", () => {
      const way = one.dataset["mapZoom"];
      if (way === "all") fitAll();
      else view.setZoom((view.getZoom() ?? 10) + (way === "in" ? 1 : -1));
    });
  });
  const page = hold.closest("[data-map-page]") ?? document;
  each<HTMLElement>(page, "[data-map-layer]", (one) => {
    one.addEventListener("click", (event) => {
      event.preventDefault();
      scene.layer = one.dataset["mapLayer"] as Layer;
      each(page, "[data-map-layer]", (other) => other.removeAttribute("aria-current"));
      one.setAttribute("aria-current", "true");
      each<HTMLElement>(page, "[data-map-legend]", (legend) => {
        legend.hidden = !(legend.dataset["mapLegend"] ?? "").split(" ").includes(scene.layer);
      });
      source.changed();
    });
  });
  fitAll();
}

function clicks(hold: HTMLElement, map: OlMap, source: VectorSource, scene: Scene): void {
  const under = (pixel: number[]): Facts | undefined => {
    const hits = map
      .getFeaturesAtPixel(pixel, { hitTolerance: 4 })
      .map((one) => one.getProperties() as Facts)
      .filter((facts) => "url" in facts && facts.url);
    return hits.find((facts) => facts.kind !== "area") ?? hits[0];
  };
  map.on("click", (event) => {
    const facts = under(event.pixel);
    if (!facts || !("url" in facts) || !facts.url) return;
    if (facts.kind === "area") {
      scene.selected = facts.id;
      source.changed();
      void go(facts.url, hold.dataset["mapTarget"]);
    } else {
      location.assign(facts.url);
    }
  });
  map.on("pointermove", (event) => {
    const facts = event.dragging ? undefined : under(event.pixel);
    hold.classList.toggle("map-point", facts !== undefined);
    hold.title = facts?.name ?? "";
  });
}

interface Points {
  more?: boolean;
}

/**
 * A map to choose a site from: data-map-points answers for the part in view (box=w,s,e,n), and
 * data-map-pick gives the part of the form that holds the chosen site. An area comes closer.
 */
function picks(hold: HTMLElement, map: OlMap, scene: Scene): void {
  const sites = new VectorSource();
  const style = (one: unknown, resolution: number) => styleOf(one as Feature, resolution, scene);
  map.addLayer(new VectorLayer({ source: sites, style }));
  let asked = 0;
  const look = async () => {
    const mine = ++asked;
    const box = transformExtent(map.getView().calculateExtent(), "EPSG:3857", "EPSG:4326");
    const query = box.map((degrees) => degrees.toFixed(5)).join(",");
    const found = await collection(`${hold.dataset["mapPoints"] ?? ""}?box=${query}`);
    if (mine !== asked) return;
    sites.clear();
    sites.addFeatures(READ.readFeatures(found));
    each<HTMLElement>(hold, "[data-map-more]", (one) => {
      one.hidden = !(found as Points).more;
    });
  };
  const lookOn = () => {
    look().catch((error: unknown) => {
      console.error(error);
    });
  };
  map.on("moveend", lookOn);
  map.once("postrender", lookOn);
  map.on("click", (event) => {
    const hits = map.getFeaturesAtPixel(event.pixel, { hitTolerance: 12 }) as Feature[];
    const site = hits.find((one) => (one.getProperties() as Facts).kind === "site");
    if (site) {
      const { id, name } = site.getProperties() as Facts;
      scene.selected = id;
      sites.changed();
      each(hold, "[data-map-hint]", (one) => (one.textContent = name ?? ""));
      const url = `${hold.dataset["mapPick"] ?? ""}?site=${id}`;
      const target = hold.dataset["mapTarget"] ?? "";
      void window.htmx?.ajax("GET", url, { target, swap: "innerHTML" });
      return;
    }
    const geometry = hits[0]?.getGeometry();
    if (geometry) map.getView().fit(geometry.getExtent(), { padding: MARGIN, maxZoom: 16 });
  });
  map.on("pointermove", (event) => {
    const hits = event.dragging ? [] : map.getFeaturesAtPixel(event.pixel, { hitTolerance: 4 });
    const site = hits.map((one) => one.getProperties() as Facts).find((f) => f.kind === "site");
    hold.classList.toggle("map-point", site !== undefined);
    hold.title = site?.name ?? "";
  });
}

async function draw(hold: HTMLElement): Promise<void> {
  const target = hold.querySelector<HTMLElement>(".map-canvas");
  if (!target) return;
  const features = READ.readFeatures(await collection(hold.dataset["map"] ?? ""));
  const source = new VectorSource({ features });
  const layer = hold.querySelector<HTMLElement>("[data-map-layer][aria-current]");
  const scene: Scene = {
    layer: hold.dataset["mapPick"]
      ? "pick"
      : ((layer?.dataset["mapLayer"] as Layer | undefined) ?? "duty"),
    selected: select(features),
    ratio: window.devicePixelRatio || 1,
  };
  const style = (one: unknown, resolution: number) => styleOf(one as Feature, resolution, scene);
  const map = new OlMap({
    target,
    controls: [],
    layers: [new VectorLayer({ source, style, declutter: false })],
    view: new View({ minZoom: 6, maxZoom: 19 }),
  });
  target.tabIndex = 0;
  buttons(hold, map, source, scene);
  if (hold.dataset["mapPick"]) picks(hold, map, scene);
  else clicks(hold, map, source, scene);
}

function start(hold: HTMLElement): void {
  if (!fresh(hold, "map")) return;
  draw(hold).catch((error: unknown) => {
    hold.classList.add("map-failed");
    console.error(error);
  });
}

/** A folded map is drawn when it is opened: before that it has no size. */
each<HTMLElement>(document, "[data-map]", (hold) => {
  const fold = hold.closest<HTMLDetailsElement>("[data-map-fold]");
  if (!fold) {
    start(hold);
    return;
  }
  fold.hidden = false;
  fold.addEventListener("toggle", () => {
    if (fold.open) start(hold);
  });
});
