import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, defineConfig, type Plugin, type Rolldown } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const product = resolve(here, "../src/anhuan/web");

/** The icons that a list names, and no others, as one SVG. */
function drawn(list: string): string {
  const names = JSON.parse(readFileSync(resolve(product, list), "utf8")) as string[];
  const symbols = names.map((name) => {
    const file = resolve(here, `node_modules/bootstrap-icons/icons/${name}.svg`);
    const inner = readFileSync(file, "utf8").replace(/^\s*<svg[^>]*>|<\/svg>\s*$/g, "");
    return `<symbol id="${name}" viewBox="0 0 16 16">${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

/** One file of icons for the pages; the field app, which a phone carries, has a smaller one. */
const SPRITES = { "icons.svg": "parts/icons.json", "field-icons.svg": "field/icons.json" };

function sprite(): Plugin {
  return {
    name: "sprite",
    generateBundle() {
      for (const [name, list] of Object.entries(SPRITES)) {
        this.emitFile({ type: "asset", name, originalFileName: name, source: drawn(list) });
      }
      const tokens = readFileSync(resolve(here, "src/css/tokens.css"), "utf8");
      const token = (name: string) => new RegExp(`--${name}: ([^;]+);`).exec(tokens)?.[1] ?? "";
      const mark = readFileSync(resolve(product, "parts/templates/parts/mark.html"), "utf8")
        .replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')
        .replace('class="logo-ground"', `fill="${token("pri")}"`)
        .replace('class="logo-ring"', `fill="none" stroke-width="2.2" stroke="${token("paper")}"`)
        .replace('class="logo-disc"', `fill="${token("paper")}"`);
      this.emitFile({
        type: "asset",
        name: "mark.svg",
        originalFileName: "mark.svg",
        source: mark,
      });
    },
  };
}

const LICENCES = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "license.txt"];

/** The licences of what went into the bundle, as one text beside it. */
function notices(): Plugin {
  return {
    name: "notices",
    generateBundle() {
      const used = new Set(["bootstrap", "bootstrap-icons"]);
      for (const id of this.getModuleIds()) {
        const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id);
        if (found?.[1]) used.add(found[1]);
      }
      const texts = [...used].sort().map((name) => {
        const folder = resolve(here, "node_modules", name);
        const facts = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8")) as {
          version: string;
          license: string;
        };
        const file = LICENCES.map((one) => resolve(folder, one)).find((one) => existsSync(one));
        const text = file ? readFileSync(file, "utf8").trim() : "";
        return `${name} ${facts.version} (${facts.license})\n\n${text}\n`;
      });
      this.emitFile({
        type: "asset",
        fileName: "notices.txt",
        source: texts.join(`\n${"-".repeat(72)}\n\n`),
      });
    },
  };
}

const TARGET = ["chrome86", "safari14"];
const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

/** The check of a slip as one file to keep: script and look inside, allowed by their hashes. */
function verifier(): Plugin {
  return {
    name: "verifier",
    async generateBundle() {
      const made = (await build({
        configFile: false,
        logLevel: "warn",
        build: {
          target: TARGET,
          write: false,
          lib: {
            entry: resolve(here, "src/keep/verifier.ts"),
            formats: ["iife"],
            name: "verifier",
          },
        },
      })) as Rolldown.RolldownOutput[];
      const script = made[0]!.output[0].code.replace(/<\/(script)/gi, "<\\/$1").trim();
      const style = ["css/tokens.css", "css/proof.css", "keep/keep.css"]
        .map((name) => readFileSync(resolve(here, "src", name), "utf8"))
        .join("");
      const parts: Record<string, string> = {
        SCRIPT_HASH: sha256(script),
        STYLE_HASH: sha256(style),
        "<!-- STYLE -->": `<style>${style}</style>`,
        "<!-- SCRIPT -->": `<script>${script}</script>`,
        // Where the node writes its keys when the file is fetched.
        "<!-- KNOWN -->": '<script type="application/json" id="known">{"known":null}</script>',
      };
      const source = readFileSync(resolve(here, "src/keep/verifier.html"), "utf8");
      this.emitFile({
        type: "asset",
        fileName: "verifier.html",
        source: source.replace(/\w+_HASH|<!-- \w+ -->/g, (name) => parts[name] ?? name),
      });
    },
  };
}

export default defineConfig({
  root: here,
  base: "./",
  publicDir: false,
  plugins: [sprite(), notices(), verifier()],
  build: {
    target: TARGET,
    cssTarget: TARGET,
    outDir: resolve(product, "static/built"),
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: {
        look: resolve(here, "src/app.css"),
        app: resolve(here, "src/app.ts"),
        map: resolve(here, "src/map.ts"),
        charts: resolve(here, "src/charts.ts"),
        hours: resolve(here, "src/hours.ts"),
        check: resolve(here, "src/check.ts"),
        field: resolve(here, "src/field/main.ts"),
        "field-look": resolve(here, "src/field/field.css"),
        "field-worker": resolve(here, "src/field/sw.ts"),
      },
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
