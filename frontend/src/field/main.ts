/** The field app: works without a network, sends when there is one. */
import { say } from "../words";
import { App, type Screen } from "./app";
import { echoes } from "./screens/echoes";
import { type Enrolled, enrolScreen } from "./screens/enrol";
import { finding } from "./screens/finding";
import { order } from "./screens/order";
import { outbox } from "./screens/outbox";
import { paper } from "./screens/paper";
import { record } from "./screens/record";
import { recheck } from "./screens/recheck";
import { refusal } from "./screens/refusal";
import { check } from "./screens/check";
import { at, scan } from "./screens/scan";
import { site } from "./screens/site";
import { today } from "./screens/today";
import { unlockScreen } from "./screens/unlock";
import type { Device } from "./shapes";
import { Closet, type Store } from "./store";
import { h, head, tap } from "./ui";

const SILENCE = 14 * 86_400_000;
const NEVER = new Date(0).toISOString();
const ENDED = "/field/?ended";
const AWAY = 15 * 60_000;

const SCREENS: Record<string, Screen> = {
  "": today,
  find: finding,
  check,
  order,
  paper,
  recheck,
  record,
  refusal,
  site,
  outbox,
  echoes,
  scan,
  at,
};

const root = document.getElementById("field")!;
const show = (screen: HTMLElement) => root.replaceChildren(screen);

function plain(title: string, text: string, links: [string, string][]): HTMLElement {
  const made = links.map(([href, word]) => h("a", { class: "tap main big", href }, word));
  return h(
    "main",
    "screen plain",
    head(title, ""),
    h("p", "words", text),
    h("div", "single", ...made),
  );
}

/** Acts can be kept only where a page may open offline and seal what it keeps. */
function able(): boolean {
  const crypto = window.isSecureContext && Boolean(window.crypto?.subtle);
  return crypto && "serviceWorker" in navigator && "indexedDB" in window;
}

async function begin(): Promise<void> {
  if (!able()) {
    const links: [string, string][] = [["/cases/new/?kind=hazard", say("onlineReport")]];
    show(plain(say("onlineTitle"), say("onlineOnly"), links));
    return;
  }
  void navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
  const closet = await Closet.open();
  if (location.search === "?ended") {
    show(plain(say("endedTitle"), say("endedText"), [["/field/", say("enrolTitle")]]));
    return;
  }
  if (await closet.lock()) await locked(closet);
  else show(enrolScreen({ closet, ready: open(closet) }));
}

async function locked(closet: Closet): Promise<void> {
  const waiting = await closet.count();
  const ready = async (store: Store) => {
    const device = await store.get<Device>("device");
    if (!device) return show(enrolScreen({ closet, ready: open(closet) }));
    if (Date.now() - Date.parse(device.contact_at) > SILENCE)
      return silent(closet, { device, store });
    return open(closet)({ device, store });
  };
  show(unlockScreen({ closet, waiting, ready }));
}

/** Fourteen days without the node: what was carried goes, what is unsent stays sealed. */
async function silent(closet: Closet, before: Enrolled): Promise<void> {
  for (const name of ["pack", "etag", "head"]) await before.store.drop(name);
  const unsent = (await before.store.kept()).filter((one) => one.outcome === "stored");
  const begun = await before.store.drafts();
  const waits = new Set([...unsent.map((one) => one.group), ...begun.map((one) => one.visit)]);
  const screen = enrolScreen({ closet, before, ready: open(closet) });
  screen.append(h("p", "words", say("silent", { n: waits.size })));
  show(screen);
}

function open(closet: Closet): (enrolled: Enrolled) => Promise<void> {
  return async ({ device, store }) => {
    const app = new App(store, device, SCREENS, root);
    app.onEnded = (why) => void ended(closet, app, why);
    app.onOusted = elsewhere;
    await app.load();
    app.start();
    lockWhenAway();
  };
}

/** The node does not know this phone any more: nothing of anybody stays on it. Too long without
 * contact only takes what was carried; what is unsent stays sealed until its maker is back. */
async function ended(closet: Closet, app: App, why: "revoked" | "silent"): Promise<void> {
  if (why === "silent") await app.store.set("device", { ...app.device, contact_at: NEVER });
  else await closet.wipe();
  location.replace(why === "silent" ? "/field/" : ENDED);
}

/** Everything is on the phone already; whoever wants it here again says so. */
function elsewhere(): void {
  document.querySelectorAll(".veil").forEach((one) => one.remove());
  const screen = plain(say("otherTab"), say("otherTabText"), []);
  const again = tap("main big", say("goOnHere"), () => location.reload());
  screen.append(h("div", "single", again));
  show(screen);
}

function lockWhenAway(): void {
  let left = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = Date.now();
    else if (left && Date.now() - left > AWAY) location.reload();
  });
}

void begin();
