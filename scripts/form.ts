import { join } from "node:path";
import { parseArgs } from "node:util";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import { type FormFigure, figuresOf, placesOfField } from "./form/figures";
import { syntheticFigure } from "./form/synthetic";
import { readTree, type Tree } from "./form/tree";

// Prints the cost of each noun in files, lines and bytes, compared with the agreed limits.

const root = join(import.meta.dirname, "..");
const all = Object.values(nouns);
const usage = "npm run form [-- NOUN [--field FIELD]]";

process.exitCode = main();

function main(): number {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { field: { type: "string" } } });
  const [name, ...more] = positionals;
  const entity = (Object.keys(nouns) as NounEntity[]).find((one) => one === name || nouns[one].path === name);
  if (more.length > 0 || (values.field && !name)) return refuse(`Usage: ${usage}`);
  if (name && !entity) return refuse(`There is no noun ${name}. Nouns: ${all.map(({ path }) => path).join(", ")}.`);
  const tree = readTree(root);
  if (entity && values.field) return printField(tree, entity, values.field);
  for (const noun of entity ? [nouns[entity]] : all) print(noun.path, figuresOf(tree, noun, all), entity !== undefined);
  print("any noun", [syntheticFigure(root)], entity !== undefined);
  console.log("Compiler time and memory with 60 nouns more: npm run bench -- --only types --out FILE");
  return 0;
}

function refuse(words: string): number {
  console.error(words);
  return 1;
}

function printField(tree: Tree, entity: NounEntity, field: string): number {
  const places = placesOfField(tree, nouns[entity], field);
  if (!places) return refuse(`The model of ${nouns[entity].path} has no field ${field}.`);
  console.log([`${places.length} files name ${field} of ${nouns[entity].path}`, ...places].join("\n  "));
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
