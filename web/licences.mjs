// Writes the licences of the packages that the built assets contain.

import { readFile, readdir } from "node:fs/promises";

/** Return one text with the licence of each package that `inputs` (paths) come from. */
export async function licences(here, inputs) {
  const names = new Set(inputs.map(packageOf).filter((name) => name !== null));
  const parts = [];
  for (const name of [...names].sort()) parts.push(await licenceOf(here, name));
  return `The files beside this one contain work from these packages.\n\n${parts.join("\n")}`;
}

function packageOf(path) {
  const inside = path.split("node_modules/").at(-1);
  if (inside === path) return null;
  return inside.split("/").slice(0, inside.startsWith("@") ? 2 : 1).join("/");
}

async function licenceOf(here, name) {
  const folder = `${here}node_modules/${name}/`;
  const about = JSON.parse(await readFile(`${folder}package.json`, "utf8"));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(folder + file, "utf8")));
  const rule = "=".repeat(78);
  return `${rule}\n${name} ${about.version} (${about.license})\n${rule}\n${texts.map((text) => text.trim()).join("\n\n")}\n`;
}
