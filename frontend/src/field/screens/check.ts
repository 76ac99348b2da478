/** An officer's visit: every item gets one of four answers, and two people make it. */
import { say } from "../../words";
import type { App } from "../app";
import { listOf } from "../places";
import type { Answered, Checklist, Draft, Item, Problem } from "../shapes";
import { ask, empty, h, head, icon, line, moment, section, tap } from "../ui";
import { problemOf } from "../visits";
import { photoStrip, sayBox } from "./adding";
import { formOf, ORDER, orderForm } from "./order";
import { RECORD } from "./record";

type Answer = Answered["answer"];

export function check(app: App, visit: string): HTMLElement {
  const draft = app.draft(visit);
  if (!draft || !app.pack) return h("main", "screen", head(say("gone"), "", "#/"));
  const list = listOf(app.pack, draft.list);
  const answered = list?.items.filter((item) => isAnswered(draft, item)).length ?? 0;
  const progress = say("answered", { n: answered, of: list?.items.length ?? 0 });
  return h(
    "main",
    "screen deep",
    head(draft.place, `${progress} · ${moment(draft.opened.done_at)}`, "#/"),
    officers(app, draft),
    list ? null : empty(say("noList")),
    ...groups(app, draft, list),
    foot(app, draft, list),
  );
}

function isAnswered(draft: Draft, item: Item): boolean {
  return item.code in draft.answers || draft.problems.some((one) => one.item === item.code);
}

async function save(app: App, draft: Draft): Promise<void> {
  const at = window.scrollY;
  await app.hold(draft);
  app.draw();
  window.scrollTo(0, at);
}

/** An inspection takes two; the second is chosen from colleagues, never typed. */
function officers(app: App, draft: Draft): HTMLElement {
  const chosen = app.pack!.colleagues.filter((one) => draft.officers.includes(one.id));
  const names = [app.pack!.person.name, ...chosen.map((one) => one.name)].join(say("comma"));
  const box = h("details", "others");
  box.append(h("summary", "others-head", say("officers", { names })));
  for (const one of app.pack!.colleagues) {
    const on = draft.officers.includes(one.id);
    const toggle = () => {
      const left = draft.officers.filter((id) => id !== one.id);
      draft.officers = on ? left : [...left, one.id];
      return save(app, draft);
    };
    const words = [one.name, one.certificate].filter(Boolean).join(" · ");
    box.append(tap(on ? "chosen row-tap" : "row-tap", words, toggle, { pressed: on }));
  }
  if (!app.pack!.colleagues.length) box.append(empty(say("noColleagues")));
  return box;
}

function groups(app: App, draft: Draft, list: Checklist | undefined): HTMLElement[] {
  const topics = [...new Set(list?.items.map((item) => item.topic) ?? [])];
  return topics.map((topic) => {
    const items = list!.items.filter((item) => item.topic === topic);
    const left = items.filter((item) => !isAnswered(draft, item));
    const rows = items.map((item) => row(app, draft, item));
    const note = left.length ? say("left", { n: left.length }) : say("allAnswered");
    const rest = left.length > 1 && left.length < items.length && whole(app, draft, left);
    return section(topic, note, ...rows, rest);
  });
}

/** Offered once a topic has been begun: what was looked at and is in order needs no tap each. */
function whole(app: App, draft: Draft, left: Item[]): HTMLElement {
  const all = () => {
    for (const item of left) draft.answers[item.code] = { answer: "conforms", reason: "" };
    return save(app, draft);
  };
  return tap("good rest", say("restConforms", { n: left.length }), all);
}

const WORDS: [Answer, string][] = [
  ["conforms", "conforms"],
  ["fails", "fails"],
  ["not-applicable", "notApplicable"],
  ["not-checked", "notChecked"],
];
const REASONS: Partial<Record<Answer, string[]>> = {
  "not-applicable": ["noSuchThing", "notDoneHere"],
  "not-checked": ["noTime", "noAccess", "needsInstrument"],
};

function row(app: App, draft: Draft, item: Item): HTMLElement {
  const problem = draft.problems.find((one) => one.item === item.code);
  const answer: Answer | undefined = problem ? "fails" : draft.answers[item.code]?.answer;
  const buttons = WORDS.map(([code, word]) =>
    tap(code === answer ? "chosen" : "", say(word), () => set(app, draft, item, code), {
      pressed: code === answer,
    }),
  );
  return h(
    "div",
    { class: "item", "data-item": item.code },
    h("p", {}, item.text),
    line("note", basis(item)),
    h("div", "four", ...buttons),
    reasons(app, draft, item),
    problem ? failing(app, draft, item, problem) : null,
  );
}

function basis(item: Item): string {
  const words = [item.when, item.basis, item.basis && !item.verified && say("unverified")];
  return words.filter(Boolean).join(" · ");
}

function set(app: App, draft: Draft, item: Item, code: Answer): Promise<void> {
  draft.problems = draft.problems.filter((one) => one.item !== item.code);
  const before = draft.answers[item.code]?.answer;
  draft.answers = Object.fromEntries(
    Object.entries(draft.answers).filter(([name]) => name !== item.code),
  );
  if (code === "fails") draft.problems.push(problemOf(item.code, item.common[0] ?? item.text));
  else if (before !== code) {
    const reason = REASONS[code]?.[0];
    draft.answers[item.code] = { answer: code, reason: reason ? say(reason) : "" };
  }
  return save(app, draft);
}

/** Not applicable and not checked say why, in one tap. */
function reasons(app: App, draft: Draft, item: Item): HTMLElement | null {
  const given = draft.answers[item.code];
  const known = given && REASONS[given.answer]?.map((name) => say(name));
  if (!known) return null;
  const use = (reason: string) => () => {
    given.reason = reason;
    return save(app, draft);
  };
  const own = known.includes(given.reason) ? [] : [given.reason];
  const talk = () => sayBox(say("whyNot"), "", (text) => use(text)());
  return h(
    "div",
    "chips",
    ...[...known, ...own].map((one) =>
      tap(one === given.reason ? "chosen" : "", one, use(one), { pressed: one === given.reason }),
    ),
    tap("say", say("sayOne"), talk, { icon: "mic" }),
  );
}

function failing(app: App, draft: Draft, item: Item, problem: Problem): HTMLElement {
  const pick = (text: string) => () => {
    problem.text = text;
    return save(app, draft);
  };
  const own = item.common.includes(problem.text) ? item.common : [...item.common, problem.text];
  const talk = () => sayBox(say("sayOne"), problem.text, (text) => pick(text)());
  return h(
    "div",
    "failing",
    h(
      "div",
      "chips",
      ...own.map((one) =>
        tap(one === problem.text ? "chosen" : "", one, pick(one), {
          pressed: one === problem.text,
        }),
      ),
      tap("say", say("sayOne"), talk, { icon: "mic" }),
    ),
    line("late", item.major && say("maybeMajor", { what: item.major })),
    line("note", say(item.photo ? "photoNeeded" : "photoFree")),
    photoStrip(app, draft, problem, "before"),
  );
}

function foot(app: App, draft: Draft, list: Checklist | undefined): HTMLElement {
  const left = list?.items.filter((item) => !isAnswered(draft, item)).length ?? 0;
  const end = () => {
    if (!draft.officers.length) return app.say("needSecond");
    if (left) return app.say("needAnswers");
    const ended = () => (formOf(app, RECORD) ? app.go(`#/record/${draft.visit}`) : app.end(draft));
    ask(say("endAsk", { n: draft.problems.length }), say("endDo"), ended);
  };
  // Whoever was let in and looked was not kept out.
  const untouched = !draft.problems.length && !Object.keys(draft.answers).length;
  const out = tap("link", say("refusedEntry"), () => app.go(`#/refusal/${draft.visit}`));
  const kept = say(draft.full ? "full" : "storedHere");
  return h(
    "div",
    "foot",
    tap("main big", say("endDo"), end),
    papers(app, draft),
    line("stored", kept),
    untouched && h("div", "single low", out),
  );
}

/** An order is made while the visit is under way; what was printed is never printed twice. */
function papers(app: App, draft: Draft): HTMLElement | null {
  const made = draft.papers.map((one) => {
    const link = h(
      "a",
      { class: "tap", href: `#/paper/${one.id}` },
      one.number || one.provisional,
    );
    link.prepend(icon("printer"));
    return link;
  });
  const standing = draft.papers.some((one) => one.form === ORDER && !one.spoilt);
  const open = () => app.go(`#/order/${draft.visit}`);
  const may = orderForm(app) && draft.problems.length > 0 && !standing;
  if (!may && !made.length) return null;
  return h("div", "single low", ...made, may && tap("", say("orderOpen"), open));
}
