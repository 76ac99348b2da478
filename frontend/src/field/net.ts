/** Requests to the node. No network is an ordinary answer here, not an error. */
import type { Json } from "./canon";

export interface Reply {
  status: number;
  body: Json;
  etag: string;
}

export interface Ask {
  method?: string;
  body?: BodyInit;
  type?: string;
  etag?: string;
}

const PATIENCE = 60_000;

/** The reply; undefined where nothing came back. */
export async function ask(
  path: string,
  secret: string,
  what: Ask = {},
): Promise<Reply | undefined> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const headers: Record<string, string> = { authorization: `Bearer ${secret}` };
  if (what.type) headers["content-type"] = what.type;
  if (what.etag) headers["if-none-match"] = what.etag;
  try {
    const answer = await fetch(path, {
      method: what.method ?? "GET",
      headers,
      credentials: "omit",
      cache: "no-store",
      signal: stop.signal,
      ...(what.body === undefined ? {} : { body: what.body }),
    });
    const text = await answer.text();
    return { status: answer.status, body: read(text), etag: answer.headers.get("etag") ?? "" };
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** A picture of the node's; undefined where it did not come. */
export async function picture(path: string, secret: string): Promise<Blob | undefined> {
  const headers = { authorization: `Bearer ${secret}` };
  try {
    const answer = await fetch(path, { headers, credentials: "omit", cache: "no-store" });
    return answer.ok ? await answer.blob() : undefined;
  } catch {
    return undefined;
  }
}

function read(text: string): Json {
  try {
    return text ? (JSON.parse(text) as Json) : null;
  } catch {
    return null;
  }
}

export function field(body: Json, name: string): Json {
  return body && typeof body === "object" && !Array.isArray(body) ? (body[name] ?? null) : null;
}
