/** Which place comes next, and how far it is. */
import type { Checklist, Kept, Pack, Place, Point, Result } from "./shapes";

const RADIUS = 6_371_008.8;

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

/** The day on the wall of the phone. */
export function localDay(instant: string | Date): string {
  const at = new Date(instant);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export function listOf(pack: Pack, code: string): Checklist | undefined {
  return code ? pack.lists[code] : undefined;
}

/** The topics a patrol looks at, each once. */
export function topics(list: Checklist | undefined): string[] {
  if (!list) return [];
  const looked = list.items.filter((item) => list.look.includes(item.code));
  return [...new Set(looked.map((item) => item.topic))];
}

/** Whether the person inspects with the powers of an officer, or patrols. */
export function inspects(pack: Pack, place: Place): boolean {
  const kind = place.due?.visit_kind;
  if (kind) return kind !== "patrol" && kind !== "";
  return pack.person.may.includes("recheck");
}
