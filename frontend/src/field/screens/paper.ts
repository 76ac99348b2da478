/** A paper as it is printed on the spot: the lines, the number, the digest of both sides. */
import { say } from "../../words";
import type { App } from "../app";
import { chinese, type Content, numberOf, short } from "../paper";
import type { Draft, Paper } from "../shapes";
import { ask, h, head, line, tap } from "../ui";

function found(app: App, id: string): { paper: Paper; draft?: Draft } | undefined {
  for (const draft of app.drafts) {
    const paper = draft.papers.find((one) => one.id === id);
    if (paper) return { paper, draft };
  }
  const kept = app.kept.find((one) => one.act.about === id && one.act.what === "document.issue");
  if (!kept) return undefined;
  const given = kept.act.given as unknown as Paper;
  const number = kept.number || numberOf(given, app.pack?.leases ?? []);
  const provisional = given.provisional ?? "";
  return { paper: { ...given, id, number, provisional, spoilt: "", at: kept.act } };
}

export function paper(app: App, id: string): HTMLElement {
  const one = found(app, id);
  if (!one) return h("main", "screen", head(say("gone"), "", "#/"));
  const back = one.draft ? `#/check/${one.draft.visit}` : "#/outbox";
  const print = tap("main big", say("print"), () => window.print(), { icon: "printer" });
  const draft = one.draft;
  const spoil = draft && tap("link", say("spoil"), () => spoilt(app, draft, one.paper));
  return h(
    "main",
    "screen deep",
    head((one.paper.content as unknown as Content).title, say("paperHint"), back),
    sheet(one.paper),
    h("div", "foot no-print", print, spoil),
  );
}

/** What the firm gets in the hand is in the language of the law, whatever the page speaks. */
function sheet({ content, number, provisional, digest, spoilt }: Paper): HTMLElement {
  const said = content as unknown as Content;
  const facts = said.facts.map(([, value], n) => value && fact(said.labels[n] ?? "", value));
  const items = said.items.map((one, n) => {
    const part = one.part && `（部位：${one.part}）`;
    return h(
      "p",
      "paper-line",
      `${n + 1}. ${one.text}${part}${one.basis && ` 依据：${one.basis}。`}`,
    );
  });
  const lines = (all: string[]) => all.map((text) => h("p", "paper-line", text));
  const signs = said.officers.map(([name, certificate]) =>
    h("p", "paper-sign", `执法人员：${name}　　　　（签名）　证号：${certificate}`),
  );
  return h(
    "article",
    { class: spoilt ? "paper void" : "paper", lang: "zh-hans" },
    h("p", "paper-unit", said.unit),
    h("h2", "paper-title", said.title),
    h("p", "paper-number", number || `现场临时编号 ${provisional}`),
    spoilt ? h("p", "paper-void", `作废：${spoilt}`) : null,
    h("dl", "paper-facts", ...facts.filter((each): each is HTMLElement => Boolean(each))),
    ...lines(said.before),
    ...items,
    ...lines(said.after),
    line("paper-line", said.basis && `依据：${said.basis}。`),
    line("paper-line", said.remedy),
    ...signs,
    ...said.signs.map((text) => h("p", "paper-sign", text)),
    h("p", "paper-end", `${said.unit}（盖章）`),
    h("p", "paper-end", chinese(said.issued)),
    line("paper-foot", said.foot),
    h("p", "paper-digest", `内容校验 ${short(digest)}　SHA-256 ${digest}`),
  );
}

function fact(label: string, value: string): HTMLElement {
  return h("div", "paper-fact", h("dt", {}, label), h("dd", {}, value));
}

/** A number that was printed in vain stays in the register as void, with its reason. */
function spoilt(app: App, draft: Draft, one: Paper): void {
  ask(say("spoilAsk"), say("spoil"), async () => {
    if (one.lease) one.spoilt = say("spoilReason");
    else draft.papers = draft.papers.filter((each) => each !== one);
    await app.hold(draft);
    app.go(`#/order/${draft.visit}`);
  });
}
