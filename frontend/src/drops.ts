/** Small things: open menus close on a click elsewhere, links copy, printing, first focus. */
import { each, fresh } from "./dom";
import { toast } from "./toasts";
import { say } from "./words";

export function start(root: ParentNode): void {
  each<HTMLElement>(root, "[data-copy]", (one) => {
    if (!fresh(one, "copy")) return;
    one.hidden = false;
    one.addEventListener("click", () => void copy(one.dataset["copy"] || location.href));
  });
  each<HTMLElement>(root, "[data-print-page]", (one) => {
    if (!fresh(one, "print")) return;
    one.hidden = false;
    one.addEventListener("click", () => window.print());
  });
  each<HTMLElement>(root, ".menu [aria-current], .tabs [aria-current]", centre);
  each<HTMLElement>(root, "[data-focus]", (one) => {
    if (fresh(one, "focus")) one.focus();
  });
}

/** A strip that is wider than a phone shows what is open. */
function centre(one: HTMLElement): void {
  const strip = one.closest<HTMLElement>(".menu, .tabs");
  if (!strip || strip.scrollWidth <= strip.clientWidth) return;
  strip.scrollLeft = one.offsetLeft - (strip.clientWidth - one.offsetWidth) / 2;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(say("copied"));
  } catch {
    toast(say("copyFailed"));
  }
}

export function listen(): void {
  const shut = (except: Element | null) =>
    each<HTMLDetailsElement>(document, "details[data-drop][open]", (drop) => {
      if (drop !== except) drop.open = false;
    });
  document.addEventListener("click", (event) => {
    shut(event.target instanceof Element ? event.target.closest("details[data-drop]") : null);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const drop = document.querySelector<HTMLDetailsElement>("details[data-drop][open]");
    shut(null);
    drop?.querySelector("summary")?.focus();
  });
}

/** htmx could not send: say so beside the thing that was sent, and keep what was typed. */
export function listenForLoss(): void {
  document.body.addEventListener("htmx:sendError", (event) => {
    const from = event.target instanceof HTMLElement ? event.target : document.body;
    const told = document.createElement("p");
    told.className = "field-error";
    told.setAttribute("role", "alert");
    told.textContent = say("lost");
    from.querySelector(":scope > .field-error")?.remove();
    from.append(told);
  });
}
