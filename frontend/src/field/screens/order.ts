/** A correction order made on the spot: what was found, until when, who signs. */
import { say } from "../../words";
import type { App } from "../app";
import { newId, stamp } from "../ids";
import {
  digest,
  nextNumber,
  type PaperForm,
  type Point,
  said,
  signing,
  type Told,
  usedNumbers,
} from "../paper";
import { listOf, localDay } from "../places";
import type { Draft, Form, Given, Paper, Problem } from "../shapes";
import { ask, day, h, head, line, section, tap } from "../ui";

type CarriedForm = Form & { lines: PaperForm };

export const ORDER = "visit.order";
const DAYS = [0, 3, 7, 15];

/** The form of a paper, where this person may issue it and the phone carries it. */
export function formOf(app: App, code: string): CarriedForm | undefined {
  const pack = app.pack;
  const form = pack?.person.certificate ? pack.forms[code] : undefined;
  return form as unknown as CarriedForm | undefined;
}

export function orderForm(app: App): CarriedForm | undefined {
  return app.pack?.person.may.includes("assign") ? formOf(app, ORDER) : undefined;
}

export function order(app: App, visit: string): HTMLElement {
  const draft = app.draft(visit);
  const form = orderForm(app);
  const back = `#/check/${visit}`;
  if (!draft || !form) return h("main", "screen", head(say("gone"), "", back));
  return h(
    "main",
    "screen deep",
    head(form.title, draft.place, back),
    section(
      say("untilAll"),
      "",
      dates((due) => setAll(app, draft, due), common(draft)),
    ),
    section(say("orderItems"), "", ...draft.problems.map((one, n) => item(app, draft, one, n))),
    h(
      "div",
      "foot",
      tap("main big", say("orderMake"), () => make(app, draft)),
      line(
        "note",
        signing(app.pack!, draft)
          .map((one) => one.join(" "))
          .join(say("comma")),
      ),
    ),
  );
}

function common(draft: Draft): string {
  const all = new Set(draft.problems.map((one) => draft.dues[one.case] ?? ""));
  return all.size === 1 ? [...all][0]! : "";
}

/** A few days as buttons, any other from the calendar. */
export function dates(use: (due: string) => unknown, chosen: string): HTMLElement {
  const from = (n: number) => localDay(new Date(Date.now() + n * 86_400_000));
  const buttons = DAYS.map((n) => {
    const on = from(n) === chosen;
    const word = n ? say("inDays", { n }) : say("today");
    return tap(on ? "chosen" : "", word, () => use(from(n)), { pressed: on });
  });
  const other = h("input", {
    class: "field",
    type: "date",
    min: from(0),
    "aria-label": say("until"),
  });
  other.value = chosen;
  other.addEventListener("change", () => other.value && use(other.value));
  return h("div", "chips", ...buttons, other);
}

async function save(app: App, draft: Draft): Promise<void> {
  await app.hold(draft);
  app.draw();
}

function setAll(app: App, draft: Draft, due: string): Promise<void> {
  draft.dues = Object.fromEntries(draft.problems.map((one) => [one.case, due]));
  return save(app, draft);
}

function item(app: App, draft: Draft, one: Problem, n: number): HTMLElement {
  const due = draft.dues[one.case] ?? "";
  const box = h("details", "case");
  const until = due ? say("caseDue", { day: day(due) }) : say("noDate");
  box.append(
    h("summary", "order-item", `${n + 1}. ${one.text}`, line(due ? "note" : "late", until)),
  );
  const use = (value: string) => {
    draft.dues = { ...draft.dues, [one.case]: value };
    return save(app, draft);
  };
  box.append(dates(use, due));
  return box;
}

export function points(app: App, draft: Draft): Point[] {
  const list = listOf(app.pack!, draft.list);
  return draft.problems.map((one) => {
    const basis = list?.items.find((item) => item.code === one.item)?.basis ?? "";
    const { case: id, text, part } = one;
    return { case: id, text, part, basis, due: draft.dues[id] ?? "" };
  });
}

function make(app: App, draft: Draft): void {
  const form = orderForm(app)!;
  const found = points(app, draft);
  if (unsigned(app, draft, form)) return;
  if (found.some((one) => !one.due)) return app.say("needDates");
  ask(say("orderAsk", { name: draft.place, n: found.length }), say("orderDo"), async () => {
    const paper = await issued(app, draft, found);
    app.go(`#/paper/${paper.id}`);
  });
}

/** Whether somebody who has to sign is missing; it says who. */
export function unsigned(app: App, draft: Draft, form: CarriedForm): boolean {
  const signers = signing(app.pack!, draft);
  const few = signers.length < form.lines.officers;
  if (few) app.say("needSecond");
  else if (signers.every(([, number]) => number)) return false;
  else app.say("needCertificate");
  return true;
}

function issued(app: App, draft: Draft, found: Point[]): Promise<Paper> {
  return paperOf(app, draft, ORDER, { facts: {}, points: found });
}

/** The number is taken in the same write that keeps the paper. */
async function paperOf(
  app: App,
  draft: Draft,
  code: string,
  told: Pick<Told, "facts" | "points">,
): Promise<Paper> {
  const paper = await paperMade(app, draft, code, told);
  draft.papers = [...draft.papers, paper];
  await app.hold(draft);
  return paper;
}

/** A paper under the next number, which is taken only when the caller keeps it. */
export async function paperMade(
  app: App,
  draft: Draft,
  code: string,
  { facts, points }: Pick<Told, "facts" | "points">,
): Promise<Paper> {
  const pack = app.pack!;
  const form = formOf(app, code)!;
  const address = pack.places.find((one) => one.site === draft.site)?.address ?? "";
  const content = said(code, form, form.lines, {
    visit: draft.visit,
    unit: pack.person.seats.find((one) => one.unit)?.unit ?? "",
    facts: { site: draft.place, address, ...facts },
    officers: signing(pack, draft),
    issued: localDay(new Date()),
    points,
  });
  const used = usedNumbers(app.drafts, app.kept);
  return {
    id: newId(),
    form: code,
    ...nextNumber(code, pack.leases, used, app.device.id),
    content: content as unknown as Given,
    digest: await digest(content),
    cases: points.map((one) => one.case),
    at: stamp(),
    spoilt: "",
  };
}
