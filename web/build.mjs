// Bundles the page into src/penstock/serving/assets; --check compares instead of writing.

import { createHash } from "node:crypto";
import { readFile, writeFile, mkdir, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { licences } from "./licences.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = fileURLToPath(new URL("../src/penstock/serving/assets/", import.meta.url));

const COPIED = {
  "index.html": "src/index.html",
  "icon.svg": "src/icon.svg",
  "plex-latin.woff2": "node_modules/@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wdth-normal.woff2",
  "us-states.json": "node_modules/us-atlas/states-10m.json",
  "world.json": "node_modules/world-atlas/countries-110m.json",
};

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: { app: "src/main.ts", "app-style": "src/styles/index.css" },
    outdir: "out",
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    target: ["es2022", "chrome123", "firefox120", "safari17.5"],
    legalComments: "none",
    external: ["*.woff2"],
    logLevel: "warning",
  });
  const [script, style] = ["app.js", "app-style.css"].map((name) => result.outputFiles.find((file) => file.path.endsWith(name)).contents);
  return { script, style, inputs: Object.keys(result.metafile.inputs) };
}

async function allFiles() {
  const { script, style, inputs } = await bundle();
  const files = new Map([["app.js", Buffer.from(script)], ["app.css", Buffer.from(style)]]);
  for (const [name, from] of Object.entries(COPIED)) files.set(name, await readFile(here + from));
  files.set("LICENSES.txt", Buffer.from(await licences(here, [...inputs, ...Object.values(COPIED)])));
  return files;
}

async function write(files) {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const [name, content] of files) await writeFile(target + name, content);
}

async function differences(files) {
  const present = new Set(await readdir(target).catch(() => []));
  const wrong = [...present].filter((name) => !files.has(name)).map((name) => `${name}: should not be there`);
  for (const [name, content] of files) {
    const committed = present.has(name) ? await readFile(target + name) : null;
    if (committed === null || !committed.equals(content)) wrong.push(`${name}: differs from the build`);
  }
  return wrong;
}

function report(files) {
  for (const [name, content] of files) {
    const digest = createHash("sha256").update(content).digest("hex").slice(0, 12);
    const [raw, zipped] = [content.length, gzipSync(content).length].map((size) => `${(size / 1000).toFixed(1)} kB`.padStart(10));
    console.log(`${name.padEnd(18)}${raw}${zipped} gzipped  ${digest}`);
  }
}

const files = await allFiles();
if (process.argv.includes("--check")) {
  const wrong = await differences(files);
  wrong.forEach((line) => console.error(line));
  console.log(wrong.length === 0 ? "The committed assets are what the source builds." : "Run npm run build and commit the assets.");
  process.exit(wrong.length === 0 ? 0 : 1);
}
await write(files);
report(files);
