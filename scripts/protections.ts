import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { startNode } from "@/local/child";
import { type Protection, protections } from "./protections/table";
import { copyToBuild, takeOut } from "./trees/copy";

// Removes one protection at a time in a built copy of the tree, and expects its drill to fail. Arguments select
// protections by the id of their drill or a part of their name.

const LINES_SHOWN = 4;

const wanted = process.argv.slice(2);
const isWanted = ({ protection, drill }: Protection) =>
  wanted.length === 0 || wanted.some((word) => word === drill || protection.includes(word));
const chosen = protections.filter(isWanted);
const unnoticed: string[] = [];
if (chosen.length === 0) {
  // A misspelt name must not look like a passing run.
  console.log(`No protection is called so. There are:\n${protections.map(nameOf).join("\n")}`);
  process.exitCode = 1;
}
const folder = copyToBuild();
try {
  for (const one of chosen) {
    console.log(`\n${nameOf(one)}\n  out of ${one.file}`);
    const putBack = takeOut(one, folder);
    const red = await drillWithout(one);
    putBack();
    if (red.length === 0) unnoticed.push(one.protection);
    console.log(red.length === 0 ? "  GREEN: the drill did not notice" : "  RED:");
    for (const line of red.slice(0, LINES_SHOWN)) console.log(`    ${line.slice(0, 160)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${chosen.length - unnoticed.length} of ${chosen.length} protections are noticed when they are out.`);
if (unnoticed.length > 0) {
  console.log(`Not noticed: ${unnoticed.join("; ")}`);
  process.exitCode = 1;
}

function nameOf({ drill, protection }: Protection): string {
  return `  ${drill}: ${protection}`;
}

/** The failed lines of the drill's table. Throws if the drill printed no table: then it did not run. */
async function drillWithout({ drill }: Protection): Promise<string[]> {
  const node = ["--import", "tsx", "--import", "./scripts/server-only.mjs"];
  const child = startNode([...node, "drills/main.ts", "--only", drill], { cwd: folder, env: {}, show: false });
  const { output } = await child.ended;
  const rows = output.split("\n").filter((line) => line.startsWith(`✓ ${drill} `) || line.startsWith(`✗ ${drill} `));
  if (rows.length === 0) throw new Error(`The drill did not run in ${resolve(folder)}:\n${output.slice(-3_000)}`);
  return rows.filter((line) => line.startsWith("✗ ")).map((line) => line.replaceAll(/ {2,}/g, "  "));
}
