/** Which place is this: by the code at its door, by its number, or from the list. To find a place
 * enters nothing and sends nothing; nobody checks in anywhere. */
import { say } from "../../words";
import type { App } from "../app";
import { metres } from "../places";
import type { Place } from "../shapes";
import { empty, h, head, line, section, tap } from "../ui";
import { card } from "./today";

interface Detector {
  detect(from: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type Detectors = new (how: { formats: string[] }) => Detector;

const CODE = /\/field\/#\/at\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const BETWEEN = 250;
const MOST = 20;

/** The place that a code names, whichever address its node had when it was printed. */
export function siteOf(code: string): string {
  return CODE.exec(code.trim())?.[1] ?? "";
}

export function scan(app: App): HTMLElement {
  const rows = h("ul", { class: "rows", "aria-live": "polite" });
  const typed = h("input", { class: "field", id: "typed", autocomplete: "off", maxlength: "60" });
  const show = () => rows.replaceChildren(...found(app, typed.value).map(row));
  typed.addEventListener("input", show);
  show();
  return h(
    "main",
    "screen",
    head(say("scanTitle"), say("scanSub")),
    camera(app),
    h("div", "enrol", h("div", "labelled", h("label", { for: "typed" }, say("scanType")), typed)),
    rows,
  );
}

function found(app: App, text: string): Place[] {
  const wanted = text.trim().toLowerCase();
  const of = ({ name, number, address }: Place) => `${name} ${number} ${address}`.toLowerCase();
  return (app.pack?.places ?? []).filter((one) => of(one).includes(wanted)).slice(0, MOST);
}

function row(place: Place): HTMLElement {
  const link = h("a", { class: "name", href: `#/at/${place.site}` }, place.name);
  return h("li", "row", link, line("note", place.address));
}

/** The browser's own reader; where it has none the list does. */
function camera(app: App): HTMLElement {
  const Own = (window as { BarcodeDetector?: Detectors }).BarcodeDetector;
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!Own || !devices) return h("p", "words", say("scanAbsent"));
  const told = h("p", { class: "wrong", role: "alert" });
  const place = h("div", "single");
  const start = async () => {
    const how = { video: { facingMode: "environment" } };
    const stream = await devices.getUserMedia(how).catch(() => undefined);
    if (!stream) return void (told.textContent = say("scanDenied"));
    const video = h("video", { class: "scan", playsinline: true, muted: true });
    video.muted = true;
    video.srcObject = stream;
    place.replaceChildren(video);
    await video.play();
    void look(app, { video, told, eye: new Own({ formats: ["qr_code"] }) });
  };
  place.append(tap("main big", say("scanOpen"), start, { icon: "qr-code" }));
  return h("div", {}, place, told);
}

interface Looking {
  video: HTMLVideoElement;
  told: HTMLElement;
  eye: Detector;
}

/** Until a code of a place is seen or the screen is left; then the camera is let go. */
async function look(app: App, on: Looking): Promise<void> {
  const codes = on.video.isConnected ? await on.eye.detect(on.video).catch(() => []) : [];
  const site = codes.map((one) => siteOf(one.rawValue)).find(Boolean);
  if (site || !on.video.isConnected) {
    (on.video.srcObject as MediaStream).getTracks().forEach((one) => one.stop());
    if (site && on.video.isConnected) app.go(`#/at/${site}`);
    return;
  }
  if (codes.length) on.told.textContent = say("scanOther");
  setTimeout(() => void look(app, on), BETWEEN);
}

/** The place that was found, with what may be done there. */
export function at(app: App, id: string): HTMLElement {
  const { pack, here } = app;
  const place = pack?.places.find((one) => one.site === id);
  if (!pack || !place) return elsewhere(id);
  const back = "#/scan";
  const file = h("a", { class: "tap", href: `#/site/${encodeURIComponent(place.number)}` });
  file.append(say("onFile"));
  const far = here && place.point ? metres([here[0], here[1]], place.point) : undefined;
  const done = app.results().has(place.site);
  return h(
    "main",
    "screen",
    head(say("scanFound"), place.address, back),
    done ? section(place.name, "", empty(say("walkedToday"))) : card(app, pack, { place, far }),
    h("div", "single", file),
  );
}

function elsewhere(id: string): HTMLElement {
  const link = h("a", { class: "tap", href: `/sites/${encodeURIComponent(id)}/` });
  link.append(say("openOnline"));
  return h(
    "main",
    "screen",
    head(say("scanNone"), "", "#/scan"),
    empty(say("notCarried")),
    h("div", "single", link),
  );
}
