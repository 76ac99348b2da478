/** What became of what one found. */
import { say } from "../../words";
import type { App } from "../app";
import { empty, h, head, line, moment } from "../ui";

export function echoes(app: App): HTMLElement {
  const all = app.pack?.echoes ?? [];
  const rows = all.map((one) => {
    return h(
      "li",
      "row",
      h("p", "row-name", h("b", {}, one.site)),
      h("p", {}, one.news),
      line("note", `${moment(one.at)} · ${one.case}`),
    );
  });
  const title = all.length ? say("echoesTitle", { n: all.length }) : say("echoesNone");
  return h(
    "main",
    "screen",
    head(title, ""),
    h("ul", "rows", ...rows),
    all.length ? null : empty(say("echoesEmpty")),
  );
}
