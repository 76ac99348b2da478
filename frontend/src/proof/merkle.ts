/** The tree of RFC 9162 §2.1: hashes, and whether an inclusion proof holds. */
import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, equal, joined } from "./bytes";

export const LENGTH = 32;
export const LARGEST = (1n << 63n) - 1n;

export function leafHash(entry: Uint8Array): Bytes {
  return sha256(joined(new Uint8Array([0]), entry)) as Bytes;
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  return sha256(joined(new Uint8Array([1]), left, right)) as Bytes;
}

/** Whether `proof` leads from the leaf hash at `index` to the root of `size` entries (§2.1.3.2). */
export function included(
  leaf: Uint8Array,
  index: bigint,
  size: bigint,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (index < 0n || index >= size || size > LARGEST) return false;
  if ([leaf, root, ...proof].some((one) => one.length !== LENGTH)) return false;
  const found = climbed(leaf, index, size, proof);
  return found !== undefined && equal(found, root);
}

/** The root that the proof leads to; undefined where it has too many hashes or too few. */
function climbed(
  leaf: Uint8Array,
  index: bigint,
  size: bigint,
  proof: readonly Uint8Array[],
): Uint8Array | undefined {
  let here = index;
  let last = size - 1n;
  let found = leaf;
  for (const step of proof) {
    if (last === 0n) return undefined;
    const right = (here & 1n) === 1n || here === last;
    found = right ? nodeHash(step, found) : nodeHash(found, step);
    // Past the levels at which a lone rightmost node only moves up.
    const up = right ? levels(here) : 0n;
    here >>= up + 1n;
    last >>= up + 1n;
  }
  return last === 0n ? found : undefined;
}

/** How often an even number can be halved; 0 for zero. */
function levels(number: bigint): bigint {
  let found = 0n;
  for (let rest = number; rest && !(rest & 1n); rest >>= 1n) found += 1n;
  return found;
}
