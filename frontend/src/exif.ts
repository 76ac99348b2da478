/** What a JPEG says of itself: time, place, orientation. Read before a canvas drops it. */
export interface Exif {
  takenAt?: string;
  latitude?: number;
  longitude?: number;
}

type Read = (tag: number) => { type: number; count: number; at: number } | undefined;

/** Where the TIFF block of APP1 begins, or -1. */
function tiffStart(view: DataView): number {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return -1;
  let at = 2;
  while (at + 10 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) return at + 10;
    if (marker === 0xda) return -1;
    at += 2 + view.getUint16(at + 2);
  }
  return -1;
}

function directory(view: DataView, base: number, offset: number, little: boolean): Read {
  const start = base + offset;
  const count = view.getUint16(start, little);
  return (tag) => {
    for (let n = 0; n < count; n++) {
      const at = start + 2 + n * 12;
      if (view.getUint16(at, little) !== tag) continue;
      return {
        type: view.getUint16(at + 2, little),
        count: view.getUint32(at + 4, little),
        at: at + 8,
      };
    }
    return undefined;
  };
}

function text(view: DataView, base: number, entry: ReturnType<Read>, little: boolean): string {
  if (!entry) return "";
  const from = entry.count > 4 ? base + view.getUint32(entry.at, little) : entry.at;
  let out = "";
  for (let n = 0; n < entry.count; n++) {
    const code = view.getUint8(from + n);
    if (code === 0) break;
    out += String.fromCharCode(code);
  }
  return out;
}

function degrees(view: DataView, base: number, entry: ReturnType<Read>, little: boolean): number {
  if (!entry || entry.count < 3) return NaN;
  const from = base + view.getUint32(entry.at, little);
  const part = (n: number) =>
    view.getUint32(from + n * 8, little) / view.getUint32(from + n * 8 + 4, little);
  return part(0) + part(1) / 60 + part(2) / 3600;
}

function place(view: DataView, base: number, gps: Read, little: boolean): Exif {
  const latitude = degrees(view, base, gps(2), little);
  const longitude = degrees(view, base, gps(4), little);
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return {};
  return {
    latitude: text(view, base, gps(1), little) === "S" ? -latitude : latitude,
    longitude: text(view, base, gps(3), little) === "W" ? -longitude : longitude,
  };
}

/** “2026:11-20 …” as the camera wrote it, in the camera's own clock: no zone is invented. */
export function readExif(data: ArrayBuffer): Exif {
  try {
    const view = new DataView(data);
    const base = tiffStart(view);
    if (base < 0) return {};
    const little = view.getUint16(base) === 0x4949;
    const main = directory(view, base, view.getUint32(base + 4, little), little);
    const out: Exif = {};
    const own = main(0x8769);
    if (own) {
      const more = directory(view, base, view.getUint32(own.at, little), little);
      const taken = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(
        text(view, base, more(0x9003), little),
      );
      if (taken) out.takenAt = `${taken[1]}-${taken[2]}-${taken[3]}T${taken[4]}`;
    }
    const gps = main(0x8825);
    if (!gps) return out;
    return {
      ...out,
      ...place(view, base, directory(view, base, view.getUint32(gps.at, little), little), little),
    };
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}
