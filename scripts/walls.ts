import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { copyTree, takeOut } from "./trees/copy";
import { type Wall, walls } from "./walls/table";

// Removes one wall at a time in a copy of the tree, and expects its test to fail. Arguments select walls by a part of
// their name.

const folder = copyTree();
const linesShown = 6;

interface TestResult {
  fullName: string;
  status: string;
  failureMessages: string[];
}

/** Runs one test file of the copy, only the tests of this name. */
async function run({ test: [file, name], inFull }: Wall): Promise<TestResult[]> {
  const [project, tests] = inFull ? ["deep-db", file.replace(".db.test", ".deep.db.test")] : ["db", file];
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const child = spawn(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      ...["run", "--project", project, "--maxWorkers=1", "--bail=1", "--reporter=json", `--outputFile=${report}`],
      ...["-t", name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"), tests],
    ],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  await new Promise((done) => child.once("close", done));
  const text = existsSync(report) ? readFileSync(report, "utf8") : '{"testResults":[]}';
  const { testResults } = JSON.parse(text) as { testResults: { assertionResults: TestResult[] }[] };
  const results = testResults.flatMap((result) => result.assertionResults);
  if (!results.some(({ status }) => status === "passed" || status === "failed"))
    throw new Error(`No test ran:\n${stripVTControlCharacters(output).slice(-2_000)}`);
  return results;
}

const wanted = process.argv.slice(2);
const chosen = walls.filter(({ wall }) => wanted.length === 0 || wanted.some((word) => wall.includes(word)));
const open: string[] = [];
if (chosen.length === 0) {
  // A misspelt name must not look like a passing run.
  console.log(`No wall is called so. There are:\n  ${walls.map(({ wall }) => wall).join("\n  ")}`);
  process.exitCode = 1;
}
try {
  for (const wall of chosen) {
    const [file, name] = wall.test;
    console.log(`\n${wall.wall}\n  out of ${wall.file}; ${file} › ${name}`);
    const putBack = takeOut(wall, folder);
    const results = await run(wall);
    putBack();
    const red = results.find(({ status, fullName }) => status === "failed" && fullName.includes(name));
    if (!red) {
      open.push(wall.wall);
      console.log("  GREEN: no test noticed");
      continue;
    }
    const message = stripVTControlCharacters(red.failureMessages[0] ?? "").split("\n");
    const lines = message.filter((line) => line.trim() !== "" && !/^\s+at /.test(line)).slice(0, linesShown);
    console.log(`  RED: ${red.fullName}`);
    for (const line of lines) console.log(`    ${line.slice(0, 160)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${chosen.length - open.length} of ${chosen.length} walls are noticed when they are out.`);
if (open.length > 0) {
  console.log(`Not noticed: ${open.join("; ")}`);
  process.exitCode = 1;
}
