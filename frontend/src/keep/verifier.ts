/** The check as one file that people keep: it works from a disk, with the keys it was given. */
import { button, make } from "../dom";
import type { Bytes } from "../proof/bytes";
import { Desk } from "../proof/desk";
import { load } from "../proof/fetching";
import { isProof } from "../proof/file";
import { keyOf } from "../proof/note";
import { type Known, letters, type Slip, slipOf } from "../proof/verdict";
import { type Language, languageOf, Words } from "../proof/words";

interface Kept extends Known {
  kinds: Record<Language, Record<string, string>>;
}

const NONE: Kept = { logs: [], witnesses: [], kinds: { zh: {}, en: {} } };
const given = JSON.parse(document.getElementById("known")?.textContent ?? "{}") as {
  known?: Kept | null;
};
const kept = given.known ?? NONE;

class Form {
  private readonly words: Words;
  private readonly desk: Desk;
  private readonly panel = make("form", "panel keep-form");
  private readonly files = make("input", "");
  private readonly link = make("input", "");
  private readonly print = make("input", "");
  private readonly said = make("p", "keep-said");
  private dropped: File[] = [];

  constructor(main: HTMLElement, language: Language) {
    this.words = new Words(language, kept.kinds[language]);
    const place = make("div", "");
    place.setAttribute("aria-live", "polite");
    this.desk = new Desk(place, this.words);
    this.files.type = "file";
    this.files.multiple = true;
    this.said.setAttribute("role", "alert");
    this.draw();
    main.replaceChildren(this.head(main, language), this.panel, place, this.foot());
  }

  private head(main: HTMLElement, language: Language): HTMLElement {
    const other = language === "zh" ? "en" : "zh";
    const head = make("div", "keep-head");
    const turn = button("btn", other === "zh" ? "中文" : "English", () => begin(main, other));
    head.append(make("h2", "keep-title", this.words.say("title")), turn);
    const whole = make("div", "");
    whole.append(head, make("p", "", this.words.say("about")));
    return whole;
  }

  private draw(): void {
    const send = make("button", "btn btn-primary", this.words.say("check"));
    send.type = "submit";
    const fields = [
      ["files", this.files],
      ["link", this.link],
      ["print", this.print],
    ] as const;
    for (const [name, field] of fields) {
      field.id = name;
      const label = make("label", "", this.words.say(name));
      label.htmlFor = name;
      this.panel.append(label, field);
    }
    const row = make("p", "");
    row.append(send);
    this.panel.append(this.said, row);
    this.panel.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.check();
    });
    this.takeDrops();
  }

  private takeDrops(): void {
    const over = (event: DragEvent, on: boolean) => {
      event.preventDefault();
      this.panel.classList.toggle("keep-over", on);
    };
    this.panel.addEventListener("dragover", (event) => over(event, true));
    this.panel.addEventListener("dragleave", (event) => over(event, false));
    this.panel.addEventListener("drop", (event) => {
      over(event, false);
      this.dropped = [...this.dropped, ...Array.from(event.dataTransfer?.files ?? [])].slice(-2);
      void this.check();
    });
    this.files.addEventListener("change", () => (this.dropped = []));
  }

  private foot(): HTMLElement {
    const names = kept.logs.map((one) => keyOf(one).name).join(", ");
    const words = this.words;
    return make("p", "keep-aside", names ? words.say("keysFrom", { names }) : words.say("noKeys"));
  }

  private async check(): Promise<void> {
    this.said.textContent = "";
    const written = this.link.value.trim();
    const typed = this.print.value.trim();
    const slip = slipOf(written);
    const print = letters(typed);
    if (written && !slip) return this.refuse("badLink");
    if (typed && !print) return this.refuse("badPrint");
    return this.take(written, slip, print);
  }

  private async take(written: string, slip: Slip | undefined, print: string): Promise<void> {
    const chosen = this.dropped.length ? this.dropped : Array.from(this.files.files ?? []);
    if (chosen.length) return this.read(chosen, slip, print);
    if (slip) return this.ask(written, slip, print);
    this.refuse("needBoth");
  }

  private refuse(why: "badLink" | "badPrint" | "needBoth" | "offline"): void {
    this.said.textContent = this.words.say(why);
  }

  private async read(files: File[], slip: Slip | undefined, print: string): Promise<void> {
    const read = await Promise.all(files.map((one) => one.arrayBuffer()));
    const raw = read.map((one): Bytes => new Uint8Array(one));
    const proof = raw.find(isProof);
    const entry = raw.find((one) => one !== proof);
    if (!proof || !entry || raw.length !== 2) return this.refuse("needBoth");
    this.desk.lay({ entry, proof, slip, known: kept, given: print || (slip?.key ?? "") });
  }

  private async ask(written: string, slip: Slip, print: string): Promise<void> {
    const plain = written.split("#")[0]!.replace(/\/$/, "");
    const address = plain.includes("://") ? plain : `https://${plain}`;
    const [found, policy] = await Promise.all([
      load(address, print || slip.key),
      policyOf(address),
    ]);
    if (!found) return this.refuse("offline");
    if ("why" in found)
      return this.desk.tell({ tone: found.why === "waiting" ? "amber" : "red", why: found.why });
    const known = {
      logs: [...kept.logs, ...policy.logs],
      witnesses: [...kept.witnesses, ...policy.witnesses],
    };
    this.desk.lay({ ...found, slip, known, given: print || slip.key });
  }
}

/** The keys that a node names itself: worth something once the fingerprint is compared. */
async function policyOf(address: string): Promise<Known> {
  try {
    const answer = await fetch(`${address.replace(/\/log\/[^]*$/, "")}/log/policy`);
    return keysIn(answer.ok ? await answer.text() : "");
  } catch {
    return keysIn("");
  }
}

function keysIn(policy: string): Known {
  const lines = policy.split("\n").map((line) => line.split(" "));
  const of = (kind: string, place: number) =>
    lines.filter((words) => words[0] === kind).map((words) => words[place] ?? "");
  return { logs: of("log", 1), witnesses: of("witness", 2) };
}

function begin(main: HTMLElement, language: Language): void {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  new Form(main, language);
}

const main = document.getElementById("main");
if (main) begin(main, languageOf(navigator.language));
