/** Which of these is it: the second tap stores it, everything below only adds. */
import { say } from "../../words";
import type { App } from "../app";
import { listOf } from "../places";
import type { Draft, Problem } from "../shapes";
import { h, head, icon, line, moment, section, tap } from "../ui";
import { likely, problemOf } from "../visits";
import { photoStrip, sayBox } from "./adding";

/** The problem that photos go to: the one tapped last. */
const current = new Map<string, string>();

export function finding(app: App, visit: string): HTMLElement {
  const draft = app.draft(visit);
  if (!draft) return h("main", "screen", head(say("gone"), "", "#/"));
  const now = draft.problems.find((one) => one.case === current.get(visit)) ?? last(draft);
  const sub = [address(app, draft), moment(draft.opened.done_at)].filter(Boolean).join(" · ");
  return h(
    "main",
    "screen find",
    head(draft.place, sub, "#/"),
    choices(app, draft),
    now && pictures(app, draft, now),
    now && onSpot(app, draft, now),
    line("foot-note", footNote(app)),
    foot(app, draft),
  );
}

function last(draft: Draft): Problem | undefined {
  return draft.problems[draft.problems.length - 1];
}

function address(app: App, draft: Draft): string {
  return app.pack?.places.find((one) => one.site === draft.site)?.address ?? "";
}

async function save(app: App, draft: Draft): Promise<void> {
  await app.hold(draft);
  app.draw();
}

function choices(app: App, draft: Draft): HTMLElement {
  const list = app.pack && listOf(app.pack, draft.list);
  const own = draft.problems.filter((one) => !one.item);
  const buttons = likely(list, draft.look).map((one) => {
    const chosen = draft.problems.find((each) => each.item === one.item && each.text === one.text);
    return choice(app, draft, one.text, chosen, () => problemOf(one.item, one.text));
  });
  const said = own.map((one) => choice(app, draft, one.text, one, () => one));
  const talk = () => sayBox(say("sayOne"), "", (text) => add(app, draft, problemOf("", text)));
  const even = (buttons.length + said.length) % 2 ? "say" : "say wide";
  const speak = tap(even, say("sayOne"), talk, { icon: "mic" });
  const grid = h("div", "grid", ...buttons, ...said, speak);
  return section(say("whatProblem"), say("tapSaves"), grid);
}

function choice(
  app: App,
  draft: Draft,
  text: string,
  chosen: Problem | undefined,
  fresh: () => Problem,
): HTMLElement {
  const act = () => (chosen ? drop(app, draft, chosen) : add(app, draft, fresh()));
  const more = { pressed: Boolean(chosen), ...(chosen ? { icon: "check-lg" } : {}) };
  return tap(chosen ? "chosen" : "", text, act, more);
}

function add(app: App, draft: Draft, problem: Problem): Promise<void> {
  draft.problems.push(problem);
  current.set(draft.visit, problem.case);
  return save(app, draft);
}

function drop(app: App, draft: Draft, problem: Problem): Promise<void> {
  draft.problems = draft.problems.filter((one) => one !== problem);
  return save(app, draft);
}

function pictures(app: App, draft: Draft, now: Problem): HTMLElement {
  const item = listOf(app.pack!, draft.list)?.items.find((one) => one.code === now.item);
  const many = draft.problems.length > 1 ? `${now.text} · ` : "";
  const note = many + say(item?.photo ? "photoNeeded" : "photoFree");
  return section(say("photo"), note, photoStrip(app, draft, now, "before"));
}

/** Without a choice it goes to the street. */
function onSpot(app: App, draft: Draft, now: Problem): HTMLElement | null {
  if (!app.pack?.person.may.includes("fix-on-spot")) return null;
  const set = (fixed: Problem["fixed"]) => () => {
    now.fixed = now.fixed === fixed ? "" : fixed;
    return save(app, draft);
  };
  const yes = now.fixed === "yes";
  const no = now.fixed === "no";
  return section(
    say("canFix"),
    say("elseStreet"),
    h(
      "div",
      "pair",
      tap(yes ? "chosen" : "", say("fixed"), set("yes"), { pressed: yes }),
      tap(no ? "chosen" : "", say("cannotFix"), set("no"), { pressed: no }),
    ),
    yes && h("p", "note after", say(now.after.length ? "afterThere" : "afterNeeded")),
    yes && photoStrip(app, draft, now, "after"),
  );
}

function footNote(app: App): string {
  const may = app.pack?.person.may ?? [];
  const days = app.pack?.waits.verify_days;
  const answer = days ? say("answerIn", { n: days }) : "";
  return [may.includes("assign") ? "" : say("notYours"), answer].join("").trim();
}

function foot(app: App, draft: Draft): HTMLElement {
  const done = () => app.go("#/");
  const kept = draft.problems.length > 0;
  const words = draft.full ? say("full") : say("storedHere");
  const sign = draft.full ? icon("exclamation-triangle-fill", "amber") : icon("check-lg");
  return h(
    "div",
    "foot",
    tap("main big", say(kept ? "done" : "notYet"), done),
    kept && h("p", { class: draft.full ? "stored full" : "stored", role: "status" }, sign, words),
  );
}
