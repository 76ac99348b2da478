/** Where next: the nearest open place first, then the rest, then what is done and one answer. */
import { say } from "../../words";
import type { App } from "../app";
import {
  inspects,
  kindOf,
  localDay,
  listOf,
  lookedAt,
  owed,
  rechecks,
  stops,
  type Stop,
  topics,
} from "../places";
import type { Draft, Pack, Place, Result } from "../shapes";
import { ask, day, empty, far, h, head, icon, line, tap } from "../ui";
import { inspectionOf, newDraft, refusedWishes, visitWishes, voidWish } from "../visits";
import { openRecheck, overtaken } from "./recheck";

export function today(app: App): HTMLElement {
  const pack = app.pack;
  if (!pack) {
    return h("main", "screen", head(say("today"), ""), empty(say("noPack")));
  }
  const done = app.results();
  const left = pack.places.filter((place) => !done.has(place.site));
  const due = left.filter((place) => owed(app.kept, place));
  const rest = left.filter((place) => !owed(app.kept, place));
  const open = stops(due, here(app));
  const elsewhere = rest.some((place) => place.site === app.chosen);
  const first =
    open.find((one) => one.place.site === app.chosen) ?? (elsewhere ? undefined : open[0]);
  return h(
    "main",
    "screen",
    head(sentence(open.length, done.size), under(app, pack)),
    ...overtaken(app).map(begun),
    ...open.map((stop) => (stop === first ? card(app, pack, stop) : row(app, pack, stop))),
    others(app, pack, rest, open.length > 0),
    summary(app),
    echo(pack),
  );
}

function begun(one: Draft): HTMLElement {
  const text = h("span", {}, h("b", {}, one.place), say("colon"), say("recheckOver"));
  return h("a", { class: "echo", href: `#/recheck/${one.visit}` }, text);
}

function here(app: App): [number, number] | undefined {
  return app.here && [app.here[0], app.here[1]];
}

function sentence(open: number, done: number): string {
  if (open) return say("todayLeft", { n: open });
  return say(done ? "todayDone" : "todayNone");
}

function under(app: App, pack: Pack): Node {
  const seat = pack.person.seats[0];
  const who = [pack.person.name, seat?.title ?? ""].filter(Boolean).join(" ");
  const sub = h("span", {}, `${who} · `);
  const near = async () => {
    await app.position(10_000);
    if (app.here) app.draw();
    else app.say("noPosition");
  };
  sub.append(app.here ? say("nearFirst") : tap("link", say("sortNear"), near));
  return sub;
}

export function card(app: App, pack: Pack, stop: Stop): HTMLElement {
  const place = stop.place;
  const acts = inspects(pack, place) ? inspection(app, place) : patrol(app, pack, place);
  return h(
    "section",
    { class: "card", "data-site": place.number },
    ...top(app, pack, stop),
    ...acts,
  );
}

function top(app: App, pack: Pack, stop: Stop): (HTMLElement | null)[] {
  const place = stop.place;
  const link = h("a", { class: "name", href: `#/site/${place.number}` }, place.name);
  const name = h("h2", "name-line", link, stop.far !== undefined && distance(stop));
  const note = again(pack, place);
  return [
    name,
    line("look", looks(app, pack, place)),
    line("late", isLate(place) && say("dueOn", { day: day(place.due?.on) })),
    note ? h("p", "remind", icon("clock-fill"), note) : null,
  ];
}

/** What failed at the last visit is looked at again. */
function again(pack: Pack, place: Place): string {
  const failed = place.last?.failed ?? [];
  const what = topics(listOf(pack, place.lists[0] ?? ""), failed).join(say("comma"));
  return what && say("lastFailed", { what });
}

function distance(stop: Stop): HTMLElement {
  return h("span", "far", far(stop.far ?? 0));
}

function isLate(place: Place): boolean {
  return Boolean(place.due?.on && place.due.on < localDay(new Date()));
}

function looks(app: App, pack: Pack, place: Place): string {
  const list = listOf(pack, place.lists[0] ?? "");
  const what = topics(list, lookedAt(list, place)).join(say("comma"));
  const n = rechecks(app.kept, place).length;
  return [what, place.due?.why, n && say("nRechecks", { n })]
    .filter(Boolean)
    .join(say("semicolon"));
}

function row(app: App, pack: Pack, stop: Stop): HTMLElement {
  const open = () => {
    app.chosen = stop.place.site;
    app.draw();
    document.querySelector(".card")?.scrollIntoView({ block: "nearest" });
  };
  const made = h(
    "button",
    { class: "stop", type: "button", onclick: open },
    h(
      "span",
      "name-line",
      h("span", "name", stop.place.name),
      stop.far !== undefined && distance(stop),
    ),
    h("span", "look", looks(app, pack, stop.place)),
  );
  if (isLate(stop.place))
    made.append(h("span", "late", say("dueOn", { day: day(stop.place.due?.on) })));
  return made;
}

function patrol(app: App, pack: Pack, place: Place): HTMLElement[] {
  const fine = async () => {
    const draft = newDraft(place, "patrol", app.pack?.lists);
    const words = { reasons: app.reasons(), measure: "" };
    const wishes = visitWishes(draft, listOf(pack, draft.list), words);
    await app.keep(wishes, app.label(draft));
    app.draw();
  };
  const found = async () => {
    const draft = newDraft(place, "patrol", app.pack?.lists);
    await app.hold(draft);
    app.go(`#/find/${draft.visit}`);
  };
  return [
    h(
      "div",
      "pair",
      tap("good", say("fine"), fine, { icon: "check-lg" }),
      tap("main", say("problem"), found, { icon: "plus-lg" }),
    ),
    h(
      "div",
      "pair low",
      tap("blue", say("notIn"), () => reasons(app, place)),
      tap("blue", say("shut"), () => refuse(app, place, "shut", say("shut"))),
    ),
  ];
}

function inspection(app: App, place: Place): HTMLElement[] {
  const running = inspectionOf(app.drafts, place.site);
  const begin = async () => {
    const draft = running ?? newDraft(place, kindOf(place), app.pack?.lists);
    if (!running) await app.hold(draft);
    app.go(`#/check/${draft.visit}`);
  };
  const word = say(running ? "checkGoOn" : "checkBegin");
  const again = rechecks(app.kept, place).map((one) => {
    const what = say("recheckOf", { what: one.description });
    return tap("main wide", what, () => openRecheck(app, place, one));
  });
  const look = again.length ? "wide" : "main wide";
  return [h("div", "pair", ...again, tap(look, word, begin, { icon: "clipboard-check" }))];
}

/** Why nobody got in: a reason is part of it, so one tap each. */
function reasons(app: App, place: Place): void {
  const choices: [string, string][] = [
    ["nobody-there", say("nobodyThere")],
    ["kept-out", say("keptOut")],
    ["other", say("doorLocked")],
    ["other", say("unsafeToEnter")],
  ];
  const box = h("div", { class: "veil", role: "dialog", "aria-modal": "true" });
  const pick = ([code, words]: [string, string]) =>
    tap("", words, async () => {
      box.remove();
      await refuse(app, place, code, words);
    });
  const close = tap("link", say("notYet"), () => box.remove());
  box.append(h("div", "ask", h("p", "ask-words", say("whyNotIn")), ...choices.map(pick), close));
  document.body.append(box);
}

async function refuse(app: App, place: Place, code: string, words: string): Promise<void> {
  const draft = newDraft(place, "patrol", app.pack?.lists);
  const label = { ...app.label(draft), said: words, result: "refused" as Result };
  await app.keep(refusedWishes(draft, code, words), label);
  app.draw();
}

function others(app: App, pack: Pack, rest: Place[], busy: boolean): HTMLElement | null {
  if (!rest.length) return null;
  const top = h("summary", "others-head", say("others", { n: rest.length }));
  const box = h("details", { class: "others", open: !busy }, top);
  const rows = stops(rest, here(app));
  const chosen = rows.find((one) => one.place.site === app.chosen) ?? (busy ? undefined : rows[0]);
  if (chosen) box.open = true;
  box.append(...rows.map((one) => (one === chosen ? card : row)(app, pack, one)));
  return box;
}

/** What was done today, and a way back from a wrong tap. */
function summary(app: App): HTMLElement | null {
  const done = app.results();
  if (!done.size) return null;
  const all = [...done.values()].map((one) => one.result);
  const n = (result: Result) => all.filter((one) => one === result).length;
  const counts = [
    n("fine") && say("nFine", { n: n("fine") }),
    n("found") && say("nFound", { n: n("found") }),
    n("refused") && say("nRefused", { n: n("refused") }),
  ];
  const top = h(
    "summary",
    "done",
    icon("check-lg"),
    h("span", "done-n", say("walked", { n: done.size })),
  );
  top.append(h("span", "note", counts.filter(Boolean).join(" · ")));
  const rows = [...done].map(([site, one]) => doneRow(app, site, one));
  return h("details", "done-box", top, ...rows);
}

function doneRow(app: App, site: string, one: { result: Result; group: string }): HTMLElement {
  const kept = app.kept.find((each) => each.group === one.group && each.result === one.result);
  const name = kept?.place ?? "";
  const undo = async () => {
    const label = {
      group: one.group,
      site,
      place: name,
      said: say("undone"),
      result: "undone" as Result,
    };
    await app.keep([voidWish(one.group)], label);
    app.draw();
  };
  const sure = () => ask(say("undoAsk", { name }), say("undo"), undo);
  const words = h("span", "done-words", h("b", {}, name), ` ${kept?.said ?? ""}`);
  return h("p", "done-row", words, one.result !== "found" && tap("small", say("undo"), sure));
}

function echo(pack: Pack): HTMLElement | null {
  const last = pack.echoes[0];
  if (!last) return null;
  const text = h("span", {}, h("b", {}, last.site), say("colon"), last.news);
  return h("a", { class: "echo", href: "#/echoes" }, icon("chat-left-text"), text);
}
