import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { FullConfig, Reporter, Suite, TestCase, TestError } from "@playwright/test/reporter";
import { keepPassed, takeJournal } from "./journal";
import { NO_REASON, OUTSIDE_TESTS, type Outcome } from "./outcome";

/**
 * Playwright reporter that writes the totals to the file in TEST_TOTALS, and each file whose tests have all passed to the
 * journal in TEST_JOURNAL. A test that passed only on a retry has passed, and is named as flaky.
 */
export default class PlaywrightTotals implements Reporter {
  #root = "";
  #suite: Suite | undefined;
  readonly #errors: TestError[] = [];
  readonly #kept = takeJournal();

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
    const { journal, stage } = this.#kept;
    const { file } = test.location;
    const tests = this.#suite?.allTests().filter(({ location }) => location.file === file) ?? [];
    if (!journal || !stage || this.#errors.length > 0 || !tests.every(hasPassed)) return;
    keepPassed(journal, stage, relative(".", file), this.#outcomeOf(tests));
  }

  onEnd(): void {
    const file = process.env.TEST_TOTALS;
    if (!file) throw new Error("TEST_TOTALS names no file.");
    const outcome = this.#outcomeOf(this.#suite?.allTests() ?? []);
    const [error] = this.#errors;
    if (error) fail(outcome, "playwright", OUTSIDE_TESTS, error.message);
    writeFileSync(file, JSON.stringify(outcome));
  }

  #outcomeOf(tests: TestCase[]): Outcome {
    const outcome: Outcome = { passed: 0, failed: 0, failures: [], flaky: [], skipped: [] };
    for (const test of tests) count(test, relative(this.#root, test.location.file), outcome);
    return outcome;
  }
}

/** Whether it ended as it should: no test that was interrupted, or did not run since a hook failed, has. */
const hasPassed = ({ results, expectedStatus }: TestCase): boolean => results.at(-1)?.status === expectedStatus;

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
