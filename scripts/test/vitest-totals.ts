import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";
import { NO_REASON, type Outcome } from "./outcome";

/** Vitest reporter that writes the totals to the file in TEST_TOTALS; its JSON reporter leaves out why a test skipped. */
export default class VitestTotals implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env.TEST_TOTALS;
    if (!file) throw new Error("TEST_TOTALS names no file.");
    const outcome: Outcome = { passed: 0, failed: unhandled.length > 0 ? 1 : 0, skipped: [] };
    for (const module of modules) {
      const before = outcome.failed;
      for (const test of module.children.allTests()) count(test, outcome);
      // A file that does not load, or a hook that throws, has no failed test to show for it.
      if (!module.ok() && outcome.failed === before) outcome.failed += 1;
    }
    writeFileSync(file, JSON.stringify(outcome));
  }
}

function count(test: TestCase, outcome: Outcome): void {
  const result = test.result();
  if (result.state === "passed") outcome.passed += 1;
  else if (result.state === "failed") outcome.failed += 1;
  else {
    const titles = [...suitesOf(test)].reverse().map(({ name }) => name);
    const note = result.state === "skipped" ? result.note : undefined;
    const reason = note ?? (hasFailed(test) ? "its suite failed" : NO_REASON);
    outcome.skipped.push({ suite: [test.module.relativeModuleId, ...titles].join(" > "), title: test.name, reason });
  }
}

function hasFailed(test: TestCase): boolean {
  return test.module.errors().length > 0 || [...suitesOf(test)].some((suite) => suite.errors().length > 0);
}

function* suitesOf(test: TestCase): Generator<TestSuite> {
  for (let parent = test.parent; parent.type === "suite"; parent = parent.parent) yield parent;
}
