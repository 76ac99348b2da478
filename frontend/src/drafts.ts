/** Nothing typed is lost: every form with data-draft is kept in this browser every five seconds. */
import { button, clock, each, fresh, make } from "./dom";
import { say } from "./words";

const EVERY = 5000;
const KEEP_DAYS = 14;
const PREFIX = "draft:";
const NEVER = new Set(["csrfmiddlewaretoken", "version", "password"]);

export interface Draft {
  at: number;
  values: [string, string][];
  sent?: boolean;
}

/** What of a form is worth keeping: text only, no secrets, no tokens. */
export function kept(entries: Iterable<[string, unknown]>): [string, string][] {
  const out: [string, string][] = [];
  for (const [name, value] of entries) {
    if (typeof value === "string" && value !== "" && !NEVER.has(name)) out.push([name, value]);
  }
  return out;
}

export function read(text: string | null, now: number): Draft | undefined {
  if (!text) return undefined;
  try {
    const draft = JSON.parse(text) as Draft;
    return now - draft.at < KEEP_DAYS * 86_400_000 && draft.values.length ? draft : undefined;
  } catch {
    return undefined;
  }
}

function entries(form: HTMLFormElement): [string, unknown][] {
  const out: [string, unknown][] = [];
  new FormData(form).forEach((value, name) => {
    const field = form.elements.namedItem(name);
    const secret =
      field instanceof HTMLInputElement && ["password", "hidden"].includes(field.type);
    if (!secret) out.push([name, value]);
  });
  return out;
}

function putBack(form: HTMLFormElement, values: [string, string][]): void {
  for (const [name, value] of values) {
    each<HTMLElement>(form, `[name="${CSS.escape(name)}"]`, (field) => {
      if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
        if (field.value === value) field.checked = true;
      } else if (field instanceof HTMLInputElement && field.type !== "file") {
        field.value = value;
      } else if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
        field.value = value;
      }
    });
  }
}

function store(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

export function start(root: ParentNode): void {
  const box = store();
  if (!box) return;
  const shown = new Set<string>();
  each<HTMLFormElement>(document, "form[data-draft]", (form) => void shown.add(keyOf(form)));
  dropSent(box, shown);
  each<HTMLFormElement>(root, "form[data-draft]", (form) => {
    if (fresh(form, "draft")) watch(form, box);
  });
}

function keyOf(form: HTMLFormElement): string {
  return PREFIX + (form.dataset["draft"] || location.pathname);
}

function watch(form: HTMLFormElement, box: Storage): void {
  const key = keyOf(form);
  const note = make("span", "draft-note");
  note.setAttribute("aria-live", "polite");
  (form.querySelector(".form-foot") ?? form).append(note);
  let last = JSON.stringify(kept(entries(form)));

  const draft = read(box.getItem(key), Date.now());
  if (draft && JSON.stringify(draft.values) !== last && !form.querySelector(".field-bad")) {
    putBack(form, draft.values);
    note.textContent = say("draftFound", { time: clock(new Date(draft.at)) });
    note.append(
      button("btn btn-text btn-row", say("draftDrop"), () => {
        box.removeItem(key);
        form.reset();
        note.textContent = "";
      }),
    );
  }
  const timer = window.setInterval(() => {
    if (!document.contains(form)) return window.clearInterval(timer);
    const values = kept(entries(form));
    const text = JSON.stringify(values);
    if (text === last) return;
    last = text;
    const done = keep(box, key, { at: Date.now(), values });
    note.textContent = done ? say("draftKept", { time: clock(new Date()) }) : "";
  }, EVERY);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    keep(box, key, { at: Date.now(), values: kept(entries(form)), sent: true });
    window.clearInterval(timer);
  });
}

function keep(box: Storage, key: string, draft: Draft): boolean {
  try {
    box.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** A draft that was sent is dropped by the first page that no longer shows its form. */
function dropSent(box: Storage, shown: Set<string>): void {
  const keys = Array.from({ length: box.length }, (_, n) => box.key(n) ?? "");
  for (const key of keys) {
    if (!key.startsWith(PREFIX) || shown.has(key)) continue;
    const draft = read(box.getItem(key), Date.now());
    if (!draft || draft.sent) box.removeItem(key);
  }
}
