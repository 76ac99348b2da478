/** Small pieces of every screen. */
import { say } from "../words";

export type Kid = Node | string | null | undefined | false;
type Value = string | boolean | ((event: Event) => void);

/** An element: text attributes, true for a bare one, functions as listeners ("onclick"). */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Record<string, Value> | string = {},
  ...kids: Kid[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  const all = typeof given === "string" ? { class: given } : given;
  for (const [name, value] of Object.entries(all)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, value);
  }
  made.append(...kids.filter((kid): kid is Node | string => Boolean(kid)));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: string, classes = ""): SVGSVGElement {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", `icon ${classes}`.trim());
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.body.dataset["icons"] ?? ""}#${name}`);
  made.append(use);
  return made;
}

/** A button that does one thing; while it is done, a second tap does nothing. */
export function tap(
  classes: string,
  text: string,
  act: () => unknown,
  more: { icon?: string; pressed?: boolean; name?: string } = {},
): HTMLButtonElement {
  const made = h("button", { class: `tap ${classes}`.trim(), type: "button" });
  if (more.icon) made.append(icon(more.icon));
  made.append(h("span", {}, text));
  if (more.pressed !== undefined) made.setAttribute("aria-pressed", String(more.pressed));
  if (more.name) made.setAttribute("aria-label", more.name);
  let busy = false;
  made.addEventListener("click", () => {
    if (busy) return;
    busy = true;
    void Promise.resolve(act()).finally(() => (busy = false));
  });
  return made;
}

export function head(title: string, sub: Kid, back = ""): HTMLElement {
  const way = back && h("a", { class: "back", href: back, "aria-label": say("back") });
  if (way) way.append(icon("arrow-left"));
  return h("header", "top", way, h("div", "top-words", h("h1", "title", title), line("sub", sub)));
}

export function line(classes: string, ...kids: Kid[]): HTMLElement | null {
  return kids.some(Boolean) ? h("p", classes, ...kids) : null;
}

export function section(title: string, note: string, ...kids: Kid[]): HTMLElement {
  const top = h("div", "part-head", h("h2", "part-title", title), h("span", "note", note));
  return h("section", "part", top, ...kids);
}

/** Something that is empty says why, and what would fill it. */
export function empty(text: string): HTMLElement {
  return h("p", "empty", text);
}

export function size(bytes: number): string {
  return bytes >= 1_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}

export function far(metres: number): string {
  return metres < 995
    ? say("metres", { n: Math.round(metres / 10) * 10 })
    : say("kilometres", { n: (metres / 1000).toFixed(1) });
}

const two = (n: number) => String(n).padStart(2, "0");

/** “10:26”, with the day in front where it is another one. */
export function moment(instant: string): string {
  const at = new Date(instant);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const today = at.toDateString() === new Date().toDateString();
  return today ? time : `${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}

/** “11-20” within the year, the whole date beyond it. */
export function day(date: string | null | undefined): string {
  if (!date) return "";
  return date.startsWith(String(new Date().getFullYear())) ? date.slice(5, 10) : date.slice(0, 10);
}

export function ask(question: string, yes: string, act: () => unknown): void {
  const box = h("div", { class: "veil", role: "dialog", "aria-modal": "true" });
  const close = () => box.remove();
  const go = async () => {
    close();
    await act();
  };
  const no = tap("", say("notYet"), close);
  box.append(
    h("div", "ask", h("p", "ask-words", question), h("div", "pair", no, tap("main", yes, go))),
  );
  document.body.append(box);
  no.focus();
}

/** One sentence about what was just done; it goes by itself. */
export function toast(text: string): void {
  const place = document.querySelector(".toast-place");
  if (!place) return;
  const told = h("p", "toast-line", text);
  place.replaceChildren(told);
  setTimeout(() => told.remove(), 6000);
}
