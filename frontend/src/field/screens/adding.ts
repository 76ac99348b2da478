/** A photo or a sentence, added to a problem. */
import { say } from "../../words";
import type { App } from "../app";
import { taken } from "../camera";
import type { Draft, Photo, Problem } from "../shapes";
import { h, icon, tap } from "../ui";

type Stage = Photo["stage"];

export function photoStrip(app: App, draft: Draft, problem: Problem, stage: Stage): HTMLElement {
  const all = stage === "after" ? problem.after : problem.photos;
  const strip = h("div", "strip", ...all.map((one) => shot(app, draft, problem, one)));
  strip.append(camera(app, draft, problem, stage, all.length > 0));
  return strip;
}

function shot(app: App, draft: Draft, problem: Problem, photo: Photo): HTMLElement {
  const image = h("img", { class: "shot", alt: say("photo") });
  void app.store.picture(photo.sha256).then((raw) => {
    if (!raw) return;
    image.src = URL.createObjectURL(new Blob([raw], { type: "image/jpeg" }));
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
  });
  const drop = async () => {
    problem.photos = problem.photos.filter((one) => one !== photo);
    problem.after = problem.after.filter((one) => one !== photo);
    await app.hold(draft);
    app.draw();
  };
  const cross = tap("cross", "", drop, { icon: "x-lg", name: say("dropPhoto") });
  return h("div", "shot-box", image, cross);
}

/** The phone's own camera; where it is a computer, a file. */
function camera(
  app: App,
  draft: Draft,
  problem: Problem,
  stage: Stage,
  more: boolean,
): HTMLElement {
  const input = h("input", {
    class: "unseen",
    type: "file",
    accept: "image/*",
    capture: "environment",
    "data-stage": stage,
  });
  const words = h("span", {}, say(more ? "oneMore" : "takeOne"));
  const label = h("label", "tap take", icon("camera"), words, input);
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (!file) return;
    words.textContent = say("making");
    void add(app, draft, problem, stage, file);
  });
  return label;
}

async function add(
  app: App,
  draft: Draft,
  problem: Problem,
  stage: Stage,
  file: File,
): Promise<void> {
  const point = await app.position();
  const made = await taken(file, stage, point).catch(() => undefined);
  if (!made) {
    app.say("notAPicture");
    app.draw();
    return;
  }
  const where = stage === "after" ? problem.after : problem.photos;
  where.push(made.photo);
  draft.full = false;
  if (!(await app.hold(draft, made))) {
    where.pop();
    draft.full = true;
    await app.hold(draft);
  }
  app.draw();
}

/** A field for the keyboard's own dictation; nothing is typed by force. */
export function sayBox(title: string, text: string, use: (text: string) => unknown): void {
  const field = h("textarea", {
    class: "field",
    rows: "3",
    maxlength: "400",
    "aria-label": title,
  });
  field.value = text;
  const hint = h("p", "note", say("dictate"));
  const kept = () => {
    const said = field.value.trim();
    return said ? () => use(said) : undefined;
  };
  formBox(title, [field, hint], kept);
  field.focus();
}

/** Stays open until what it asks for is there. */
function formBox(
  title: string,
  fields: HTMLElement[],
  kept: () => (() => unknown) | undefined,
): void {
  const box = h("div", {
    class: "veil",
    role: "dialog",
    "aria-modal": "true",
    "aria-label": title,
  });
  const close = () => box.remove();
  const keep = async () => {
    const go = kept();
    if (!go) return;
    close();
    await go();
  };
  const pair = h("div", "pair", tap("", say("notYet"), close), tap("main", say("keepIt"), keep));
  box.append(h("div", "ask", h("p", "ask-words", title), ...fields, pair));
  document.body.append(box);
}
