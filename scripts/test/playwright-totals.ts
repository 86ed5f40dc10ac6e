import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { FullConfig, Reporter, Suite, TestCase, TestError } from "@playwright/test/reporter";
import { keepPassed } from "./journal";
import { NO_REASON, type Outcome } from "./outcome";

/**
 * Playwright reporter that writes the totals to the file in TEST_TOTALS, and each file whose tests have all passed to the
 * journal in TEST_JOURNAL. A test that passed only on a retry has passed, and is named as flaky.
 */
export default class PlaywrightTotals implements Reporter {
  #root = "";
  #suite: Suite | undefined;
  readonly #errors: TestError[] = [];

  printsToStdio(): boolean {
    return false;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.#root = config.rootDir;
    this.#suite = suite;
  }

  onError(error: TestError): void {
    this.#errors.push(error);
  }

  onTestEnd(test: TestCase): void {
    const { TEST_JOURNAL: journal, TEST_STAGE: stage } = process.env;
    const { file } = test.location;
    const tests = this.#suite?.allTests().filter(({ location }) => location.file === file) ?? [];
    if (!journal || !stage || this.#errors.length > 0 || !tests.every(isOver)) return;
    const outcome = this.#outcomeOf(tests);
    if (outcome.failed === 0) keepPassed(journal, stage, relative(".", file), outcome);
  }

  onEnd(): void {
    const file = process.env.TEST_TOTALS;
    if (!file) throw new Error("TEST_TOTALS names no file.");
    const outcome = this.#outcomeOf(this.#suite?.allTests() ?? []);
    const [error] = this.#errors;
    if (error) fail(outcome, "playwright", "no error is outside of the tests", error.message);
    writeFileSync(file, JSON.stringify(outcome));
  }

  #outcomeOf(tests: TestCase[]): Outcome {
    const outcome: Outcome = { passed: 0, failed: 0, failures: [], flaky: [], skipped: [] };
    for (const test of tests) count(test, relative(this.#root, test.location.file), outcome);
    return outcome;
  }
}

/** Whether it is not tried again. */
function isOver({ results, retries, expectedStatus }: TestCase): boolean {
  const last = results.at(-1);
  return (
    last !== undefined && (last.status === expectedStatus || last.status === "skipped" || results.length > retries)
  );
}

function fail(outcome: Outcome, suite: string, title: string, reason = NO_REASON): void {
  outcome.failed += 1;
  outcome.failures.push({ suite, title, reason });
}

function count(test: TestCase, suite: string, outcome: Outcome): void {
  const title = test.titlePath().slice(3).join(" > ");
  const error = test.results.find((result) => result.error)?.error?.message ?? NO_REASON;
  const how = test.outcome();
  if (how === "skipped") {
    const reason = test.annotations.find(({ type }) => type === "skip" || type === "fixme")?.description;
    const why = test.results.length === 0 ? "it did not run" : NO_REASON;
    outcome.skipped.push({ suite, title, reason: reason ?? why });
  } else if (how === "unexpected") fail(outcome, suite, title, error);
  else {
    outcome.passed += 1;
    if (how === "flaky") outcome.flaky.push({ suite, title, reason: error });
  }
}
