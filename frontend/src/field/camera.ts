/** A photo, made small enough for a weak network in small steps, with the digest of both. */
import { fit } from "../fit";
import { digestOf } from "./canon";
import type { Photo } from "./shapes";
import type { Picture } from "./store";

/** Long edge and quality, tried in turn until the picture is small enough. */
const STEPS: [number, number][] = [
  [2000, 0.82],
  [1600, 0.78],
  [1280, 0.72],
  [1024, 0.66],
];
const ENOUGH = 400_000;

export interface Taken {
  photo: Photo;
  picture: Picture;
}

function load(file: Blob): Promise<HTMLImageElement> {
  return new Promise((done, failed) => {
    const image = new Image();
    const url = URL.createObjectURL(file);
    image.onload = () => {
      URL.revokeObjectURL(url);
      done(image);
    };
    image.onerror = () => {
      URL.revokeObjectURL(url);
      failed(new Error("no picture"));
    };
    image.src = url;
  });
}

function drawn(image: HTMLImageElement, edge: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fit(image.naturalWidth, image.naturalHeight, edge);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

/** Always drawn anew, so that what is stored is a JPEG without the camera's own notes. */
async function smaller(file: Blob): Promise<Blob> {
  const image = await load(file);
  let best: Blob | null = null;
  for (const [edge, quality] of STEPS) {
    const next = await drawn(image, edge, quality);
    if (next && (!best || next.size < best.size)) best = next;
    if (best && best.size <= ENOUGH) break;
  }
  if (!best) throw new Error("no picture");
  return best;
}

export async function taken(
  file: File,
  stage: Photo["stage"],
  point: Photo["point"],
): Promise<Taken> {
  const original = await digestOf(await file.arrayBuffer());
  const raw = await (await smaller(file)).arrayBuffer();
  const sha256 = await digestOf(raw);
  const taken_at = new Date().toISOString();
  return { photo: { sha256, original, taken_at, point, stage }, picture: { sha256, raw } };
}
