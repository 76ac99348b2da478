/** Bytes as text and back. Nothing here needs more than Chromium 86 and Safari 14 have. */
const LENIENT = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const FOUR = /.{4}/g;

export type Bytes = Uint8Array<ArrayBuffer>;

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** The text of these bytes; undefined where they are no UTF-8. */
export function text(raw: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return undefined;
  }
}

export function hex(raw: Uint8Array): string {
  return Array.from(raw, (one) => one.toString(16).padStart(2, "0")).join("");
}

export function joined(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of parts) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, n) => byte === other[n]);
}

export function base64(raw: Uint8Array): string {
  return btoa(Array.from(raw, (one) => String.fromCharCode(one)).join(""));
}

/** Base64 with padding (RFC 4648 §4); bits behind the last byte pass. Empty for anything else. */
export function unbase64(encoded: string): Bytes {
  if (!LENIENT.test(encoded)) return new Uint8Array(0);
  return Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
}

/** Canonical base64 only: no bits behind the last byte. Empty for anything else. */
export function decoded(encoded: string): Bytes {
  const raw = unbase64(encoded);
  return base64(raw) === encoded ? raw : new Uint8Array(0);
}

/** Base64url without padding, as in the link of a slip. */
export function base64url(raw: Uint8Array): string {
  return base64(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** 32 bytes of 43 letters; empty for anything else. */
export function leafOf(letters: string): Bytes {
  const raw = unbase64(`${letters.replace(/-/g, "+").replace(/_/g, "/")}=`);
  return raw.length === 32 && base64url(raw) === letters ? raw : new Uint8Array(0);
}

/** Letters in groups of four, as people compare them. */
export function grouped(letters: string): string {
  return (letters.match(FOUR) ?? []).join(" ");
}
