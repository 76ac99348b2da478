/** A re-check where the thing is: put right or not, with a photo if one helps. */
import { say } from "../../words";
import type { App } from "../app";
import { newId, stamp } from "../ids";
import { rechecks } from "../places";
import type { Draft, Given, OpenCase, Place, Wish } from "../shapes";
import { ask, day, h, head, line, section, tap } from "../ui";
import { newDraft, problemOf, RECHECK } from "../visits";
import { photoStrip } from "./adding";
import { dates } from "./order";

/** What is entered lies in a draft named like its case: it survives as a finding does. */
export async function openRecheck(app: App, place: Place, one: OpenCase): Promise<void> {
  if (!app.draft(one.id)) {
    const draft = { ...newDraft(place, RECHECK), visit: one.id, list: "", plan: "" };
    draft.problems = [{ ...problemOf("", ""), case: one.id, part: one.part }];
    await app.hold(draft);
  }
  app.go(`#/recheck/${one.id}`);
}

function waiting(app: App, id: string): OpenCase | undefined {
  const all = app.pack?.places.map((place) => rechecks(app.kept, place)) ?? [];
  return all.reduce((found, some) => [...found, ...some], []).find((one) => one.id === id);
}

/** Begun here, and meanwhile no longer waiting for it: the words and photos are still shown. */
export function overtaken(app: App): Draft[] {
  return app.drafts.filter((one) => one.kind === RECHECK && !waiting(app, one.visit));
}

export function recheck(app: App, id: string): HTMLElement {
  const draft = app.draft(id);
  if (!draft) return h("main", "screen", head(say("gone"), "", "#/"));
  const one = waiting(app, id);
  const note = say(papered(one) ? "photoOpinion" : "photoFree");
  return h(
    "main",
    "screen deep",
    head(one?.description ?? say("recheckOver"), about(draft, one), "#/"),
    one ? verdicts(app, draft, one) : null,
    draft.problems[0]!.fixed === "no" && remains(app, draft, one),
    section(say("photo"), note, photos(app, draft)),
    foot(app, draft, one),
  );
}

function about({ place }: Draft, one: OpenCase | undefined): string {
  const due = one?.due_on ? say("caseDue", { day: day(one.due_on) }) : "";
  return [place, one?.part, one?.number, due].filter(Boolean).join(" · ");
}

function verdicts(app: App, draft: Draft, one: OpenCase): HTMLElement {
  const problem = draft.problems[0]!;
  const all: [act: string, word: string, fixed: "yes" | "no"][] = [
    ["pass", "passed", "yes"],
    ["return", "notPassed", "no"],
  ];
  const made = all.map(([act, word, fixed]) => {
    const choose = () => {
      problem.fixed = fixed;
      return save(app, draft);
    };
    const on = problem.fixed === fixed;
    return one.may.includes(act) && tap(on ? "chosen" : "", say(word), choose, { pressed: on });
  });
  return section(say("recheck"), "", h("div", "pair acts", ...made));
}

const photos = (app: App, draft: Draft) => photoStrip(app, draft, draft.problems[0]!, "after");
/** A major hazard passes with the written opinion of those who accepted it. */
const papered = (one: OpenCase | undefined) => one?.grade === "major";

async function save(app: App, draft: Draft): Promise<void> {
  await app.hold(draft);
  app.draw();
}

/** What remains, and until when: a return says both. */
function remains(app: App, draft: Draft, one: OpenCase | undefined): HTMLElement {
  const problem = draft.problems[0]!;
  const field = h("textarea", {
    class: "field",
    rows: "3",
    maxlength: "400",
    "aria-label": say("whatRemains"),
  });
  field.value = problem.text || say("stillThere", { what: one?.description ?? "" });
  problem.text = field.value;
  field.addEventListener("change", () => {
    problem.text = field.value.trim();
    void app.hold(draft);
  });
  const due = draft.dues[problem.case] ?? "";
  const use = (value: string) => {
    draft.dues = { [problem.case]: value };
    return save(app, draft);
  };
  return h(
    "div",
    {},
    section(say("whatRemains"), "", field),
    section(say("fixBy"), due ? day(due) : say("noDate"), dates(use, due)),
  );
}

function foot(app: App, draft: Draft, one: OpenCase | undefined): HTMLElement {
  const drop = async () => {
    await app.store.dropDraft(draft.visit);
    await app.load();
    app.go("#/");
  };
  if (!one) return h("div", "foot", tap("main big", say("recheckDrop"), drop));
  return h(
    "div",
    "foot",
    tap("main big", say("recheckDo"), () => made(app, draft, one)),
    line("stored", say(draft.full ? "full" : "storedHere")),
  );
}

/** Which word tells what is missing; "" when it is whole. */
function missing({ problems, dues }: Draft, one: OpenCase): string {
  const { fixed, text, after } = problems[0]!;
  if (fixed === "yes") return papered(one) && !after.length ? "recheckOpinion" : "";
  if (fixed === "no") return text && dues[one.id] ? "" : "recheckWhy";
  return "recheckWhich";
}

function made(app: App, draft: Draft, one: OpenCase): void {
  const wrong = missing(draft, one);
  if (wrong) return app.say(wrong);
  const { fixed, text } = draft.problems[0]!;
  const passed = fixed === "yes";
  const asked = passed ? say("passAsk", { what: one.description }) : text;
  ask(asked, say("recheckDo"), () => keep(app, draft, passed, given(one, draft, passed)));
}

function given(one: OpenCase, { problems, dues }: Draft, passed: boolean): Given {
  if (!passed) return { finding: problems[0]!.text, fix_by: dues[one.id]! };
  return { way: "on-site", ...(papered(one) ? { acceptance: true } : {}) };
}

async function keep(app: App, draft: Draft, passed: boolean, values: Given): Promise<void> {
  const photos = draft.problems[0]!.after as unknown as Given[];
  const whole = { act: passed ? "pass" : "return", given: values, photos };
  const wish: Wish = { what: "case.act", about: draft.visit, given: whole, ...stamp() };
  const { site, place } = draft;
  const said = say(passed ? "passed" : "notPassed");
  await app.keep([wish], { group: newId(), site, place, said, result: "" }, draft.visit);
  app.go("#/");
}
