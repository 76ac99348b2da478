/** Proof files: C2SP tlog-proof. */
import { type Bytes, decoded, text } from "./bytes";
import { LENGTH } from "./merkle";
import { Bad, wholeNumber } from "./note";

const MAGIC = "c2sp.org/tlog-proof@v1";
const LONGEST = 1 << 20;
const DEEPEST = 63;
const EXTRA = "extra ";
const INDEX = "index ";

export interface ProofFile {
  index: bigint;
  proof: Bytes[];
  checkpoint: Uint8Array;
}

export function isProof(raw: Uint8Array): boolean {
  return (text(raw.slice(0, MAGIC.length)) ?? "") === MAGIC;
}

export function parseProof(raw: Uint8Array): ProofFile {
  const end = raw.findIndex((one, n) => one === 10 && raw[n + 1] === 10);
  if (end < 0 || raw.length > LONGEST) throw new Bad("form", "has no checkpoint");
  const lines = (text(raw.slice(0, end)) ?? "").split("\n");
  if (lines.shift() !== MAGIC) throw new Bad("form", "is no proof");
  if (lines[0]?.startsWith(EXTRA)) extra(lines.shift()!.slice(EXTRA.length));
  return { index: indexOf(lines.shift()), proof: hashesOf(lines), checkpoint: raw.slice(end + 2) };
}

function extra(encoded: string): void {
  if (encoded && !decoded(encoded).length) throw new Bad("form", "the extra data are no base64");
}

function indexOf(line = ""): bigint {
  if (!line.startsWith(INDEX)) throw new Bad("form", "a proof names the index of its entry");
  return wholeNumber(line.slice(INDEX.length));
}

function hashesOf(lines: string[]): Bytes[] {
  const proof = lines.map(decoded);
  if (proof.length > DEEPEST || proof.some((one) => one.length !== LENGTH))
    throw new Bad("form", "a proof is hashes, each a line of base64");
  return proof;
}
