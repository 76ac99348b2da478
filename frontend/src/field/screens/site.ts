/** A place as the phone carries it: what is on file, what is open there, what may be done. */
import { say } from "../../words";
import type { App } from "../app";
import { isOfficer, kindOf, listOf, localDay } from "../places";
import type { OpenCase, Place } from "../shapes";
import { day, empty, h, head, line, moment, section, tap } from "../ui";
import { inspectionOf, newDraft } from "../visits";
import { caseCamera } from "./oncase";
import { openRecheck } from "./recheck";
import { outline } from "./spot";

export function site(app: App, number: string): HTMLElement {
  const place = app.pack?.places.find((one) => one.number === number);
  if (!place) {
    const main = h("main", "screen", head(number, "", "#/"), empty(say("notCarried")));
    const link = h("a", { class: "tap", href: `/sites/?q=${encodeURIComponent(number)}` });
    link.append(say("openOnline"));
    main.append(h("div", "single", link));
    return main;
  }
  return h(
    "main",
    "screen",
    head(place.name, [place.number, place.address].filter(Boolean).join(" · "), "#/"),
    visits(app, place),
    facts(app, place),
    cases(app, place),
    outline(app, place),
  );
}

function visits(app: App, place: Place): HTMLElement {
  const pack = app.pack!;
  const officer = isOfficer(pack);
  const kind = officer ? kindOf(place) : "patrol";
  const running = inspectionOf(app.drafts, place.site);
  const begin = async () => {
    const draft = (officer && running) || newDraft(place, kind, pack.lists);
    await app.hold(draft);
    app.go(`#/${officer ? "check" : "find"}/${draft.visit}`);
  };
  const word = officer ? (running ? "checkGoOn" : "checkBegin") : "problem";
  const sign = officer ? "clipboard-check" : "plus-lg";
  return h("div", "single", tap("main big", say(word), begin, { icon: sign }));
}

const LAST: Record<string, string> = { normal: "fine", problem: "problem", refused: "notLetIn" };

function lastVisit({ last }: Place): string {
  if (!last) return say("factNever");
  const words = LAST[last.said];
  return `${day(last.at)} ${words ? say(words) : last.said}`;
}

function facts(app: App, place: Place): HTMLElement {
  const list = app.pack && listOf(app.pack, place.lists[0] ?? "");
  const rows: [string, string][] = [
    [say("factLast"), lastVisit(place)],
    [say("factDue"), place.due ? `${day(place.due.on)} ${place.due.why}` : say("factNoDue")],
    [say("factPhone"), place.phone],
    [say("factList"), list ? list.object : ""],
  ];
  const shown = rows.filter(([, value]) => value);
  const made = shown.map(([name, value]) => h("p", "fact", h("span", "note", name), value));
  return section(say("onFile"), "", ...made);
}

function cases(app: App, place: Place): HTMLElement {
  const rows = place.cases.map((one) => openCase(app, place, one));
  const note = rows.length ? say("nOpen", { n: rows.length }) : "";
  return section(say("openCases"), note, ...rows, rows.length ? null : empty(say("noneOpen")));
}

function openCase(app: App, place: Place, one: OpenCase): HTMLElement {
  const late = Boolean(one.due_on && one.due_on < localDay(new Date()));
  const waiting = app.kept.find((each) => each.act.about === one.id && each.outcome === "stored");
  return h(
    "div",
    "case",
    h("p", "row-name", h("b", {}, one.description)),
    line("note", [one.number, one.part].filter(Boolean).join(" · ")),
    one.due_on ? line(late ? "late" : "note", say("caseDue", { day: day(one.due_on) })) : null,
    waiting
      ? line("row-said", say("caseWaits", { said: waiting.said, at: moment(waiting.act.done_at) }))
      : acts(app, place, one),
  );
}

/** What the node says this person may do here; only what can be done without more than this. */
function acts(app: App, place: Place, one: OpenCase): HTMLElement | null {
  const may = new Set(one.may);
  const made = [
    (may.has("pass") || may.has("return")) &&
      tap("main", say("recheck"), () => openRecheck(app, place, one)),
    may.has("fix_on_spot") && caseCamera(app, place, one),
  ].filter((each): each is HTMLElement => Boolean(each));
  return made.length ? h("div", "pair acts", ...made) : null;
}
