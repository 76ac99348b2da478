/** Entry and proof of a slip as its node gives them out. */
import type { Bytes } from "./bytes";
import type { Why } from "./verdict";

export type Loaded = { entry: Bytes; proof: Bytes } | { why: Why } | undefined;

/** The two files; why there are none; undefined where the network is down. `address` ends in the
 * leaf hash; `key`: the fingerprint on the slip, which may be that of a key since replaced. */
export async function load(address: string, key = ""): Promise<Loaded> {
  try {
    const [entry, proof] = await Promise.all([
      get(`${address}/entry`),
      get(`${address}/proof${key && `?key=${key}`}`),
    ]);
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
