/** One sentence at the bottom left for six seconds; errors never come this way. */
import { each, fresh, make } from "./dom";

const SHOWN = 6000;
const FADE = 160;

export function start(root: ParentNode): void {
  each<HTMLElement>(root, "[data-toast]", (line) => {
    if (fresh(line, "toast")) leave(line);
  });
}

export function toast(text: string): void {
  const line = make("div", "toast-line", text);
  document.querySelector("[data-toasts]")?.append(line);
  leave(line);
}

function leave(line: HTMLElement): void {
  window.setTimeout(() => {
    line.classList.add("toast-gone");
    window.setTimeout(() => line.remove(), FADE);
  }, SHOWN);
}

export function listen(): void {
  document.body.addEventListener("toast", (event) => {
    const detail = (event as CustomEvent<{ value?: string }>).detail;
    if (detail.value) toast(detail.value);
  });
}
