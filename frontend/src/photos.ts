/** Photos are made smaller before they are sent; the original's hash, time and place go along. */
import { bytes, each, fresh, make } from "./dom";
import { readExif, type Exif } from "./exif";
import { fit } from "./fit";
import { say } from "./words";

const SMALL_ENOUGH = 1_500_000;
const QUALITY = 0.85;

/** What the server gets as JSON in “<field>_facts”, one per file, in the order of the files. */
export interface PhotoFacts extends Exif {
  name: string;
  size: number;
  sha256?: string;
  reduced: boolean;
}

export function hex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (one) => one.toString(16).padStart(2, "0")).join("");
}

export function start(root: ParentNode): void {
  each<HTMLInputElement>(root, "input[type='file'][data-photo]", (input) => {
    if (fresh(input, "photo")) input.addEventListener("change", () => void prepare(input));
  });
}

async function prepare(input: HTMLInputElement): Promise<void> {
  const files = Array.from(input.files ?? []);
  const facts: PhotoFacts[] = [];
  const sent: File[] = [];
  const list = panel(input);
  list.textContent = "";
  for (const file of files) {
    const data = await file.arrayBuffer();
    const smaller = file.size > SMALL_ENOUGH ? await reduce(file) : undefined;
    facts.push(await describe(file, data, smaller !== undefined));
    sent.push(smaller ?? file);
    list.append(preview(file, smaller));
  }
  if (!replace(input, sent)) facts.forEach((one) => (one.reduced = false));
  note(input, facts);
}

async function describe(file: File, data: ArrayBuffer, reduced: boolean): Promise<PhotoFacts> {
  const facts: PhotoFacts = { name: file.name, size: file.size, reduced, ...readExif(data) };
  // Only a secure address offers SubtleCrypto; elsewhere the server hashes what arrives.
  if (window.isSecureContext) facts.sha256 = hex(await crypto.subtle.digest("SHA-256", data));
  return facts;
}

function load(file: File): Promise<HTMLImageElement> {
  return new Promise((done, failed) => {
    const image = new Image();
    const url = URL.createObjectURL(file);
    image.onload = () => {
      URL.revokeObjectURL(url);
      done(image);
    };
    image.onerror = () => {
      URL.revokeObjectURL(url);
      failed(new Error(file.name));
    };
    image.src = url;
  });
}

async function reduce(file: File): Promise<File | undefined> {
  let image: HTMLImageElement;
  try {
    image = await load(file);
  } catch {
    return undefined;
  }
  const [width, height] = fit(image.naturalWidth, image.naturalHeight);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((done) =>
    canvas.toBlob(done, "image/jpeg", QUALITY),
  );
  if (!blob || blob.size >= file.size) return undefined;
  const name = file.name.replace(/\.\w+$/, "") + ".jpg";
  return new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified });
}

/** False where the browser does not let a page choose files (Safari 14.0): originals are sent. */
function replace(input: HTMLInputElement, files: File[]): boolean {
  try {
    const carrier = new DataTransfer();
    files.forEach((file) => carrier.items.add(file));
    input.files = carrier.files;
    return true;
  } catch {
    return false;
  }
}

function panel(input: HTMLInputElement): HTMLElement {
  const next = input.nextElementSibling;
  if (next instanceof HTMLElement && next.classList.contains("files")) return next;
  const made = make("div", "files");
  made.setAttribute("aria-live", "polite");
  input.after(made);
  return made;
}

function preview(file: File, smaller: File | undefined): HTMLElement {
  const box = make("div", "file");
  const image = make("img", "");
  image.alt = "";
  image.src = URL.createObjectURL(smaller ?? file);
  const facts = { name: file.name, from: bytes(file.size), to: bytes((smaller ?? file).size) };
  box.append(image, make("span", "", say(smaller ? "photoSmaller" : "photoKept", facts)));
  return box;
}

function note(input: HTMLInputElement, facts: PhotoFacts[]): void {
  const name = `${input.name}_facts`;
  let field = input.form?.querySelector<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`);
  if (!field) {
    field = make("input", "");
    field.type = "hidden";
    field.name = name;
    input.after(field);
  }
  field.value = JSON.stringify(facts);
}
