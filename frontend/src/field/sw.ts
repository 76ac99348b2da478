/** Keeps the app itself on the phone. The node writes the list of files in front of this script;
 * nothing anybody entered ever passes through here. */
interface Worker extends EventTarget {
  FIELD: { version: string; files: string[] };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  registration: { scope: string };
  location: Location;
}
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Waiting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as Worker;
const SHELL = "/field/";
const PREFIX = "anhuan-field-";
const shelf = PREFIX + worker.FIELD.version;

async function install(): Promise<void> {
  const cache = await caches.open(shelf);
  // Straight from the node: an older copy of the browser's must not become the new version.
  await cache.addAll(worker.FIELD.files.map((path) => new Request(path, { cache: "reload" })));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((one) => one.startsWith(PREFIX) && one !== shelf);
  await Promise.all(old.map((one) => caches.delete(one)));
  await worker.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(shelf);
  const wanted = request.mode === "navigate" ? SHELL : request;
  return (await cache.match(wanted, { ignoreSearch: true })) ?? fetch(request);
}

function ours(request: Request): boolean {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return false;
  if (request.mode === "navigate") return url.pathname === SHELL;
  return worker.FIELD.files.includes(url.pathname);
}

worker.addEventListener("install", (event) => (event as Waiting).waitUntil(install()));
worker.addEventListener("activate", (event) => (event as Waiting).waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const asked = event as Asked;
  if (ours(asked.request)) asked.respondWith(answer(asked.request));
});
