/** The open app: what it knows, where it is, and the few things every screen may do. */
import { say } from "../words";
import type { Taken } from "./camera";
import { BOOT, type Stamp } from "./ids";
import { localDay, walked } from "./places";
import type { Device, Draft, Head, Kept, Pack, Result, Wish } from "./shapes";
import type { Label, Picture, Store } from "./store";
import { round } from "./sync";
import { h, icon, toast } from "./ui";
import { type Reasons, resultOf, visitWishes } from "./visits";

export type Screen = (app: App, rest: string) => HTMLElement;
type Here = [number, number, number];

const FIRST_PAUSE = 15_000;
const LONGEST_PAUSE = 300_000;
const STALE_PLACE = 120_000;
/** Which tab goes on, by its start. */
const TAB = "anhuan-field-tab";

export class App {
  pack: Pack | undefined;
  kept: Kept[] = [];
  drafts: Draft[] = [];
  online = navigator.onLine;
  sending = new Set<number>();
  here: Here | undefined;
  chosen = "";
  readonly sizes: Record<string, number> = {};
  private hereAt = 0;
  private pause = FIRST_PAUSE;
  private timer = 0;
  private showing = 0;
  private running = false;
  private again = false;
  private stopped = false;
  private drawn = "";
  onOusted: () => void = () => undefined;
  onEnded: (why: "revoked" | "silent") => void = () => undefined;

  constructor(
    readonly store: Store,
    readonly device: Device,
    private readonly screens: Record<string, Screen>,
    private readonly root: HTMLElement,
  ) {}

  async load(): Promise<void> {
    this.pack = await this.store.get<Pack>("pack");
    this.kept = await this.store.kept();
    this.drafts = await this.store.drafts();
  }

  start(): void {
    localStorage.setItem(TAB, BOOT);
    window.addEventListener("storage", () => this.ousted());
    window.addEventListener("hashchange", () => void this.moved());
    window.addEventListener("online", () => this.soon());
    window.addEventListener("offline", () => this.heard(false));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.soon();
    });
    void this.moved();
    this.soon();
  }

  /** Of several tabs the one that was opened last goes on: two that hold the same draft would
   * write over each other. What this one was told lies on the phone already. */
  private ousted(): boolean {
    if (!this.stopped && localStorage.getItem(TAB) !== BOOT) {
      this.stopped = true;
      clearTimeout(this.timer);
      this.onOusted();
    }
    return this.stopped;
  }

  /** The screen and what follows the "/" in the address. */
  where(): [string, string] {
    const [, name = "", rest = ""] = /^#\/([^/]*)\/?(.*)$/.exec(location.hash) ?? [];
    return [name in this.screens ? name : "", decodeURIComponent(rest)];
  }

  go(hash: string): void {
    if (location.hash === hash) void this.moved();
    else location.hash = hash;
  }

  /** Leaving a finding closes it, as a dead battery does. */
  private async moved(): Promise<void> {
    if (this.ousted()) return;
    const [name, rest] = this.where();
    const left = this.drafts.filter(
      (one) => closes(one) && !(name === "find" && rest === one.visit),
    );
    for (const draft of left) await this.close(draft);
    this.draw();
    window.scrollTo(0, 0);
  }

  draw(): void {
    if (this.stopped) return;
    const [name, rest] = this.where();
    const screen = this.screens[name] ?? this.screens[""]!;
    const before = this.drawn === location.hash ? "details[open]" : ":not(*)";
    const unfolded = Array.from(this.root.querySelectorAll(before), classOf);
    this.drawn = location.hash;
    this.root.replaceChildren(this.band(), screen(this, rest), this.bar(name));
    // What somebody unfolded stays so when the same screen is drawn anew.
    this.root.querySelectorAll("details").forEach((one) => {
      if (unfolded.includes(classOf(one))) one.open = true;
    });
  }

  /** After something came from the node: never a screen somebody is writing on. */
  async refresh(): Promise<void> {
    if (this.stopped) return;
    await this.load();
    const [name] = this.where();
    if (["", "outbox", "echoes"].includes(name)) this.draw();
    else {
      this.root.querySelector(".band")?.replaceWith(this.band());
      this.root.querySelector(".bar")?.replaceWith(this.bar(name));
    }
  }

  /** Many things arrive in one round; they are shown together. */
  private later(): void {
    this.showing ||= window.setTimeout(() => {
      this.showing = 0;
      void this.refresh();
    }, 300);
  }

  waiting(): number {
    const open = this.kept.filter(
      ({ outcome }) => outcome === "stored" || outcome === "malformed",
    );
    return new Set(open.map((one) => one.group)).size;
  }

  private band(): HTMLElement {
    const band = h("div", { class: "band", role: "status" });
    if (this.online) return band;
    const n = this.waiting();
    band.append(icon("wifi-off"), say(n ? "offlineKept" : "offline", { n }));
    return band;
  }

  private bar(name: string): HTMLElement {
    const echoes = this.pack?.echoes.length ?? 0;
    const waits = this.waiting();
    const links: [string, string, string, string][] = [
      ["", "#/", "geo-alt", say("today")],
      ["outbox", "#/outbox", "cloud-arrow-up", say("outboxN", { n: waits || "" })],
      ["echoes", "#/echoes", "chat-left-text", say("echoesN", { n: echoes || "" })],
      ["scan", "#/scan", "qr-code", say("scanBar")],
    ];
    const made = links.map(([own, href, sign, text]) => {
      const link = h("a", { class: "bar-link", href }, h("span", {}, text.trim()));
      link.prepend(icon(sign));
      if (own === name) link.setAttribute("aria-current", "page");
      return link;
    });
    const bar = h("nav", { class: "bar", "aria-label": say("menu") }, ...made);
    bar.hidden = ["find", "check", "order", "record", "recheck", "refusal", "paper"].includes(
      name,
    );
    return bar;
  }

  results(): Map<string, { result: Result; group: string }> {
    return walked(this.kept, localDay(new Date()));
  }

  reasons(): Reasons {
    return { patrol: say("whyPatrol"), found: say("whyFound"), noPhoto: say("whyNoPhoto") };
  }

  async seen(): Promise<Head | null> {
    return (await this.store.get<Head>("head")) ?? null;
  }

  /** Stored for good; what follows is only sending. */
  async keep(wishes: Wish[], label: Label, draft = "", pictures: Picture[] = []): Promise<void> {
    if (this.ousted()) return;
    for (const one of pictures) this.sizes[one.sha256] = one.raw.byteLength;
    const seen = await this.seen();
    const from = { seen, sizes: this.sizes, pictures, ...(draft ? { draft } : {}) };
    await this.store.commit(wishes, label, from);
    await this.load();
    this.soon();
  }

  /** Nothing chosen on a finding is nothing found: it goes without a trace. An inspection that
   * was ended is one, also where no list is meant for the place. */
  async close(draft: Draft, at?: Stamp): Promise<void> {
    if (closes(draft) && !draft.problems.length) {
      await this.store.dropDraft(draft.visit);
      await this.load();
      return;
    }
    const list = this.pack?.lists[draft.list];
    const words = { reasons: this.reasons(), measure: say("fixedHere") };
    await this.keep(visitWishes(draft, list, words, at), this.label(draft), draft.visit);
  }

  async end(draft: Draft): Promise<void> {
    await this.close(draft);
    this.go("#/");
  }

  label(draft: Draft): Label {
    const found = draft.problems.map((one) => one.text).join(say("comma"));
    const { visit: group, site, place } = draft;
    return { group, site, place, said: found || say("fine"), result: resultOf(draft) };
  }

  /** The draft as it is now, with a picture that is new in it. False where the phone is full:
   * then the words are kept and the picture is not. */
  async hold(draft: Draft, taken?: Taken): Promise<boolean> {
    if (this.ousted()) return true;
    try {
      await this.store.putDraft(draft, taken ? [taken.picture] : []);
      if (taken) this.sizes[taken.photo.sha256] = taken.picture.raw.byteLength;
      this.drafts = await this.store.drafts();
      return true;
    } catch (error) {
      if (!isFull(error)) throw error;
      return false;
    }
  }

  draft(visit: string): Draft | undefined {
    return this.drafts.find((one) => one.visit === visit);
  }

  /** The position of a moment ago; it is asked for only when something is recorded. */
  async position(patience = 4000): Promise<Here | null> {
    if (this.here && Date.now() - this.hereAt < STALE_PLACE) return this.here;
    if (!("geolocation" in navigator)) return null;
    return new Promise((done) => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const place = [coords.longitude, coords.latitude, Math.round(coords.accuracy)] as Here;
          this.here = place.map((n) => Number(n.toFixed(6))) as Here;
          this.hereAt = Date.now();
          done(this.here);
        },
        () => done(null),
        { maximumAge: STALE_PLACE, timeout: patience },
      );
    });
  }

  private heard(online: boolean): void {
    if (this.online === online) return;
    this.online = online;
    void this.refresh();
  }

  soon(): void {
    this.pause = FIRST_PAUSE;
    void this.send();
  }

  async send(): Promise<void> {
    if (this.ousted()) return;
    this.again = this.running;
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    const told = () => this.later();
    const { store, device, sending } = this;
    const ended = await round({ store, device, sending, told });
    sending.clear();
    this.running = false;
    if (ended === "revoked" || ended === "silent") return this.onEnded(ended);
    this.heard(ended !== "offline");
    await this.refresh();
    this.pause = ended === "sent" ? FIRST_PAUSE * 4 : Math.min(this.pause * 2, LONGEST_PAUSE);
    this.timer = window.setTimeout(() => void this.send(), this.again ? 0 : this.pause);
  }

  say(name: string): void {
    toast(say(name));
  }
}

function closes(draft: Draft): boolean {
  return draft.kind === "patrol";
}

export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

function classOf(one: Element): string {
  return one.className;
}
