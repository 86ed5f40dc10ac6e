import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { currentBuild } from "@/local/builds";
import { type Child, startNode } from "@/local/child";
import { buildWhenChanged } from "@/local/next-build";
import { idleEnvironment } from "@/test/environment";
import { findBrowser } from "../browser";
import { checkBudgets } from "../first-load/budget";
import { forgetStages, keepPassed, passedIn } from "./journal";
import { CRASHED, isOutsideTests, type Outcome, PASSED, sum, withExitCode, withTests } from "./outcome";
import { testFiles } from "./test-files";

/**
 * The input of a stage. `files` limits the narrowed ones to some files; `failed` lists the earlier stages, `endsAt` is
 * the end of the whole run, by `performance.now()`. A deep run keeps what passes in `journal`, and leaves it out when `resumed`.
 */
export type StageRun = {
  stage: string;
  files: readonly string[];
  scratch: string;
  failed: ReadonlySet<string>;
  endsAt: number;
  journal?: string | undefined;
  resumed?: boolean | undefined;
  /** The files are those of an area: each stage has some of them. */
  isArea?: boolean;
};

const children = new Set<Child>();

/** Ends running stages when this process is told to end. */
export async function stopAll(): Promise<void> {
  await Promise.all([...children].map((child) => child.stop()));
}

/** Static checks count as one test; their output is shown when they fail. */
export async function check({ endsAt }: StageRun, commands: string[][]): Promise<Outcome> {
  for (const args of commands) {
    const { code, output } = await runToEnd(args, { endsAt, show: false });
    if (code === 0) continue;
    console.log(output.trimEnd());
    return CRASHED;
  }
  return PASSED;
}

/** Runs a stage that has no files of tests, unless it has passed in the run that this one resumes. */
export async function whole(run: StageRun, ask: (run: StageRun) => Promise<Outcome>): Promise<Outcome> {
  const { journal, stage } = run;
  const known = passedBefore(run).get(stage);
  if (known) return known;
  const outcome = await ask(run);
  if (journal && outcome.failed === 0) keepPassed(journal, stage, stage, outcome);
  return outcome;
}

function passedBefore({ journal, resumed, stage }: StageRun): Map<string, Outcome> {
  return journal && resumed ? passedIn(journal, stage) : new Map();
}

type Tests = {
  projects: readonly string[];
  /** Projects of the other run: named files are found there too. */
  elsewhere?: readonly string[];
  /** Words in the titles of the tests to run. */
  titles?: RegExp | undefined;
};

/** Runs the tests of some projects, and returns their totals with those of the run that is resumed. */
export async function vitest(run: StageRun, { projects, elsewhere = [], titles }: Tests): Promise<Outcome> {
  const { files, scratch } = run;
  const before = passedBefore(run);
  const totals = join(scratch, "vitest.json");
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    ...[...projects, ...(files.length > 0 ? elsewhere : [])].flatMap((project) => ["--project", project]),
    // Files may be another runner's tests; the outcome then says whether any runner found one.
    ...(files.length > 0 || before.size > 0 ? ["--passWithNoTests"] : []),
    ...(titles ? ["--testNamePattern", titles.source] : []),
    "--reporter=dot",
    "--reporter=./scripts/test/vitest-totals.ts",
    ...files,
  ];
  const left = before.size > 0 ? { TEST_LEFT_OUT: [...before.keys()].join("\n") } : {};
  const env = { ...reporterEnv(run, totals), ...left };
  const { code } = await runToEnd(args, { endsAt: run.endsAt, env });
  return ended(run, before, withExitCode(await totalsIn(totals), code));
}

/** The outcome of a stage with what passed before. After an error outside of tests nobody knows which file it came from. */
function ended(run: StageRun, before: ReadonlyMap<string, Outcome>, outcome: Outcome): Outcome {
  const { journal, stage, files, isArea } = run;
  if (journal && outcome.failures.some(isOutsideTests)) forgetStages(journal, [stage]);
  return withTests(sum([...before.values(), outcome]), isArea ? [] : files);
}

/** Tells the reporters of tests where the totals go, and where the files that passed. */
function reporterEnv({ journal, stage }: StageRun, totals: string): Record<string, string> {
  return { TEST_TOTALS: totals, ...(journal ? { TEST_JOURNAL: journal, TEST_STAGE: stage } : {}) };
}

/** Minifying takes two fifths of a build, and the journeys of `npm test` cannot see it. */
export async function build({ scratch, endsAt }: StageRun, { minify }: { minify: boolean }): Promise<Outcome> {
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
export async function budget({ failed }: StageRun): Promise<Outcome> {
  const folder = await currentBuild();
  if (failed.has("build") || folder === undefined) return notRun();
  const { figures, problems } = await checkBudgets(folder).catch(({ message }: Error) => ({
    figures: [],
    problems: [message],
  }));
  for (const line of [...figures, ...problems]) console.log(`  ${line}`);
  return problems.length > 0 ? CRASHED : PASSED;
}

export async function drills({ scratch, failed, endsAt }: StageRun): Promise<Outcome> {
  if (failed.has("build")) return notRun();
  const totals = join(scratch, "drills.json");
  const node = ["--import", "tsx", "--import", "./scripts/server-only.mjs"];
  const { code } = await runToEnd([...node, "drills/main.ts"], { endsAt, env: { TEST_TOTALS: totals } });
  return withTests(withExitCode(await totalsIn(totals), code), []);
}

function notRun(): Outcome {
  console.log("  not run, because the build failed");
  return CRASHED;
}

/** Runs the browser tests of these arguments, or the named files, and returns their totals with those of the run that is resumed. */
export async function playwright(run: StageRun, chosen: string[]): Promise<Outcome> {
  const { files, scratch, failed, endsAt } = run;
  if (failed.has("build")) return notRun();
  try {
    const { source, executablePath } = await findBrowser();
    console.log(`  browser: ${executablePath} (${source})`);
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return CRASHED;
  }
  const before = passedBefore(run);
  const left = before.size > 0 ? browserTests().filter((file) => !before.has(file)) : files;
  if (before.size > 0 && left.length === 0) return sum([...before.values()]);
  const totals = join(scratch, "browser.json");
  const args = [
    "node_modules/@playwright/test/cli.js",
    "test",
    ...(files.length > 0 ? ["--pass-with-no-tests"] : chosen),
    "--reporter=dot,./scripts/test/playwright-totals.ts",
    // Ends by itself before it is stopped, with its totals and without leaving its servers behind.
    `--global-timeout=${Math.max(1, leftUntil(endsAt) - 30_000)}`,
    ...left,
  ];
  const { code } = await runToEnd(args, { endsAt, env: reporterEnv(run, totals) });
  return ended(run, before, withExitCode(await totalsIn(totals), code));
}

const browserTests = () => testFiles().filter((file) => file.startsWith("e2e/"));

async function totalsIn(file: string): Promise<Outcome> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  await rm(file, { force: true });
  return text === undefined ? CRASHED : JSON.parse(text);
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
    console.log("  the run has taken too long, so it is stopped");
    void child.stop();
  }, leftUntil(endsAt));
  const result = await child.ended;
  clearTimeout(timer);
  children.delete(child);
  return result;
}
