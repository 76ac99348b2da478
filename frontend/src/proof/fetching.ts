/** Entry and proof of a slip as its node gives them out. */
import type { Bytes } from "./bytes";
import type { Why } from "./verdict";

export type Loaded = { entry: Bytes; proof: Bytes } | { why: Why } | undefined;

/** The two files; why there are none; undefined where the network is down. `address` ends in the
 * leaf hash. */
export async function load(address: string): Promise<Loaded> {
  try {
    const [entry, proof] = await Promise.all([get(`${address}/entry`), get(`${address}/proof`)]);
    if (!entry) return { why: "gone" };
    return proof ? { entry, proof } : { why: "waiting" };
  } catch {
    return undefined;
  }
}

async function get(url: string): Promise<Bytes | undefined> {
  const answer = await fetch(url, { credentials: "omit", cache: "no-store" });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
