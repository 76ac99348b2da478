/** What became of what one found. */
import { say } from "../../words";
import type { App } from "../app";
import { picture } from "../net";
import type { Echo } from "../shapes";
import { API } from "../sync";
import { empty, h, head, line, moment, tap } from "../ui";

export function echoes(app: App): HTMLElement {
  const all = app.pack?.echoes ?? [];
  const rows = all.map((one) => {
    return h(
      "li",
      "row",
      h("p", "row-name", h("b", {}, one.site)),
      h("p", {}, one.news),
      line("note", `${moment(one.at)} · ${one.case}`),
      one.photo && photo(app, one),
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

/** Fetched when somebody wants to see it, and kept nowhere. */
function photo(app: App, one: Echo): HTMLElement {
  const place = h("div", "strip");
  const show = async () => {
    const found = await picture(`${API}/echoes/${one.id}/photo`, app.device.secret);
    if (!found) return app.say("echoOffline");
    const image = h("img", { class: "scan", alt: one.news });
    image.src = URL.createObjectURL(found);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    place.replaceChildren(image);
  };
  place.append(tap("", say("echoPhoto"), show, { icon: "camera" }));
  return place;
}
