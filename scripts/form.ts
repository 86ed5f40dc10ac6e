import { join } from "node:path";
import { parseArgs } from "node:util";
import { nouns, settings } from "@/lib/nouns/all";
import type { Head } from "@/lib/nouns/noun-head";
import { type FormFigure, figuresOf, placesOfField } from "./form/figures";
import { syntheticFigure } from "./form/synthetic";
import { readTree, type Tree } from "./form/tree";
import { warrantyFigures } from "./form/warranty";

// Prints the cost of each noun in files, lines and bytes, compared with the agreed limits.

const root = join(import.meta.dirname, "..");
const heads: Readonly<Record<string, Head>> = { ...settings, ...nouns };
const all = Object.values(heads);
const usage = "npm run form [-- NOUN [--field FIELD]]";

process.exitCode = main();

function main(): number {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { field: { type: "string" } } });
  const [name, ...more] = positionals;
  const head = all.find(({ path }, at) => Object.keys(heads)[at] === name || path === name);
  if (more.length > 0 || (values.field && !name)) return refuse(`Usage: ${usage}`);
  if (name && !head) return refuse(`There is no noun ${name}. Nouns: ${all.map(({ path }) => path).join(", ")}.`);
  const tree = readTree(root);
  if (head && values.field) return printField(tree, head, values.field);
  for (const noun of head ? [head] : all) print(noun.path, figuresOf(tree, noun, all), head !== undefined);
  print("any noun", [syntheticFigure(root)], head !== undefined);
  print("a warranty, made as the guide for contributors says", warrantyFigures(root), head !== undefined);
  console.log("Compiler time and memory with 60 nouns more: npm run bench -- --only types --out FILE");
  return 0;
}

function refuse(words: string): number {
  console.error(words);
  return 1;
}

function printField(tree: Tree, head: Head, field: string): number {
  const places = placesOfField(tree, head, field);
  if (!places) return refuse(`The model of ${head.path} has no field ${field}.`);
  console.log([`${places.length} files name ${field} of ${head.path}`, ...places].join("\n  "));
  return 0;
}

function print(title: string, figures: readonly FormFigure[], withFound: boolean): void {
  console.log(title);
  for (const { label, value, bar, found } of figures) {
    console.log(`  ${label.padEnd(44)}${String(value).padStart(6)}${bar ? verdict(value, bar) : ""}`);
    if (withFound) for (const line of found) console.log(`      ${line}`);
  }
}

function verdict(value: number, { must, aim }: { must: number; aim: number }): string {
  const word = value <= must ? "pass" : "MISS";
  return `  must ≤ ${must}, aim ≤ ${aim}`.padEnd(30) + (value <= aim ? "aim" : word);
}
