/** A verdict on the page: one sentence on a coloured field, the rest below and folded. */
import { button, make } from "../dom";
import { base64, grouped } from "./bytes";
import { phrase } from "./phrase";
import { type Entry, type Found, takenOver, type Tone, type Verdict } from "./verdict";
import type { Words } from "./words";

const SVG = "http://www.w3.org/2000/svg";
const SHAPES: Record<Tone, readonly [outline: string, mark: string]> = {
  green: ["M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0z", "M4.5 8.2l2.5 2.5 4.5-5"],
  amber: ["M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0z", "M8 4v5M8 11.2v1"],
  red: ["M4.7 0h6.6L16 4.7v6.6L11.3 16H4.7L0 11.3V4.7z", "M5 5l6 6M11 5l-6 6"],
};
const EAST = 8 * 3600_000;

export interface Answers {
  same: () => void;
  differs: () => void;
}

export function show(
  place: HTMLElement,
  verdict: Verdict,
  words: Words,
  answers: Answers,
  note: string,
): void {
  const panel = make("div", `verdict verdict-${verdict.tone}`);
  panel.dataset.tone = verdict.tone;
  panel.dataset.why = verdict.why;
  const head = make("h1", "verdict-said", words.sentence(verdict.why));
  head.prepend(sign(verdict.tone));
  panel.append(head);
  const next = words.next(verdict.why, verdict.tone === "red");
  if (next) panel.append(make("p", "verdict-next", next));
  if (verdict.why === "compare" && verdict.found)
    panel.append(...comparison(verdict.found, words, answers));
  panel.append(make("p", "verdict-at", note));
  place.replaceChildren(panel);
  if (verdict.found) place.append(...facts(verdict.found, words, verdict.tone !== "red"));
}

export function said(place: HTMLElement, sentence: string): void {
  const panel = make("div", "verdict verdict-none");
  panel.append(make("h1", "verdict-said", sentence));
  place.replaceChildren(panel);
}

function sign(tone: Tone): SVGElement {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("class", "verdict-sign");
  drawn.setAttribute("viewBox", "0 0 16 16");
  drawn.setAttribute("aria-hidden", "true");
  SHAPES[tone].forEach((path, n) => {
    const one = document.createElementNS(SVG, "path");
    one.setAttribute("d", path);
    one.setAttribute("class", n ? "verdict-mark" : "verdict-ground");
    drawn.append(one);
  });
  return drawn;
}

function comparison(found: Found, words: Words, answers: Answers): HTMLElement[] {
  const keys = found.keys.map((one) => make("p", "verdict-key", grouped(one)));
  const row = make("p", "verdict-buttons");
  row.append(
    button("btn btn-primary", words.say("same"), answers.same),
    button("btn", words.say("differs"), answers.differs),
  );
  return [...keys, row];
}

/** `fits`: what an entry says is shown as said only where the entry is the one of the slip. */
function facts(found: Found, words: Words, fits: boolean): HTMLElement[] {
  const entry = found.entry;
  const shown = make("section", "panel verdict-facts");
  if (fits && entry) shown.append(list(plain(found, entry, words)));
  const folded = make("details", "panel verdict-more");
  folded.append(make("summary", "", words.say("details")), list(technical(found, words)));
  const limits = make("p", "verdict-limits", words.say("notProved"));
  return fits && entry ? [shown, limits, folded] : [folded];
}

type Pairs = [name: string, value: string][];

function plain(found: Found, entry: Entry, words: Words): Pairs {
  const four = phrase(found.leaf);
  const pairs: Pairs = [
    [words.say("what"), words.kind(entry.k)],
    [words.say("when"), moment(Date.parse(entry.t))],
  ];
  if (entry.d) pairs.push([words.say("due"), words.say("dueDay", { day: entry.d })]);
  if (takenOver(entry)) pairs.push([words.say("entered"), words.say("enteredNote")]);
  pairs.push(
    [words.say("number"), String(found.index)],
    [words.say("words"), words.language === "zh" ? four.zh : four.en],
  );
  return pairs;
}

function technical(found: Found, words: Words): Pairs {
  const { entry } = found;
  const four = phrase(found.leaf);
  const seen = found.seen.map((one) =>
    words.say("witness", { name: one.name, time: moment(one.at * 1000) }),
  );
  const size = String(found.size);
  const pairs: Pairs = [
    [words.say("log"), found.origin],
    [words.say("number"), words.say("place", { index: String(found.index), size })],
    [words.say("witnesses"), seen.join("; ") || words.say("nobody")],
    [words.say("words"), `${four.zh} · ${four.en}`],
    [words.say("leaf"), base64(found.leaf)],
    [words.say("key"), found.keys.map(grouped).join("; ") || "—"],
  ];
  if (entry) {
    pairs.push([words.say("code"), entry.k]);
    pairs.push([words.say("record"), words.say("version", { record: entry.r, n: entry.n })]);
    if (entry.o) pairs.push([words.say("organisations"), entry.o.join("; ")]);
    if (entry.a) pairs.push([words.say("area"), entry.a]);
  }
  return pairs;
}

function list(pairs: Pairs): HTMLElement {
  const made = make("dl", "facts");
  for (const [name, value] of pairs) made.append(make("dt", "", name), make("dd", "", value));
  return made;
}

/** “2026-11-20 08:42” on the clock of UTC+8, whatever the device's own zone is. */
export function moment(at: number): string {
  if (!Number.isFinite(at) || Math.abs(at) > 8e15) return "—";
  return new Date(at + EAST).toISOString().slice(0, 16).replace("T", " ");
}
