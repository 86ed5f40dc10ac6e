import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { currentBuild } from "@/local/builds";
import { type Child, nextCommand, startNode } from "@/local/child";
import { buildWhenChanged } from "@/local/next-build";
import { idleEnvironment } from "@/test/environment";
import { findBrowser } from "../browser";
import { checkBudgets } from "../first-load/budget";
import { CRASHED, type Outcome, PASSED, sum, withExitCode, withTests } from "./outcome";
import { playwrightTotals } from "./playwright-totals";

/**
 * One stage of a run. `files` limits the `narrowed` ones to some files; `failed` lists the earlier stages, and
 * `endsAt` is the end of the whole run, by `performance.now()`.
 */
export type Stage = { key: string; title: string; narrowed?: true; run(run: StageRun): Promise<Outcome> };
export type StageRun = { files: string[]; scratch: string; failed: ReadonlySet<string>; endsAt: number };

/** The end of a whole run, however slow the machine is. A single test that hangs ends by its own limit before. */
export const LONGEST_MS = 90 * 60_000;
const TYPES = ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."];
const LINT = ["node_modules/@biomejs/biome/bin/biome", "ci"];
const DEAD = ["node_modules/knip/bin/knip.js", "--no-progress"];
/** Leaves tests out: code that only they use is dead, unless its doc comment says @internal. */
const DEAD_WITHOUT_TESTS = [...DEAD, "--production", "--include", "files,exports,types,nsExports,nsTypes,enumMembers"];

/** The projects of tests without a database that every change does without. */
const DEEP_UNIT = ["copy", "deep", "local"];

const children = new Set<Child>();

/** The stages of `npm test`, in their order. */
export const STAGES: Stage[] = [
  {
    key: "checks",
    title: "types, lint, dead code",
    run: async (run) => {
      const generated = await check(run, [["scripts/generate.mjs"], [nextCommand(), "typegen"]]);
      if (generated.failed > 0) return generated;
      return sum(await Promise.all([TYPES, LINT, DEAD_WITHOUT_TESTS].map((one) => check(run, [one]))));
    },
  },
  { key: "unit", title: "unit tests", narrowed: true, run: (run) => vitest(["unit"], DEEP_UNIT, run) },
  { key: "db", title: "database tests", narrowed: true, run: (run) => vitest(["db"], ["deep-db"], run) },
  { key: "build", title: "build", run: (run) => build(run, { minify: false }) },
  {
    key: "browser",
    title: "browser journeys",
    narrowed: true,
    run: (run) => playwright(["--grep=@journey"], run),
  },
];

/** The stages of `npm run test:deep`: all that `npm test` leaves out. */
export const DEEP_STAGES: Stage[] = [
  { key: "dead", title: "dead code and tests", run: (run) => check(run, [DEAD]) },
  // The tests of copies wait for programs much of their time, so the others run beside them.
  { key: "unit", title: "deep unit tests", narrowed: true, run: (run) => vitest(DEEP_UNIT, ["unit"], run) },
  { key: "db", title: "deep database tests", narrowed: true, run: (run) => vitest(["deep-db"], ["db"], run) },
  { key: "build", title: "build", run: (run) => build(run, { minify: true }) },
  { key: "budget", title: "first load of pages", run: budget },
  { key: "drills", title: "drills", run: drills },
  {
    key: "browser",
    title: "browser tests",
    narrowed: true,
    run: (run) => playwright([], run),
  },
];

/** Ends running stages when this process is told to end. */
export async function stopAll(): Promise<void> {
  await Promise.all([...children].map((child) => child.stop()));
}

/** Static checks count as one test; their output is shown when they fail. */
async function check({ endsAt }: StageRun, commands: string[][]): Promise<Outcome> {
  for (const args of commands) {
    const { code, output } = await runToEnd(args, { endsAt, show: false });
    if (code === 0) continue;
    console.log(output.trimEnd());
    return CRASHED;
  }
  return PASSED;
}

/** Tests of some projects; named files are found in whichever of the two runs they belong to. */
async function vitest(tested: string[], elsewhere: string[], { files, scratch, endsAt }: StageRun): Promise<Outcome> {
  const projects = files.length > 0 ? [...tested, ...elsewhere] : tested;
  const totals = join(scratch, "vitest.json");
  const reporters = ["--reporter=dot", "--reporter=./scripts/test/vitest-totals.ts"];
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    // Files may be another runner's tests; the outcome then says whether any runner found one.
    ...(files.length > 0 ? ["--passWithNoTests"] : []),
    ...reporters,
    ...files,
  ];
  const { code } = await runToEnd(args, { endsAt, env: { TEST_TOTALS: totals } });
  return withTests(withExitCode(await totalsIn(totals, (text) => JSON.parse(text)), code), files);
}

/** Minifying takes two fifths of a build, and the journeys of `npm test` cannot see it. */
async function build({ scratch, endsAt }: StageRun, { minify }: { minify: boolean }): Promise<Outcome> {
  const env = { ...idleEnvironment(scratch), ...(minify ? {} : { BUILD_MINIFY: "false" }) };
  try {
    await buildWhenChanged(env, AbortSignal.timeout(leftUntil(endsAt)));
    return PASSED;
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return CRASHED;
  }
}

/** The first load of each page, in bytes of the build: no noise moves it. */
async function budget({ failed }: StageRun): Promise<Outcome> {
  const folder = await currentBuild();
  if (failed.has("build") || folder === undefined) return notRun();
  const { figures, problems } = await checkBudgets(folder).catch(({ message }: Error) => ({
    figures: [],
    problems: [message],
  }));
  for (const line of [...figures, ...problems]) console.log(`  ${line}`);
  return problems.length > 0 ? CRASHED : PASSED;
}

async function drills({ scratch, failed, endsAt }: StageRun): Promise<Outcome> {
  if (failed.has("build")) return notRun();
  const totals = join(scratch, "drills.json");
  const node = ["--import", "tsx", "--import", "./scripts/server-only.mjs"];
  const { code } = await runToEnd([...node, "drills/main.ts"], { endsAt, env: { TEST_TOTALS: totals } });
  return withTests(withExitCode(await totalsIn(totals, (text) => JSON.parse(text)), code), []);
}

function notRun(): Outcome {
  console.log("  not run, because the build failed");
  return CRASHED;
}

async function playwright(chosen: string[], { files, scratch, failed, endsAt }: StageRun): Promise<Outcome> {
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
    ...(files.length > 0 ? ["--pass-with-no-tests"] : chosen),
    "--reporter=dot,json",
    // Ends by itself before it is stopped, with its totals and without leaving its servers behind.
    `--global-timeout=${Math.max(1, leftUntil(endsAt) - 30_000)}`,
    ...files,
  ];
  const { code } = await runToEnd(args, { endsAt, env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report } });
  return withTests(withExitCode(await totalsIn(report, (text) => playwrightTotals(JSON.parse(text))), code), files);
}

async function totalsIn(file: string, read: (text: string) => Outcome): Promise<Outcome> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  await rm(file, { force: true });
  return text === undefined ? CRASHED : read(text);
}

/** Whole milliseconds that are left of the run, at least one: a timer accepts no others. */
function leftUntil(endsAt: number): number {
  return Math.max(1, Math.round(endsAt - performance.now()));
}

async function runToEnd(
  args: string[],
  { endsAt, env = {}, show = true }: { endsAt: number; env?: Record<string, string>; show?: boolean },
) {
  const child = startNode(args, { env, show });
  children.add(child);
  const timer = setTimeout(() => {
    console.log(`  the run is not over after ${LONGEST_MS / 60_000} minutes, so it is stopped`);
    void child.stop();
  }, leftUntil(endsAt));
  const result = await child.ended;
  clearTimeout(timer);
  children.delete(child);
  return result;
}
