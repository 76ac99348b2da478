/** Signed notes and checkpoints: C2SP signed-note, tlog-checkpoint and tlog-cosignature. */
import { hashes, verify } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";

import { type Bytes, decoded, equal, hex, joined, text, unbase64, utf8 } from "./bytes";
import { LARGEST, LENGTH } from "./merkle";

hashes.sha512 = sha512;

export const ED25519 = 1;
export const COSIGNATURE = 4;
const LONGEST = 1 << 20;
const MOST = 100;
const DASH = "\u2014 ";
const DECIMAL = /^(?:0|[1-9][0-9]{0,18})$/;
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const NO_NAME = /[\s+]/;

/** Not of its form, or a signature that does not hold. */
export class Bad extends Error {
  readonly why: "form" | "signature";

  constructor(why: "form" | "signature", message: string) {
    super(message);
    this.why = why;
  }
}

export interface Key {
  name: string;
  algorithm: number;
  key: Bytes;
  id: string;
}

interface Line {
  name: string;
  id: string;
  value: Bytes;
}

export interface Note {
  text: string;
  lines: Line[];
}

export interface Checkpoint {
  origin: string;
  size: bigint;
  root: Bytes;
}

/** A checkpoint with the keys of its log that signed, and the newest time of each witness. */
export interface Confirmed {
  checkpoint: Checkpoint;
  signers: Key[];
  seen: { key: Key; at: number }[];
}

/** The key written `name+id+key`. */
export function keyOf(written: string): Key {
  const [name = "", id = "", ...rest] = written.split("+");
  const typed = decoded(rest.join("+"));
  const algorithm = typed[0] ?? 0;
  const key = typed.slice(1);
  const short = algorithm <= COSIGNATURE && key.length !== LENGTH;
  if (unnamed(name) || short) throw new Bad("form", "is no key");
  const own = hex(sha256(joined(utf8(`${name}\n`), typed)).slice(0, 4));
  if (own !== id) throw new Bad("form", "the id of a key is not its own");
  return { name, algorithm, key, id };
}

/** What people compare: the first 16 bytes of SHA-256 of the public key, as 32 letters. */
export function fingerprint(key: Key): string {
  return hex(sha256(key.key).slice(0, 16));
}

function unnamed(name: string): boolean {
  return !name || NO_NAME.test(name);
}

export function wholeNumber(written: string): bigint {
  if (!DECIMAL.test(written) || BigInt(written) > LARGEST)
    throw new Bad("form", "is no whole number");
  return BigInt(written);
}

export function parseNote(raw: Uint8Array): Note {
  const whole = raw.length > LONGEST ? undefined : text(raw);
  if (whole === undefined || CONTROL.test(whole)) throw new Bad("form", "is no note");
  const at = whole.lastIndexOf("\n\n");
  if (at < 0 || !whole.endsWith("\n") || at + 2 >= whole.length)
    throw new Bad("form", "has no signatures");
  const lines = whole.slice(at + 2, -1).split("\n");
  if (lines.length > MOST) throw new Bad("form", "has too many signatures");
  return { text: whole.slice(0, at + 1), lines: lines.map(lineOf) };
}

function lineOf(written: string): Line {
  const [name = "", encoded = "", ...more] = written.slice(DASH.length).split(" ");
  const value = unbase64(encoded);
  if (!written.startsWith(DASH) || unnamed(name) || more.length || value.length <= 4)
    throw new Bad("form", "a signature line has not its form");
  return { name, id: hex(value.slice(0, 4)), value: value.slice(4) };
}

export function parseCheckpoint(written: string): Checkpoint {
  const lines = written.split("\n");
  const last = lines.pop();
  if (last || lines.length < 3 || !lines.every(Boolean))
    throw new Bad("form", "a checkpoint has three lines");
  const [origin, size, encoded] = lines as [string, string, string];
  const root = decoded(encoded);
  if (root.length !== LENGTH) throw new Bad("form", "is no checkpoint");
  return { origin, size: wholeNumber(size), root };
}

/** The lines of `keys`, all of which must hold; lines of other keys are passed over. */
export function signed(note: Note, keys: readonly Key[]): { key: Key; at: number }[] {
  const found: { key: Key; at: number }[] = [];
  for (const line of note.lines) {
    const key = keys.find((one) => one.name === line.name && one.id === line.id);
    if (key) found.push({ key, at: checked(note.text, line, key) });
  }
  return found;
}

function checked(written: string, line: Line, key: Key): number {
  let value = line.value;
  let message = utf8(written);
  let at = 0n;
  if (key.algorithm === COSIGNATURE) {
    for (const one of value.slice(0, 8)) at = (at << 8n) | BigInt(one);
    message = utf8(`cosignature/v1\ntime ${at}\n${written}`);
    value = value.slice(8);
  }
  if (!holds(key.key, message, value))
    throw new Bad("signature", `the signature of ${key.name} does not hold`);
  return Number(at);
}

function holds(key: Bytes, message: Bytes, value: Bytes): boolean {
  try {
    return value.length === 64 && verify(value, message, key, { zip215: false });
  } catch {
    return false;
  }
}

/** Who of these keys confirms the checkpoint in a note. `signers` is empty where none is known. */
export function confirmed(
  raw: Uint8Array,
  logs: readonly Key[],
  witnesses: readonly Key[],
): Confirmed {
  const note = parseNote(raw);
  const checkpoint = parseCheckpoint(note.text);
  const own = logs.filter((one) => one.algorithm === ED25519 && one.name === checkpoint.origin);
  const signers = signed(note, own).map((one) => one.key);
  const timed = witnesses.filter((one) => one.algorithm === COSIGNATURE);
  const seen: { key: Key; at: number }[] = [];
  for (const one of signed(note, timed)) {
    const before = seen.find((each) => equal(each.key.key, one.key.key));
    if (before) before.at = Math.max(before.at, one.at);
    else seen.push(one);
  }
  return { checkpoint, signers, seen };
}
