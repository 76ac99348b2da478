/** Nobody was let in: what it was, and the paper that says so where it is a refusal. */
import { say } from "../../words";
import type { App } from "../app";
import { stamp } from "../ids";
import { localTime } from "../places";
import type { Draft } from "../shapes";
import { h, head, line, section, tap } from "../ui";
import { refusedWishes } from "../visits";
import { formOf, paperMade, unsigned } from "./order";

const REFUSAL = "visit.refusal";
/** What it was; how the office's own paper words it, where it is a refusal. Who comes to a shut
 * door comes again, and hands nobody a paper. */
const KINDS: [code: string, word: string, paper: string][] = [
  ["kept-out", "keptOut", "在场的人不让进"],
  ["other", "hindered", "其他"],
  ["nobody-there", "nobodyThere", ""],
  ["shut", "shut", ""],
];

/** Which of them was tapped, by visit: nothing is entered before the last button. */
const chosen = new Map<string, string>();

export function refusal(app: App, visit: string): HTMLElement {
  const draft = app.draft(visit);
  const back = `#/check/${visit}`;
  if (!draft) return h("main", "screen", head(say("gone"), "", back));
  const kind = KINDS.find(([code]) => code === chosen.get(visit)) ?? KINDS[0]!;
  const told = h("textarea", {
    class: "field",
    rows: "3",
    maxlength: "400",
    id: "told",
    name: "told",
  });
  const pick = KINDS.map(([code, word]) => {
    const use = () => {
      const kept = told.value;
      chosen.set(visit, code);
      app.draw();
      document.querySelector<HTMLTextAreaElement>("#told")!.value = kept;
    };
    return tap(code === kind[0] ? "chosen" : "", say(word), use, { pressed: code === kind[0] });
  });
  const label = h("label", { for: "told" }, say("toldHow"));
  const end = (print: boolean) => () => kept(app, draft, kind, told.value.trim(), print);
  const papered = Boolean(kind[2] && formOf(app, REFUSAL));
  const without = papered
    ? h("div", "single low", tap("link", say("recordNot"), end(false)))
    : tap("main big", say("refusalEnd"), end(false));
  return h(
    "main",
    "screen deep",
    head(say("refusedEntry"), draft.place, back),
    section(say("whyNotIn"), "", h("div", "grid", ...pick)),
    h("div", "enrol", h("div", "labelled", label, told), line("note", say("dictate"))),
    h("div", "foot", papered && tap("main big", say("refusalDo"), end(true)), without),
  );
}

/** The visit, its number and its paper are one write: a dead battery leaves all or nothing. */
async function kept(
  app: App,
  draft: Draft,
  [code, word, wording]: (typeof KINDS)[number],
  text: string,
  print: boolean,
): Promise<void> {
  const told = text || say(word);
  const papers = draft.papers.map((one) => ({ ...one, spoilt: one.spoilt || say("spoilReason") }));
  const whole: Draft = { ...draft, problems: [], answers: {}, papers };
  const at = stamp();
  if (print) {
    if (unsigned(app, draft, formOf(app, REFUSAL)!)) return;
    const facts = { began: localTime(draft.opened.done_at), refused: wording, told };
    whole.papers.push(await paperMade(app, draft, REFUSAL, { facts, points: [] }));
  }
  const label = { ...app.label(whole), said: told, result: "refused" as const };
  await app.keep(refusedWishes(whole, code, told, at), label, draft.visit);
  const paper = whole.papers.find((one) => !one.spoilt);
  app.go(paper ? `#/paper/${paper.id}` : "#/");
}
