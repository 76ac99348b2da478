/** What a paper of a visit says: the same lines, byte for byte, as `kernel/paper.py` makes. */
import { hashOf, type Json } from "./canon";
import type { Draft, Kept, Lease, Pack, Paper } from "./shapes";

/** The lines of a form, as the rule of the day holds them. */
export interface PaperForm {
  act: string;
  officers: number;
  facts: [string, string][];
  before?: string[];
  each_due?: string;
  after?: string[];
  basis?: string;
  remedy?: string;
  signs?: string[];
  foot?: string;
}

export interface Point {
  case: string;
  text: string;
  part: string;
  basis: string;
  due: string;
}

export interface Told {
  visit: string;
  unit: string;
  facts: Record<string, string>;
  officers: [string, string][];
  issued: string;
  points: Point[];
}

export interface Content {
  form: string;
  version: string;
  title: string;
  visit: string;
  unit: string;
  facts: [string, string][];
  labels: string[];
  before: string[];
  items: Point[];
  after: string[];
  basis: string;
  remedy: string;
  officers: [string, string][];
  signs: string[];
  foot: string;
  issued: string;
}

export function said(
  code: string,
  head: { version: string; title: string },
  form: PaperForm,
  told: Told,
): Content {
  const places = {
    unit: told.unit,
    names: told.officers.map(([name]) => name).join("、"),
    certificates: told.officers.map(([, number]) => number).join("、"),
  };
  const lines = (given: string[] | undefined) => (given ?? []).map((one) => filled(one, places));
  return {
    form: code,
    version: head.version,
    title: head.title,
    visit: told.visit,
    unit: told.unit,
    facts: form.facts.map(([name]) => [name, told.facts[name] ?? ""]),
    labels: form.facts.map(([, label]) => label),
    before: lines(form.before),
    items: told.points,
    after: [...dues(form, told, places), ...lines(form.after)],
    basis: form.basis ?? "",
    remedy: form.remedy ?? "",
    officers: told.officers,
    signs: form.signs ?? [],
    foot: form.foot ?? "",
    issued: told.issued,
  };
}

/** The places of a line, filled in one pass: what is filled in is never read again. */
export function filled(text: string, places: Record<string, string>): string {
  return text.replace(/\{(\w*)\}/g, (whole, name: string) => places[name] ?? whole);
}

/** One line for each day, the earliest first, with the numbers of its points. */
function dues(form: PaperForm, told: Told, places: Record<string, string>): string[] {
  const line = form.each_due;
  if (!line) return [];
  const days = [...new Set(told.points.map((one) => one.due).filter(Boolean))].sort();
  return days.map((due) => {
    const held = told.points
      .map((one, n) => (one.due === due ? String(n + 1) : ""))
      .filter(Boolean);
    return filled(line, { ...places, numbers: held.join("、"), due: chinese(due) });
  });
}

/** A day as papers write it. */
export function chinese(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${year} 年 ${month} 月 ${date} 日`;
}

export function digest(content: Content): Promise<string> {
  return hashOf(content as unknown as Json);
}

/** The beginning of a digest in groups of four, to be compared by eye. */
export function short(full: string): string {
  return [0, 4, 8, 12].map((n) => full.slice(n, n + 4)).join(" ");
}

export interface Numbered {
  lease: string;
  serial: number;
  number: string;
  provisional: string;
}

/** The number as the register writes it; "" for one out of no block that is here. */
export function numberOf(given: { lease: string; serial: number }, leases: Lease[]): string {
  const one = leases.find((lease) => lease.id === given.lease);
  if (!one) return "";
  const { word, year } = one;
  return filled(one.pattern, { word, year: String(year), serial: String(given.serial) });
}

/** The next free number of the blocks lent to this phone; else a mark of its own. */
export function nextNumber(
  form: string,
  leases: Lease[],
  used: { lease: string; serial: number }[],
  device: string,
): Numbered {
  for (const one of leases.filter((lease) => lease.form === form)) {
    const taken = used.filter((each) => each.lease === one.id).map((each) => each.serial);
    const serial = Math.max(one.next, ...taken.map((each) => each + 1));
    if (serial > one.to) continue;
    const number = numberOf({ lease: one.id, serial }, leases);
    return { lease: one.id, serial, number, provisional: "" };
  }
  const marks = used.filter((each) => !each.lease).length + 1;
  const provisional = `${device.slice(-6)}-${marks}`;
  return { lease: "", serial: 0, number: "", provisional };
}

/** Numbers this phone has put on paper already, sent or not. */
export function usedNumbers(drafts: Draft[], kept: Kept[]): { lease: string; serial: number }[] {
  const made = drafts.reduce<Paper[]>((all, one) => [...all, ...one.papers], []);
  const sent = kept.filter((one) => one.act.what.startsWith("document."));
  return [
    ...made.map(({ lease, serial }) => ({ lease, serial })),
    ...sent.map(({ act }) => ({
      lease: textOf(act.given["lease"]),
      serial: Number(act.given["serial"] ?? 0),
    })),
  ];
}

const textOf = (value: Json | undefined) => (typeof value === "string" ? value : "");

/** Who signs, with the numbers of their certificates. */
export function signing(pack: Pack, draft: Draft): [string, string][] {
  const own = pack.person;
  const rest = pack.colleagues.filter((one) => draft.officers.includes(one.id));
  return [
    [own.name, own.certificate ?? ""],
    ...rest.map((one): [string, string] => [one.name, one.certificate]),
  ];
}
