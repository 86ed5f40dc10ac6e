import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from "vitest/node";
import { keepPassed, takeJournal } from "./journal";
import { NO_REASON, OUTSIDE_TESTS, type Outcome } from "./outcome";

/**
 * Vitest reporter that writes the totals to the file in TEST_TOTALS, and each file that passed to the journal in
 * TEST_JOURNAL. The JSON reporter of Vitest leaves out why a test was skipped.
 */
export default class VitestTotals implements Reporter {
  #vitest: Vitest | undefined;
  readonly #kept = takeJournal();

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestModuleEnd(module: TestModule): void {
    const { journal, stage } = this.#kept;
    // An error outside of tests may come from any of the files before.
    const isUnhandled = (this.#vitest?.state.getUnhandledErrors().length ?? 0) > 0;
    if (!journal || !stage || isUnhandled) return;
    const outcome = outcomeOf([module]);
    if (outcome.failed === 0) keepPassed(journal, stage, module.relativeModuleId, outcome);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env.TEST_TOTALS;
    if (!file) throw new Error("TEST_TOTALS names no file.");
    writeFileSync(file, JSON.stringify(outcomeOf(modules, unhandled)));
    for (const line of slowestOf(modules)) console.log(line);
  }
}

function outcomeOf(modules: readonly TestModule[], unhandled: readonly unknown[] = []): Outcome {
  const outcome: Outcome = { passed: 0, failed: 0, failures: [], flaky: [], skipped: [] };
  if (unhandled.length > 0) fail(outcome, "vitest", OUTSIDE_TESTS, unhandled);
  for (const module of modules) {
    const before = outcome.failed;
    for (const test of module.children.allTests()) if (isAsked(test)) count(test, outcome);
    // A file that does not load, or a hook that throws, has no failed test to show for it.
    if (!module.ok() && outcome.failed === before)
      fail(outcome, module.relativeModuleId, "loads, and its hooks run", errorsOf(module));
  }
  return outcome;
}

const NAMED = 12;

/** The files that took longest, so that whoever shortens the run knows where to look. */
function slowestOf(modules: readonly TestModule[]): string[] {
  const took = modules
    .map((module) => {
      const { collectDuration, setupDuration, duration } = module.diagnostic();
      return { file: module.relativeModuleId, seconds: (collectDuration + setupDuration + duration) / 1_000 };
    })
    .sort((a, b) => b.seconds - a.seconds);
  return took.slice(0, NAMED).map(({ file, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${file}`);
}

function fail(outcome: Outcome, suite: string, title: string, errors: readonly unknown[]): void {
  outcome.failed += 1;
  outcome.failures.push({ suite, title, reason: reasonOf(errors) });
}

function reasonOf([error]: readonly unknown[]): string {
  return error instanceof Object && "message" in error ? String(error.message) : String(error);
}

function errorsOf(module: TestModule): unknown[] {
  return [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
}

/** Whether its title has the words that the run is limited to; Vitest skips the others without a reason. */
function isAsked(test: TestCase): boolean {
  const pattern = test.project.config.testNamePattern;
  return !pattern || pattern.test([...titlesOf(test), test.name].join(" "));
}

const titlesOf = (test: TestCase): string[] => [...suitesOf(test)].reverse().map(({ name }) => name);

function count(test: TestCase, outcome: Outcome): void {
  const result = test.result();
  const titles = titlesOf(test);
  const suite = [test.module.relativeModuleId, ...titles].join(" > ");
  if (result.state === "passed") {
    outcome.passed += 1;
    // Its errors are those of the tries before.
    if (test.diagnostic()?.flaky)
      outcome.flaky.push({ suite, title: test.name, reason: reasonOf(result.errors ?? []) });
  } else if (result.state === "failed") fail(outcome, suite, test.name, result.errors);
  else {
    const note = result.state === "skipped" ? result.note : undefined;
    const reason = note ?? (hasFailed(test) ? "its suite failed" : NO_REASON);
    outcome.skipped.push({ suite, title: test.name, reason });
  }
}

function hasFailed(test: TestCase): boolean {
  return test.module.errors().length > 0 || [...suitesOf(test)].some((suite) => suite.errors().length > 0);
}

function* suitesOf(test: TestCase): Generator<TestSuite> {
  for (let parent = test.parent; parent.type === "suite"; parent = parent.parent) yield parent;
}
