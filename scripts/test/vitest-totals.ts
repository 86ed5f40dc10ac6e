import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";
import { NO_REASON, type Outcome } from "./outcome";

/** Vitest reporter that writes the totals to the file in TEST_TOTALS; its JSON reporter leaves out why a test skipped. */
export default class VitestTotals implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env.TEST_TOTALS;
    if (!file) throw new Error("TEST_TOTALS names no file.");
    const outcome: Outcome = { passed: 0, failed: 0, failures: [], flaky: [], skipped: [] };
    if (unhandled.length > 0) fail(outcome, "vitest", "no error is left unhandled", unhandled);
    for (const module of modules) {
      const before = outcome.failed;
      for (const test of module.children.allTests()) count(test, outcome);
      // A file that does not load, or a hook that throws, has no failed test to show for it.
      if (!module.ok() && outcome.failed === before)
        fail(outcome, module.relativeModuleId, "loads, and its hooks run", errorsOf(module));
    }
    writeFileSync(file, JSON.stringify(outcome));
    for (const line of slowestOf(modules)) console.log(line);
  }
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

function count(test: TestCase, outcome: Outcome): void {
  const result = test.result();
  const titles = [...suitesOf(test)].reverse().map(({ name }) => name);
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
