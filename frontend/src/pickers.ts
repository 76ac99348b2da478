/** A file field in the words of the page: the browser's own speak the browser's language. */
import { each, fresh, make } from "./dom";
import { say } from "./words";

export function start(root: ParentNode): void {
  each<HTMLInputElement>(root, "input[type='file'].form-control", (input) => {
    if (input.id && fresh(input, "picker")) dress(input);
  });
}

export function named(files: readonly { name: string }[]): string {
  const [first] = files;
  if (!first) return say("noFile");
  return files.length === 1 ? first.name : say("someFiles", { n: files.length });
}

/** The field itself stays, for the keyboard and for readers; what is seen is its label. */
function dress(input: HTMLInputElement): void {
  const face = make("label", "form-control file-pick");
  face.htmlFor = input.id;
  face.setAttribute("aria-hidden", "true");
  const name = make("span", "file-pick-name");
  const show = () => (name.textContent = named(Array.from(input.files ?? [])));
  face.append(make("span", "file-pick-do", say(input.multiple ? "pickFiles" : "pickFile")), name);
  show();
  input.before(face);
  input.classList.add("visually-hidden");
  input.addEventListener("change", show);
  input.addEventListener("focus", () => face.classList.add("file-pick-at"));
  input.addEventListener("blur", () => face.classList.remove("file-pick-at"));
}
