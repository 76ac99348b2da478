/** A layer over the page that traps the focus and gives it back. Safari 14 has no <dialog>. */
const CAN_FOCUS = "a[href], button:not([disabled]), input:not([disabled]), [tabindex='0']";

export interface Layer {
  close: () => void;
}

export function open(
  layer: HTMLElement,
  label: string,
  closed: () => void = () => undefined,
): Layer {
  const before = document.activeElement as HTMLElement | null;
  layer.setAttribute("role", "dialog");
  layer.setAttribute("aria-modal", "true");
  layer.setAttribute("aria-label", label);
  layer.tabIndex = -1;

  const close = () => {
    document.removeEventListener("keydown", keys, true);
    layer.remove();
    before?.focus();
    closed();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
    if (event.key === "Tab") trap(layer, event);
    event.stopPropagation();
  };
  document.addEventListener("keydown", keys, true);
  document.body.append(layer);
  (layer.querySelector<HTMLElement>("[data-first]") ?? layer).focus();
  return { close };
}

function trap(layer: HTMLElement, event: KeyboardEvent): void {
  const stops = Array.from(layer.querySelectorAll<HTMLElement>(CAN_FOCUS));
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (!first || !last) return;
  const here = document.activeElement;
  if (event.shiftKey && (here === first || here === layer)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && here === last) {
    event.preventDefault();
    first.focus();
  }
}
