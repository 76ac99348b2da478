/** The end of an inspection with its record: what was looked at, what was not, who was there. */
import { say } from "../../words";
import type { App } from "../app";
import { stamp } from "../ids";
import { listOf, localTime } from "../places";
import type { Answered, Checklist, Draft } from "../shapes";
import { h, head, line, tap } from "../ui";
import { formOf, paperMade, points, unsigned } from "./order";

export const RECORD = "visit.record";
/** What nobody knows before: whom one met, and where. */
const TYPED = ["person", "post", "phone", "place"];

export function record(app: App, visit: string): HTMLElement {
  const draft = app.draft(visit);
  const form = formOf(app, RECORD);
  const back = `#/check/${visit}`;
  if (!draft || !form) return h("main", "screen", head(say("gone"), "", back));
  const labels = form.lines.facts.filter(([code]) => TYPED.includes(code));
  const fields = labels.map(([code, label]) => {
    const field = h("input", { class: "field", id: code, name: code, maxlength: "60" });
    const name = h("label", { for: code, lang: "zh-hans" }, label);
    return h("div", "labelled", name, field);
  });
  const typed = () =>
    Object.fromEntries(TYPED.map((code) => [code, value(fields, code)] as [string, string]));
  return h(
    "main",
    "screen deep",
    head(form.title, draft.place, back),
    h("div", "enrol", line("note", say("recordWhy")), ...fields),
    h(
      "div",
      "foot",
      tap("main big", say("recordDo"), () => ended(app, draft, typed())),
      h(
        "div",
        "single low",
        tap("link", say("recordNot"), () => app.end(draft)),
      ),
    ),
  );
}

function value(fields: HTMLElement[], code: string): string {
  const all = fields.map((one) => one.querySelector<HTMLInputElement>(`[name="${code}"]`));
  return (all.find(Boolean)?.value ?? "").trim();
}

/** Record, acts and end of the visit say the same minute and are one write. */
async function ended(app: App, draft: Draft, typed: Record<string, string>): Promise<void> {
  if (unsigned(app, draft, formOf(app, RECORD)!)) return;
  const at = stamp();
  const list = listOf(app.pack!, draft.list);
  const facts = {
    ...typed,
    began: localTime(draft.opened.done_at),
    ended: localTime(at.done_at),
    list: list?.object ?? "",
    looked: list ? looked(draft, list) : "",
  };
  const undated = points(app, draft).map((one) => ({ ...one, due: "" }));
  const paper = await paperMade(app, draft, RECORD, { facts, points: undated });
  await app.close({ ...draft, papers: [...draft.papers, paper] }, at);
  app.go(`#/paper/${paper.id}`);
}

/** How much was looked at, and what was not with its reason; in the language of the paper. */
export function looked(draft: Draft, list: Checklist): string {
  const failed = new Set(draft.problems.map((one) => one.item));
  const answers = list.items.map((item) => draft.answers[item.code]);
  const n = (answer: Answered["answer"]) => answers.filter((one) => one?.answer === answer).length;
  const [conforms, apart, left] = [n("conforms"), n("not-applicable"), n("not-checked")];
  const checked = conforms + failed.size;
  const text =
    `${list.items.length} 项中查了 ${checked} 项（不符合 ${failed.size} 项）` +
    `，不适用 ${apart} 项，未查 ${left} 项`;
  const open = list.items.filter((item) => draft.answers[item.code]?.answer === "not-checked");
  const why = open.map((item) => `${item.topic}：${draft.answers[item.code]!.reason}`).join("；");
  return (why ? `${text}。未查：${why}` : text).slice(0, 2000);
}
