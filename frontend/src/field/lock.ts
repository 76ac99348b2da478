/** What lies on the phone is sealed under a key that only the PIN releases. */
import { type Bytes, text, utf8 } from "../proof/bytes";
import type { Json } from "./canon";

/** OWASP's figure for PBKDF2 with SHA-256; about a second on a slow phone. */
const ROUNDS = 600_000;

export interface LockRow {
  salt: Bytes;
  rounds: number;
  iv: Bytes;
  wrapped: ArrayBuffer;
  wrong: number;
  wrong_at: number;
}

export interface Sealed {
  iv: Bytes;
  data: ArrayBuffer;
}

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

async function keyOfPin(pin: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  const made = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(how, base, made, false, ["encrypt", "decrypt"]);
}

function dataKey(raw: BufferSource): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** A new data key, and the row that gives it back for the PIN. */
export async function makeLock(
  pin: string,
  rounds = ROUNDS,
): Promise<{ row: LockRow; key: CryptoKey }> {
  const [raw, salt, iv] = [random(32), random(16), random(12)];
  const wrapping = await keyOfPin(pin, salt, rounds);
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, wrapping, raw);
  return { row: { salt, rounds, iv, wrapped, wrong: 0, wrong_at: 0 }, key: await dataKey(raw) };
}

/** The data key; undefined for another PIN. */
export async function unlock(pin: string, row: LockRow): Promise<CryptoKey | undefined> {
  const wrapping = await keyOfPin(pin, row.salt, row.rounds);
  try {
    const how = { name: "AES-GCM", iv: row.iv };
    return await dataKey(await crypto.subtle.decrypt(how, wrapping, row.wrapped));
  } catch {
    return undefined;
  }
}

/** How long to wait before the next try, in milliseconds: five are free, then it doubles. */
export function waitAfter(row: LockRow, now: number): number {
  if (row.wrong < 5) return 0;
  const pause = 30_000 * 2 ** Math.min(row.wrong - 5, 7);
  // A clock set back must not lock somebody out for longer than the pause itself.
  return Math.max(0, Math.min(pause, row.wrong_at + pause - now));
}

/** `place` is bound in, so that no sealed row can be put in the place of another. */
export async function seal(key: CryptoKey, place: string, raw: BufferSource): Promise<Sealed> {
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: utf8(place) };
  return { iv, data: await crypto.subtle.encrypt(how, key, raw) };
}

export function unseal(key: CryptoKey, place: string, sealed: Sealed): Promise<ArrayBuffer> {
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: utf8(place) };
  return crypto.subtle.decrypt(how, key, sealed.data);
}

export function sealJson(key: CryptoKey, place: string, value: unknown): Promise<Sealed> {
  return seal(key, place, utf8(JSON.stringify(value)));
}

export async function unsealJson(key: CryptoKey, place: string, sealed: Sealed): Promise<Json> {
  const raw = new Uint8Array(await unseal(key, place, sealed));
  return JSON.parse(text(raw) ?? "null") as Json;
}
