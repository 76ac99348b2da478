/** Photos side by side, full size, with the file's fingerprint; all by buttons. */
import { button, each, fresh, make } from "./dom";
import { open } from "./over";
import { say } from "./words";

export interface Shot {
  url: string;
  label: string;
  words: string;
  print: string;
}

/** The two photos to show first: the clicked one beside the newest, or the one before it. */
export function pair(count: number, clicked: number): [number, number] {
  if (count < 2) return [0, 0];
  return clicked === count - 1 ? [clicked - 1, clicked] : [clicked, count - 1];
}

export function start(root: ParentNode): void {
  each<HTMLElement>(root, "[data-shots]", (panel) => {
    if (!fresh(panel, "shots")) return;
    const links = Array.from(panel.querySelectorAll<HTMLAnchorElement>("[data-shot]"));
    const shots = links.map((link) => ({
      url: link.href,
      label: link.dataset["label"] ?? "",
      words: link.dataset["words"] ?? "",
      print: link.dataset["print"] ?? "",
    }));
    links.forEach((link, at) =>
      link.addEventListener("click", (event) => {
        event.preventDefault();
        show(shots, at);
      }),
    );
    each<HTMLButtonElement>(panel, "[data-shots-open]", (all) => {
      all.hidden = shots.length < 1;
      all.addEventListener("click", () => show(shots, 0));
    });
  });
}

function show(shots: Shot[], clicked: number): void {
  const view = make("div", "viewer");
  const head = make("div", "viewer-head");
  const stage = make("div", "viewer-pair");
  const layer = { close: (): void => undefined };
  const size = button("btn btn-row", say("fullSize"), () => {
    const full = view.classList.toggle("viewer-full");
    size.textContent = say(full ? "fit" : "fullSize");
  });
  const close = button("btn btn-row viewer-close", say("close"), () => layer.close());
  close.dataset["first"] = "";
  head.append(size, close);
  const [left, right] = pair(shots.length, clicked);
  stage.append(side(shots, left));
  if (shots.length > 1) stage.append(side(shots, right));
  view.append(head, stage);
  layer.close = open(view, say("pair")).close;
}

function side(shots: Shot[], first: number): HTMLElement {
  let at = first;
  const figure = make("figure", "viewer-side");
  const bar = make("div", "viewer-head");
  const name = make("b", "");
  const frame = make("div", "viewer-frame");
  const image = make("img", "");
  const words = make("figcaption", "viewer-words");
  const draw = () => {
    const shot = shots[at];
    if (!shot) return;
    name.textContent = shot.label;
    image.src = shot.url;
    image.alt = shot.label;
    words.textContent = shot.print
      ? `${shot.words} · ${say("fingerprint")} ${shot.print}`
      : shot.words;
  };
  const move = (step: number) => {
    at = (at + step + shots.length) % shots.length;
    draw();
  };
  bar.append(name);
  if (shots.length > 2) {
    bar.append(
      button("btn btn-row", say("earlier"), () => move(-1)),
      button("btn btn-row", say("later"), () => move(1)),
    );
  }
  frame.append(image);
  figure.append(bar, frame, words);
  draw();
  return figure;
}
