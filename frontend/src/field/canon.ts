/** Canonical bytes of a JSON value (RFC 8785), as `kernel/canon.py` writes them. */
import { hex, utf8 } from "../proof/bytes";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Throws for what has no canonical form: a number that is none, half of a surrogate pair. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "number") return numeral(value);
  if (typeof value === "string") return quoted(value);
  if (value === null || typeof value === "boolean") return String(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${quoted(name)}:${canonical(value[name]!)}`).join(",")}}`;
}

function numeral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError("not a number");
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError("too large");
  return JSON.stringify(value);
}

function quoted(text: string): string {
  const written = JSON.stringify(text);
  // A lone surrogate is written as an escape; any other escape stands for a control character.
  if (/(^|[^\\])(\\\\)*\\ud[89a-f]/.test(written)) throw new RangeError("half a character");
  return written;
}

export async function digestOf(raw: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", raw)));
}

export async function hashOf(value: Json): Promise<string> {
  return digestOf(utf8(canonical(value)));
}
