// Chromium 86 and Safari 14: what the compiler does not translate must not be used at all.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const web = resolve(dirname(fileURLToPath(import.meta.url)), "../../src/anhuan/web");
const built = join(web, "static/built/assets");

const CSS = {
  "oklch()": /oklch\(/,
  "color-mix()": /color-mix\(/,
  "light-dark()": /light-dark\(/,
  ":has()": /:has\(/,
  ":is() or :where()": /:(is|where)\(/,
  "inset:": /[;{]\s*inset:/,
  "aspect-ratio": /[;{]\s*aspect-ratio:/,
  "accent-color": /accent-color:/,
  dvh: /\d(dvh|svh|lvh)\b/,
  "@container": /@container/,
  "@layer": /@layer/,
};
// Flex gap fails silently in Safari 14.0. Bootstrap's own helpers with it are let through here
// and forbidden in templates below.
const HELPERS =
  /\.((row-|column-)?gap-|hstack|vstack|modal-footer|d-(\w+-)?(inline-)?(flex|grid)|grid|icon-link|text-bg|focus-ring|stretched|accordion|offcanvas|toast|form-floating|btn-toolbar|navbar|nav-|dropdown|spinner|placeholder|list-group|pagination|carousel|popover|tooltip|figure|input-group|breadcrumb)/;

const JS = {
  "regular expression look-behind": /\(\?<[=!]/,
  "Array.prototype.at": /[\w\])]\.at\(-?\d/,
  findLast: /\.findLast(Index)?\(/,
  "Object.hasOwn": /Object\.hasOwn\(/,
  structuredClone: /structuredClone\(/,
  "crypto.randomUUID": /randomUUID\(/,
  requestSubmit: /requestSubmit\(/,
  "toSorted, toReversed, toSpliced": /\.to(Sorted|Reversed|Spliced)\(/,
  "static block": /static\s*\{/,
  "class private method": /#\w+\s+in\s/,
  "top-level dialog": /showModal\(/,
};
// Filled in by map/old.ts, which the same file must then carry.
const FILLED = { "Object.hasOwn": /[`"']hasOwn[`"']\s*in Object/ };
const TEMPLATE = {
  "inline style": /\sstyle=/,
  "inline script": /<script(?![^>]*\b(src|type="application\/json")\b)/,
  "event attribute": /\son(click|change|submit|load|input|key\w+)=/,
  "Bootstrap's flex gap": /class="[^"]*\b(gap-\d|hstack|vstack)\b/,
};

const found = [];
const look = (name, text, rules) => {
  for (const [rule, pattern] of Object.entries(rules)) {
    const hit = pattern.exec(text);
    if (hit && !FILLED[rule]?.test(text))
      found.push(`${name}: ${rule}: …${text.slice(Math.max(0, hit.index - 50), hit.index + 40)}`);
  }
};
const flexGap = (name, text) => {
  for (const [, selector, body] of text.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const flex = /display:(inline-)?flex/.test(body);
    if (flex && /(^|;)(row-|column-)?gap:/.test(body) && !HELPERS.test(selector)) {
      found.push(`${name}: flex gap: ${selector.trim()}`);
    }
  }
};
const templates = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "static") templates(path);
    else if (entry.name.endsWith(".html")) look(path, readFileSync(path, "utf8"), TEMPLATE);
  }
};

for (const name of readdirSync(built)) {
  const text = readFileSync(join(built, name), "utf8");
  if (name.endsWith(".css")) {
    look(name, text, CSS);
    flexGap(name, text);
  }
  if (name.endsWith(".js")) look(name, text, JS);
}
templates(web);
if (found.length) {
  console.error(found.join("\n"));
  process.exit(1);
}
console.log("Old browsers: nothing forbidden in the built files and templates.");
