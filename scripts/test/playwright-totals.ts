import { NO_REASON, type Outcome } from "./outcome";

/** The parts of Playwright's JSON report that are read. */
type Report = { errors: { message?: string }[]; suites: Suite[] };
type Suite = { suites?: Suite[]; specs: Spec[] };
type Spec = {
  file: string;
  title: string;
  tests: {
    status: string;
    annotations: { type: string; description?: string }[];
    results: { error?: { message?: string } }[];
  }[];
};

/** The totals of Playwright's JSON report. A test that passed only on a retry has passed, and is named as flaky. */
export function playwrightTotals(report: Report): Outcome {
  const outcome: Outcome = { passed: 0, failed: 0, failures: [], flaky: [], skipped: [] };
  const [error] = report.errors;
  if (error) fail(outcome, "playwright", "no error is outside of the tests", error.message);
  for (const suite of report.suites) count(suite, outcome);
  return outcome;
}

function fail(outcome: Outcome, suite: string, title: string, reason = NO_REASON): void {
  outcome.failed += 1;
  outcome.failures.push({ suite, title, reason });
}

function count(suite: Suite, outcome: Outcome): void {
  for (const inner of suite.suites ?? []) count(inner, outcome);
  for (const spec of suite.specs) {
    for (const test of spec.tests) {
      const named = { suite: spec.file, title: spec.title };
      const error = test.results.find((result) => result.error)?.error?.message ?? NO_REASON;
      if (test.status === "skipped") {
        const reason = test.annotations.find(({ type }) => type === "skip" || type === "fixme")?.description;
        outcome.skipped.push({ ...named, reason: reason ?? NO_REASON });
      } else if (test.status === "expected" || test.status === "flaky") {
        outcome.passed += 1;
        if (test.status === "flaky") outcome.flaky.push({ ...named, reason: error });
      } else fail(outcome, spec.file, spec.title, error);
    }
  }
}
