/** Keys of the desk: / search, j k rows, Enter open, x tick, n p problem rows, ? list. One switch. */
import { button, make } from "./dom";
import { open } from "./over";
import { say } from "./words";

const OFF = "keys-off";

export function rowAfter(at: number, step: number, count: number): number {
  if (count === 0) return -1;
  if (at < 0) return step > 0 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, at + step));
}

function isOff(): boolean {
  try {
    return window.localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) &&
    !(target instanceof HTMLInputElement && target.type === "checkbox")
  );
}

function rows(selector: string): HTMLElement[] {
  return Array.from(document.querySelectorAll<HTMLElement>(selector));
}

const ROWS = "[data-rows] tbody tr, .job";

function step(by: number, selector: string): void {
  const all = rows(selector);
  const here = all.findIndex((row) => row.classList.contains("at"));
  const next = all[rowAfter(here, by, all.length)];
  if (!next) return;
  rows(".at[data-url], tr.at").forEach((row) => row.classList.remove("at"));
  next.classList.add("at");
  next.scrollIntoView({ block: "nearest" });
  (next.querySelector<HTMLElement>("a[href]") ?? next).focus({ preventScroll: true });
}

function current(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-rows] tr.at, .job.at");
}

function openRow(event: KeyboardEvent): void {
  const url = current()?.dataset["url"];
  const target = event.target;
  const own = target instanceof HTMLElement && ["A", "BUTTON", "SUMMARY"].includes(target.tagName);
  if (url && !own) location.assign(url);
}

const ACTS: Record<string, (event: KeyboardEvent) => void> = {
  "/": (event) => {
    event.preventDefault();
    document.querySelector<HTMLInputElement>("[data-key='/']")?.focus();
  },
  j: () => step(1, ROWS),
  k: () => step(-1, ROWS),
  n: () => step(1, "tr[data-problem]"),
  p: () => step(-1, "tr[data-problem]"),
  x: () => current()?.querySelector<HTMLInputElement>(".pick")?.click(),
  Enter: openRow,
  "?": () => list(),
};

export function list(): void {
  document.querySelectorAll<HTMLDetailsElement>("details[data-drop][open]").forEach((drop) => {
    drop.open = false;
  });
  const veil = make("div", "veil");
  const box = make("div", "ask");
  box.append(make("h2", "ask-title", say("keysTitle")));
  const table = make("dl", "keys");
  const lines: [string, string][] = [
    ["/", "keySearch"],
    ["j k", "keyRows"],
    ["Enter", "keyOpen"],
    ["x", "keyPick"],
    ["n p", "keyProblems"],
    ["?", "keyList"],
  ];
  for (const [key, word] of lines) {
    const term = make("dt", "");
    term.append(make("kbd", "", key));
    table.append(term, make("dd", "", say(word)));
  }
  const foot = make("div", "ask-foot");
  const layer = { close: (): void => undefined };
  foot.append(
    button("btn", say(isOff() ? "keysOn" : "keysOff"), () => {
      window.localStorage.setItem(OFF, isOff() ? "0" : "1");
      layer.close();
    }),
    button("btn btn-primary", say("close"), () => layer.close()),
  );
  box.append(table, foot);
  veil.append(box);
  layer.close = open(veil, say("keysTitle")).close;
}

export function listen(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || isOff()) return;
    ACTS[event.key]?.(event);
  });
  document.querySelectorAll<HTMLElement>("[data-keys-list]").forEach((one) => {
    one.hidden = false;
    one.addEventListener("click", list);
  });
}
