/** What a slip, an entry and a proof are worth, by keys known beforehand. */
import { type Bytes, equal, leafOf, text } from "./bytes";
import { parseProof } from "./file";
import { included, leafHash } from "./merkle";
import { Bad, type Confirmed, confirmed, fingerprint, type Key, keyOf } from "./note";

const LINK = /^(?:(https?):\/\/)?([^?#]+)\/(0|[1-9][0-9]{0,18})\/([A-Za-z0-9_-]{43})\/?$/;
const FINGERPRINT = /^[0-9a-f]{32}$/;
const LONGEST_ENTRY = 512;

export type Tone = "green" | "amber" | "red";
export type Why =
  | "holds"
  | "compare"
  | "unwitnessed"
  | "unknown"
  | "waiting"
  | "other-entry"
  | "other-place"
  | "other-log"
  | "other-key"
  | "gone"
  | "signature"
  | "form";

/** A log and a place in it, as the link of a slip says; `key`: the fingerprint behind the link. */
export interface Slip {
  address: string;
  index: bigint;
  leaf: Bytes;
  key: string;
}

/** The keys of logs and witnesses, as they are written. */
export interface Known {
  logs: string[];
  witnesses: string[];
}

export interface Asked {
  entry: Uint8Array;
  proof: Uint8Array;
  slip?: Slip | undefined;
  known: Known;
  /** The fingerprint on the slip; empty where nobody gave it. */
  given: string;
  /** Whether the reader says that the letters are the same. */
  same: boolean;
}

export interface Entry {
  k: string;
  r: string;
  n: number;
  t: string;
  d?: string;
  o?: string[];
  a?: string;
  i?: number;
}

export interface Found {
  leaf: Bytes;
  entry: Entry | undefined;
  index: bigint;
  size: bigint;
  origin: string;
  keys: string[];
  seen: { name: string; at: number }[];
}

export interface Verdict {
  tone: Tone;
  why: Why;
  found?: Found;
}

/** The slip of a link, with or without its scheme; undefined where it is none. */
export function slipOf(link: string): Slip | undefined {
  const [address = "", key = ""] = link.trim().split("#");
  const parts = LINK.exec(address);
  const leaf = leafOf(parts?.[4] ?? "");
  if (!parts || !leaf.length) return undefined;
  return { address: parts[2]!, index: BigInt(parts[3]!), leaf, key: letters(key) };
}

/** A fingerprint however it was typed; empty where it is none. */
export function letters(typed: string): string {
  const found = typed.toLowerCase().replace(/[\s-]/g, "");
  return FINGERPRINT.test(found) ? found : "";
}

export function entryOf(raw: Uint8Array): Entry | undefined {
  try {
    const value = JSON.parse(text(raw) ?? "") as Partial<Entry> & { v?: unknown };
    const whole = value.v === 1 && raw.length <= LONGEST_ENTRY;
    const named = [value.k, value.r, value.t].every((one) => typeof one === "string");
    return whole && named && typeof value.n === "number" ? (value as Entry) : undefined;
  } catch {
    return undefined;
  }
}

/** Entered from before or from elsewhere: by its mark, or by its kind. */
export function takenOver(entry: Entry): boolean {
  return entry.i === 1 || entry.k.endsWith(".imported");
}

export function judge(asked: Asked): Verdict {
  try {
    return judged(asked);
  } catch (error) {
    if (error instanceof Bad) return { tone: "red", why: error.why };
    throw error;
  }
}

function judged(asked: Asked): Verdict {
  const file = parseProof(asked.proof);
  const leaf = leafHash(asked.entry);
  const logs = asked.known.logs.map(keyOf);
  const signed = confirmed(file.checkpoint, logs, asked.known.witnesses.map(keyOf));
  const { origin, size, root } = signed.checkpoint;
  const found: Found = {
    leaf,
    entry: entryOf(asked.entry),
    index: file.index,
    size,
    origin,
    keys: signed.signers.map(fingerprint),
    seen: signed.seen.map((one) => ({ name: one.key.name, at: one.at })),
  };
  const wrong = misplaced(asked.slip, found);
  if (wrong) return { tone: "red", why: wrong, found };
  if (!included(leaf, file.index, size, file.proof, root))
    return { tone: "red", why: "other-place", found };
  if (!found.entry) return { tone: "red", why: "form", found };
  return { ...trusted(asked, signed, logs), found };
}

function misplaced(slip: Slip | undefined, found: Found): Why | undefined {
  if (!slip) return undefined;
  if (!equal(slip.leaf, found.leaf)) return "other-entry";
  if (slip.index !== found.index) return "other-place";
  return yearOf(slip.address) === yearOf(found.origin) ? undefined : "other-log";
}

/** `log/2026`: a test machine has another host than the log's name. */
function yearOf(address: string): string {
  return address.split("/").slice(-2).join("/");
}

function trusted(asked: Asked, signed: Confirmed, logs: readonly Key[]): Omit<Verdict, "found"> {
  const prints = signed.signers.map(fingerprint);
  if (!prints.length) {
    const named = logs.some((one) => one.name === signed.checkpoint.origin);
    return named ? { tone: "red", why: "signature" } : { tone: "amber", why: "unknown" };
  }
  if (asked.given && !prints.includes(asked.given)) return { tone: "red", why: "other-key" };
  return asked.given || asked.same ? seen(asked, signed) : { tone: "amber", why: "compare" };
}

function seen(asked: Asked, signed: Confirmed): Omit<Verdict, "found"> {
  if (asked.known.witnesses.length && !signed.seen.length)
    return { tone: "amber", why: "unwitnessed" };
  return { tone: "green", why: "holds" };
}
