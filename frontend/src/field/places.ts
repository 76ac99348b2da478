/** Which place comes next, and how far it is. */
import type { Checklist, Kept, OpenCase, Pack, Place, Point, Result } from "./shapes";

const RADIUS = 6_371_008.8;
const MOST_LOOKED_AT = 6;

/** Metres on the great circle. */
export function metres(one: Point, other: Point): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const [dLat, dLon] = [rad(other[1] - one[1]), rad(other[0] - one[0])];
  const a =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(rad(one[1])) * Math.cos(rad(other[1])) * Math.sin(dLon / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.sqrt(a));
}

export interface Stop {
  place: Place;
  far: number | undefined;
}

/** The nearest first where the position is known, else in the order of the street's list. */
export function stops(places: Place[], here: Point | undefined): Stop[] {
  const all = places.map((place) => ({
    place,
    far: here && place.point ? metres(here, place.point) : undefined,
  }));
  const far = (one: Stop) => one.far ?? Infinity;
  const nearer = (one: Stop, other: Stop) => (far(one) < far(other) ? -1 : 1);
  return all.sort((one, other) =>
    far(one) === far(other) ? one.place.order - other.place.order : nearer(one, other),
  );
}

/** What became of each place since `day`, by its site; a visit that was undone does not count. */
export function walked(kept: Kept[], day: string): Map<string, { result: Result; group: string }> {
  const undone = new Set(kept.filter((one) => one.result === "undone").map((one) => one.group));
  const found = new Map<string, { result: Result; group: string }>();
  for (const one of kept) {
    const counts = one.result && !undone.has(one.group) && localDay(one.act.done_at) === day;
    if (counts) found.set(one.site, { result: one.result, group: one.group });
  }
  return found;
}

const EAST = 8 * 3_600_000;

/** Day and hour as papers write them: UTC+8, wherever the phone believes to be. */
export function localTime(instant: string | Date): string {
  const at = new Date(new Date(instant).getTime() + EAST).toISOString();
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}

export function localDay(instant: string | Date): string {
  return localTime(instant).slice(0, 10);
}

export function listOf(pack: Pack, code: string): Checklist | undefined {
  return code ? pack.lists[code] : undefined;
}

/** What a patrol looks at here: what failed last time first, then the usual, at most six. */
export function lookedAt(list: Checklist | undefined, place: Place): string[] {
  if (!list) return [];
  const known = (place.last?.failed ?? []).filter((code) =>
    list.items.some((item) => item.code === code),
  );
  return [...new Set([...known, ...list.look])].slice(0, MOST_LOOKED_AT);
}

/** The topics of these items, each once. */
export function topics(list: Checklist | undefined, codes: string[]): string[] {
  const found = codes.map((code) => list?.items.find((item) => item.code === code)?.topic ?? "");
  return [...new Set(found.filter(Boolean))];
}

/** Whether the person inspects with the powers of an officer. */
export function isOfficer(pack: Pack): boolean {
  return pack.person.may.includes("recheck");
}

/** Whether an inspection is due here, and not a patrol. */
export function inspects(pack: Pack, place: Place): boolean {
  const kind = place.due?.visit_kind ?? "department";
  return isOfficer(pack) && kind !== "patrol";
}

export function kindOf(place: Place): string {
  const kind = place.due?.visit_kind;
  return kind && kind !== "patrol" ? kind : "department";
}

/** The cases of a place that wait for this person's re-check and have none on the phone. */
export function rechecks(kept: Kept[], place: Place): OpenCase[] {
  const made = new Set(kept.filter((one) => one.outcome === "stored").map((one) => one.act.about));
  const may = (one: OpenCase) => one.may.includes("pass") || one.may.includes("return");
  return place.cases.filter((one) => may(one) && !made.has(one.id));
}

/** Whether something is due here that nobody on this phone has done. */
export function owed(kept: Kept[], place: Place): boolean {
  const again = place.due?.kind === "pass" && place.cases.length > 0;
  return Boolean(place.due) && !(again && !rechecks(kept, place).length);
}
