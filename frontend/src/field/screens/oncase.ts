/** A case put right on the spot: the picture of it is the act. */
import { say } from "../../words";
import { type App, isFull } from "../app";
import type { Json } from "../canon";
import { taken } from "../camera";
import { newId, stamp } from "../ids";
import type { OpenCase, Place, Wish } from "../shapes";
import type { Label } from "../store";
import { h, icon } from "../ui";

export function caseCamera(app: App, place: Place, one: OpenCase): HTMLElement {
  const input = h("input", {
    class: "unseen",
    type: "file",
    accept: "image/*",
    capture: "environment",
  });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void fix(app, place, one, file);
  });
  return h("label", "tap", icon("camera"), h("span", {}, say("fixed")), input);
}

async function fix(app: App, place: Place, one: OpenCase, file: File): Promise<void> {
  const point = await app.position();
  const made = await taken(file, "after", point).catch(() => undefined);
  if (!made) return app.say("notAPicture");
  const photos = [made.photo] as unknown as Json[];
  const given = { act: "fix_on_spot", given: { measure: say("fixedHere") }, photos };
  const wish: Wish = { what: "case.act", about: one.id, given, ...stamp() };
  const said = `${say("fixed")}${say("comma")}${one.description}`;
  const label: Label = { group: newId(), site: place.site, place: place.name, said, result: "" };
  try {
    await app.keep([wish], label, "", [made.picture]);
  } catch (error) {
    // Without its picture this act is none: the phone has to be made room on first.
    if (!isFull(error)) throw error;
    app.say("fullNoFix");
  }
  app.draw();
}
