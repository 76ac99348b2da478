/** Names and times that the phone gives itself. */
import { hex } from "../proof/bytes";

/** UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, the rest random. */
export function newId(at = Date.now()): string {
  const raw = crypto.getRandomValues(new Uint8Array(16));
  for (let n = 0; n < 6; n++) raw[n] = Math.floor(at / 2 ** (8 * (5 - n))) % 256;
  raw[6] = (raw[6]! & 0x0f) | 0x70;
  raw[8] = (raw[8]! & 0x3f) | 0x80;
  const text = hex(raw);
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts
    .slice(1)
    .map((end, n) => text.slice(cuts[n], end))
    .join("-");
}

/** This start of the app: the monotonic clock counts from it. */
export const BOOT = newId();

export interface Stamp {
  done_at: string;
  elapsed_ms: number;
  boot: string;
}

/** Both clocks: the one that can be set, and the one that cannot. */
export function stamp(): Stamp {
  return {
    done_at: new Date().toISOString(),
    elapsed_ms: Math.round(performance.now()),
    boot: BOOT,
  };
}
