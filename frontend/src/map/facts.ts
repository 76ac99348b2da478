/** What the server tells the map: one GeoJSON collection, longitude and latitude in degrees. */
import type { Risk } from "./marks";

export type Layer = "duty" | "risk" | "cases" | "air" | "pick";
export type Gap = "" | "missing" | "ending";
export type Level = "district" | "street" | "cell";

export interface AreaFacts {
  kind: "area";
  id: string;
  level: Level;
  name: string;
  sub?: string;
  url?: string;
  gap?: Gap;
  gapText?: string;
  selected?: boolean;
  label?: [number, number];
}

export interface SiteFacts {
  kind: "site";
  id: string;
  name: string;
  /** Empty where nobody has said yet. */
  risk: Risk | "";
  url?: string;
}

export interface CaseFacts {
  kind: "case";
  id: string;
  name: string;
  overdue?: boolean;
  url?: string;
}

export interface WaterFacts {
  kind: "water";
  id: string;
  name?: string;
}

export type Facts = AreaFacts | SiteFacts | CaseFacts | WaterFacts;

/** Cells of a large map are outlined only when they are big enough to be told apart. */
export function cellShows(widthInPixels: number, selected: boolean, gap: Gap): boolean {
  return selected || gap !== "" || widthInPixels >= 12;
}

/** On each layer some marks are strong, some faint, some absent. */
export function strength(kind: "site" | "case", layer: Layer): number {
  if (kind === "case") return layer === "cases" ? 1 : 0;
  if (layer === "risk" || layer === "pick") return 1;
  return layer === "duty" ? 0.45 : 0;
}
