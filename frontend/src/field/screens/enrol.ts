/** Once per phone: signed in, a name, a PIN. After that it opens without a network. */
import { say } from "../../words";
import { makeLock } from "../lock";
import type { Device } from "../shapes";
import type { Closet, Store } from "../store";
import { h, head, line, tap } from "../ui";

const ADDRESS = "/account/devices/enrol/";
const OWN = "/account/devices/";
export const PIN = /^\d{6}$/;

export interface Enrolled {
  device: Device;
  store: Store;
}

type Signed = { token: string } | "out" | "offline";

/** Whether somebody is signed in here: any own page carries the token that a form sends. */
async function signed(): Promise<Signed> {
  try {
    const answer = await fetch(OWN, { credentials: "same-origin", cache: "no-store" });
    if (new URL(answer.url).pathname !== OWN || !answer.ok) return "out";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const headers = page.body.getAttribute("hx-headers") ?? "{}";
    const token = (JSON.parse(headers) as Record<string, string>)["x-csrftoken"] ?? "";
    return token ? { token } : "out";
  } catch {
    return "offline";
  }
}

/** The device, or in a sentence why there is none. */
async function registered(name: string, token: string, device: string): Promise<Device | string> {
  try {
    const answer = await fetch(ADDRESS, {
      method: "POST",
      credentials: "same-origin",
      headers: { "x-csrftoken": token, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ name, device }).toString(),
    });
    const made = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) return typeof made["title"] === "string" ? made["title"] : say("enrolFailed");
    const [id, secret] = [String(made["device"]), String(made["secret"])];
    return { id, secret, person: personOf(made["person"]), contact_at: new Date().toISOString() };
  } catch {
    return say("enrolFailed");
  }
}

function personOf(person: unknown): string {
  if (typeof person === "string") return person;
  return (person as { id?: string } | null)?.id ?? "";
}

export interface Wanted {
  closet: Closet;
  /** Acts of an earlier enrolment that still wait, with the key that opens them. */
  before?: Enrolled;
  ready: (enrolled: Enrolled) => unknown;
}

export function enrolScreen(wanted: Wanted): HTMLElement {
  const main = h("main", "screen plain", head(say("enrolTitle"), say("enrolSub")));
  void signed().then((found) => {
    if (found === "out") main.append(...signIn());
    else if (found === "offline") main.append(...noNetwork());
    else main.append(form(wanted, found.token));
  });
  return main;
}

function signIn(): HTMLElement[] {
  const link = h("a", { class: "tap main big", href: "/sign-in/?next=/field/" }, say("signIn"));
  return [h("p", "words", say("enrolSignIn")), h("div", "single", link)];
}

function noNetwork(): HTMLElement[] {
  const again = tap("main big", say("tryNow"), () => location.reload());
  return [h("p", "words", say("enrolOffline")), h("div", "single", again)];
}

function input(name: string, label: string, more: Record<string, string>): HTMLElement {
  const field = h("input", { class: "field", id: name, name, required: true, ...more });
  return h("div", "labelled", h("label", { for: name }, label), field);
}

const DIGITS = {
  type: "password",
  inputmode: "numeric",
  autocomplete: "off",
  maxlength: "6",
  pattern: "[0-9]{6}",
};

function form(wanted: Wanted, token: string): HTMLElement {
  const made = h("form", { class: "enrol", novalidate: true });
  const told = h("p", { class: "wrong", role: "alert" });
  const send = h("button", { class: "tap main big", type: "submit" }, say("enrolDo"));
  const name = input("name", say("phoneName"), { maxlength: "60", value: phoneName() });
  const pins = wanted.before
    ? []
    : [input("pin", say("pin"), DIGITS), input("again", say("pinAgain"), DIGITS)];
  made.append(name, ...pins, line("note", !wanted.before && say("pinWhy")) ?? "", told, send);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    if (send.disabled) return;
    send.disabled = true;
    void enrol(wanted, token, new FormData(made)).then((wrong) => {
      told.textContent = wrong;
      send.disabled = false;
    });
  });
  return made;
}

const textOf = (data: FormData, name: string) => {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
};

function wrongPin(data: FormData): string {
  const pin = textOf(data, "pin");
  if (!PIN.test(pin)) return say("pinShape");
  if (/^(\d)\1+$/.test(pin)) return say("pinSimple");
  return pin === textOf(data, "again") ? "" : say("pinDiffers");
}

/** What is wrong, in a sentence; "" when it is done. */
async function enrol(wanted: Wanted, token: string, data: FormData): Promise<string> {
  const { before, closet } = wanted;
  const wrong = before ? "" : wrongPin(data);
  if (wrong) return wrong;
  const name = textOf(data, "name").trim() || phoneName();
  // The same device goes on counting where it stopped; it is renewed for its own person only.
  const device = await registered(name, token, before ? before.device.id : "");
  if (typeof device === "string") return device;
  const store = before ? before.store : await locked(closet, textOf(data, "pin"));
  await store.set("device", device);
  persist();
  await wanted.ready({ device, store });
  return "";
}

/** Asks that the phone does not clear this to make room; a browser may not know the question. */
function persist(): void {
  const storage = navigator.storage as Partial<StorageManager> | undefined;
  if (storage?.persist) void navigator.storage.persist();
}

async function locked(closet: Closet, pin: string): Promise<Store> {
  const { row, key } = await makeLock(pin);
  await closet.putLock(row);
  return closet.opened(key);
}

function phoneName(): string {
  const agent = navigator.userAgent;
  if (/HarmonyOS|OpenHarmony/.test(agent)) return "HarmonyOS";
  if (/iPhone|iPad/.test(agent)) return "iPhone";
  return /Android/.test(agent) ? "Android" : say("thisDevice");
}
