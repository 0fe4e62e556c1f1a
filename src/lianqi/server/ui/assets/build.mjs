// Builds what the browser gets into ../static/ui: style sheets, scripts, one sheet of icons. Names carry a digest of
// the content, so they may be kept for ever; manifest.json says which digest is today's. Nothing comes from a network.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { ICONS } from "./icons.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../../../../..");
const out = path.resolve(here, "../static/ui");
const require = createRequire(path.join(root, "package.json"));

// The oldest browsers the screens must work in: Chromium 86 and the in-app browser of WeChat, which follows it.
const target = "chrome86";
const manifest = {};
// Written when all of it is made: a mistake in one file leaves what was built before.
const made = new Map();

function keep(name, content) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const { name: stem, ext } = path.parse(name);
  const file = `${stem}.${digest}${ext}`;
  made.set(file, content);
  manifest[`ui/${name}`] = `ui/${file}`;
  if (ext === ".woff2") return; // is compressed as it is
  made.set(`${file}.gz`, gzipSync(content, { level: 9 }));
  made.set(`${file}.br`, brotliCompressSync(content));
}

async function style(name) {
  const compiled = sass.compile(path.join(here, "scss", `${name}.scss`), {
    loadPaths: [path.join(root, "node_modules")],
    // Bootstrap 5.3 is written for an older Sass; it says so on every line.
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const { code } = await esbuild.transform(compiled.css, { loader: "css", minify: true, target });
  keep(`${name}.css`, code);
}

async function script(name) {
  const built = await esbuild.build({
    entryPoints: [path.join(here, "js", `${name}.js`)],
    bundle: true,
    minify: true,
    target,
    format: "iife",
    write: false,
    legalComments: "none",
    nodePaths: [path.join(root, "node_modules")],
  });
  keep(`${name}.js`, built.outputFiles[0].text);
}

function icons() {
  const symbols = Object.entries(ICONS).map(([name, drawn]) => {
    const svg = readFileSync(require.resolve(`bootstrap-icons/icons/${drawn}.svg`), "utf8");
    const paths = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").trim();
    return `<symbol id="${name}" viewBox="0 0 16 16">${paths}</symbol>`;
  });
  keep("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

// The typeface of the pictures that the server draws: a bare machine has no Chinese one. SIL Open Font License 1.1.
function typefaces() {
  const folder = path.join(root, "node_modules/@fontsource/noto-sans-sc");
  for (const weight of [400, 700]) {
    const file = `files/noto-sans-sc-chinese-simplified-${weight}-normal.woff2`;
    keep(`noto-sans-sc-${weight}.woff2`, readFileSync(path.join(folder, file)));
  }
  keep("noto-sans-sc-license.txt", readFileSync(path.join(folder, "LICENSE")));
}

const styles = ["screen", "phone", "fieldwork", "meetings", "cockpit"].map(style);
const scripts = ["screen", "theme", "phone", "cockpit"].map(script);
await Promise.all([...styles, ...scripts]);
typefaces();
icons();
keep("mark.svg", readFileSync(path.join(here, "mark.svg"), "utf8"));
made.set("manifest.json", JSON.stringify(manifest, Object.keys(manifest).sort(), 1) + "\n");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [file, content] of made) writeFileSync(path.join(out, file), content);
