import { NO_REASON, type Outcome } from "./outcome";

/** The parts of Playwright's JSON report that are read. */
type Report = { errors: unknown[]; suites: Suite[] };
type Suite = { suites?: Suite[]; specs: Spec[] };
type Spec = {
  file: string;
  title: string;
  tests: { status: string; annotations: { type: string; description?: string }[] }[];
};

/** The totals of Playwright's JSON report. A test that passed only on a retry has failed. */
export function playwrightTotals(report: Report): Outcome {
  const outcome: Outcome = { passed: 0, failed: report.errors.length > 0 ? 1 : 0, skipped: [] };
  for (const suite of report.suites) count(suite, outcome);
  return outcome;
}

function count(suite: Suite, outcome: Outcome): void {
  for (const inner of suite.suites ?? []) count(inner, outcome);
  for (const spec of suite.specs) {
    for (const test of spec.tests) {
      if (test.status === "expected") outcome.passed += 1;
      else if (test.status !== "skipped") outcome.failed += 1;
      else {
        const reason = test.annotations.find(({ type }) => type === "skip" || type === "fixme")?.description;
        outcome.skipped.push({ suite: spec.file, title: spec.title, reason: reason ?? NO_REASON });
      }
    }
  }
}
