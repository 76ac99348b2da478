/** What lies on the phone, what is on its way, what arrived. */
import { say } from "../../words";
import type { App } from "../app";
import type { Kept } from "../shapes";
import { empty, h, head, icon, line, moment, size, tap } from "../ui";

export function outbox(app: App): HTMLElement {
  const groups = grouped(app.kept);
  const waiting = groups.filter((rows) => rows.some((one) => one.outcome === "stored")).length;
  const title = waiting ? say("outboxWaits", { n: waiting }) : say("outboxEmpty");
  const again = waiting > 0 && tap("", say("tryNow"), () => app.send(), { icon: "arrow-repeat" });
  return h(
    "main",
    "screen",
    head(title, say(app.online ? "outboxOnline" : "outboxOffline")),
    h("ul", "rows", ...groups.map((rows) => row(app, rows))),
    groups.length ? null : empty(say("outboxNothing")),
    h("div", "single", again),
  );
}

/** One row for a visit, the newest first. */
export function grouped(kept: Kept[]): Kept[][] {
  const by = new Map<string, Kept[]>();
  const order = [...kept].sort((one, other) => other.act.seq - one.act.seq);
  for (const one of order) by.set(one.group, [...(by.get(one.group) ?? []), one]);
  return [...by.values()];
}

type Look = [string, string, string];

const failed = (why: string): Look => ["bad", "exclamation-circle-fill", say("notSent", { why })];

/** Colour, sign and words of a row: the worst of its acts speaks. */
function standing(app: App, rows: Kept[]): Look {
  const has = (outcome: Kept["outcome"]) => rows.find((one) => one.outcome === outcome);
  const bad = has("malformed");
  if (bad) return failed(bad.words || bad.act.what);
  const open = has("stored");
  if (open) return underway(app, rows, open);
  const said = has("statement");
  if (said) return ["warn", "info-circle", say("statement", { why: said.words })];
  return ["good", "check-lg", say("received", { at: moment(rows[0]!.received_at) })];
}

function underway(app: App, rows: Kept[], open: Kept): Look {
  if (rows.some((one) => app.sending.has(one.act.seq))) {
    return ["", "cloud-arrow-up", say("onItsWay")];
  }
  return open.words ? failed(open.words) : ["", "phone", say("onPhone")];
}

function row(app: App, rows: Kept[]): HTMLElement {
  const newest = rows[0]!;
  const [tone, sign, words] = standing(app, rows);
  const bytes = rows.reduce((sum, one) => sum + one.bytes, 0);
  const numbers = [...new Set(rows.map((one) => one.number).filter(Boolean))].join(" ");
  const times = [moment(rows[rows.length - 1]!.act.done_at), size(bytes)].join(" · ");
  return h(
    "li",
    "row",
    h("p", "row-name", h("b", {}, newest.place)),
    line("row-said", newest.said),
    line("note", times),
    h("p", `row-state ${tone}`, icon(sign), words),
    line("note", numbers),
    dismiss(app, rows),
  );
}

/** A statement stays until its maker has read why; it is kept whole at the node. */
function dismiss(app: App, rows: Kept[]): HTMLElement | null {
  const closed = rows.every((one) => one.outcome === "done" || one.outcome === "statement");
  if (!closed || !rows.some((one) => one.outcome === "statement")) return null;
  return tap("small", say("understood"), async () => {
    await app.store.forget(rows.map((one) => one.act.seq));
    await app.load();
    app.draw();
  });
}
