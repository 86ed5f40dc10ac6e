import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Child, nextCommand, startNode } from "@/local/child";
import { buildWhenChanged } from "@/local/next-build";
import { idleEnvironment } from "@/test/environment";
import { findBrowser } from "../browser";
import { CRASHED, type Outcome, withExitCode } from "./outcome";
import { playwrightTotals } from "./playwright-totals";

/** One stage of `npm test`. `files` narrows the runners of tests to some files; `failed` holds the stages before. */
export type Stage = { key: string; title: string; run(run: StageRun): Promise<Outcome> };
export type StageRun = { files: string[]; scratch: string; failed: ReadonlySet<string> };

/** Far more than any stage takes: a machine under load is slow, and only what never ends is wrong. */
const LONGEST_MS = 20 * 60_000;
const KNIP = ["node_modules/knip/bin/knip.js", "--no-progress"];

const children = new Set<Child>();

/** The stages in their order. */
export const STAGES: Stage[] = [
  {
    key: "types",
    title: "types",
    run: () =>
      check([
        ["scripts/generate.mjs"],
        [nextCommand(), "typegen"],
        ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."],
      ]),
  },
  {
    key: "lint",
    title: "lint",
    run: () => check([["node_modules/@biomejs/biome/bin/biome", "ci"]]),
  },
  {
    key: "dead",
    title: "dead code",
    // The second look leaves tests out: what only they use is dead, unless its doc comment says @internal.
    run: () =>
      check([KNIP, [...KNIP, "--production", "--include", "files,exports,types,nsExports,nsTypes,enumMembers"]]),
  },
  { key: "unit", title: "unit tests", run: (run) => vitest("unit", run) },
  { key: "db", title: "database tests", run: (run) => vitest("db", run) },
  { key: "build", title: "build", run: build },
  { key: "drills", title: "drills", run: drills },
  { key: "browser", title: "browser tests", run: playwright },
];

/** Ends what runs, when this process is told to end. */
export async function stopAll(): Promise<void> {
  await Promise.all([...children].map((child) => child.stop()));
}

/** Static checks count as one test; their output is shown when they fail. */
async function check(commands: string[][]): Promise<Outcome> {
  for (const args of commands) {
    const { code, output } = await runToEnd(args, {}, false);
    if (code === 0) continue;
    console.log(output.trimEnd());
    return CRASHED;
  }
  return { passed: 1, failed: 0, skipped: [] };
}

async function vitest(project: string, { files, scratch }: StageRun): Promise<Outcome> {
  const totals = join(scratch, `${project}.json`);
  const reporters = ["--reporter=dot", "--reporter=./scripts/test/vitest-totals.ts"];
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    project,
    "--passWithNoTests",
    ...reporters,
    ...files,
  ];
  const { code } = await runToEnd(args, { TEST_TOTALS: totals }, true);
  return withExitCode(await totalsIn(totals, (text) => JSON.parse(text)), code);
}

async function build({ scratch }: StageRun): Promise<Outcome> {
  try {
    await buildWhenChanged(idleEnvironment(scratch));
    return { passed: 1, failed: 0, skipped: [] };
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return CRASHED;
  }
}

async function drills({ scratch, failed }: StageRun): Promise<Outcome> {
  if (failed.has("build")) return notRun();
  const totals = join(scratch, "drills.json");
  const node = ["--import", "tsx", "--import", "./scripts/server-only.mjs"];
  const { code } = await runToEnd([...node, "drills/main.ts"], { TEST_TOTALS: totals }, true);
  return withExitCode(await totalsIn(totals, (text) => JSON.parse(text)), code);
}

function notRun(): Outcome {
  console.log("  not run, because the build failed");
  return CRASHED;
}

async function playwright({ files, scratch, failed }: StageRun): Promise<Outcome> {
  if (failed.has("build")) return notRun();
  try {
    const { source, executablePath } = await findBrowser();
    console.log(`  browser: ${executablePath} (${source})`);
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return CRASHED;
  }
  const report = join(scratch, "browser.json");
  const args = [
    "node_modules/@playwright/test/cli.js",
    "test",
    "--pass-with-no-tests",
    "--reporter=dot,json",
    // Ends by itself before it is stopped, with its totals and without leaving its servers behind.
    `--global-timeout=${LONGEST_MS - 60_000}`,
    ...files,
  ];
  const { code } = await runToEnd(args, { PLAYWRIGHT_JSON_OUTPUT_FILE: report }, true);
  return withExitCode(await totalsIn(report, (text) => playwrightTotals(JSON.parse(text))), code);
}

async function totalsIn(file: string, read: (text: string) => Outcome): Promise<Outcome> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  await rm(file, { force: true });
  return text === undefined ? CRASHED : read(text);
}

async function runToEnd(args: string[], env: Record<string, string>, show: boolean) {
  const child = startNode(args, { env, show });
  children.add(child);
  const timer = setTimeout(() => {
    console.log(`  no end after ${LONGEST_MS / 60_000} minutes, so it is stopped`);
    void child.stop();
  }, LONGEST_MS);
  const result = await child.ended;
  clearTimeout(timer);
  children.delete(child);
  return result;
}
