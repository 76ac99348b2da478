// The caller says which element the selector finds, as with querySelectorAll itself.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function each<T extends Element>(
  root: ParentNode,
  selector: string,
  act: (one: T) => void,
): void {
  if (root instanceof Element && root.matches(selector)) act(root as unknown as T);
  root.querySelectorAll<T>(selector).forEach(act);
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  classes: string,
  text = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  if (text) made.textContent = text;
  return made;
}

export function button(classes: string, text: string, act: () => void): HTMLButtonElement {
  const made = make("button", classes, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** Once per element, however often htmx hands us the same part of the page. */
export function fresh(one: Element, mark: string): boolean {
  const key = `ready-${mark}`;
  if (one.hasAttribute(`data-${key}`)) return false;
  one.setAttribute(`data-${key}`, "");
  return true;
}

export function clock(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function bytes(n: number): string {
  return n >= 1_000_000
    ? `${(n / 1_000_000).toFixed(1)} MB`
    : `${Math.max(1, Math.round(n / 1000))} kB`;
}
