import { stripVTControlCharacters } from "node:util";

/** A test that failed or did not run: its file and suites, its title, and the reason. */
export type Named = { suite: string; title: string; reason: string };

/**
 * A runner's result; `failures` names the failed tests that the runner could name, `flaky` those that passed only when
 * they were tried again.
 */
export type Outcome = { passed: number; failed: number; failures: Named[]; flaky: Named[]; skipped: Named[] };

/** The title of a failure that belongs to no test. */
export const OUTSIDE_TESTS = "no error is outside of the tests";

export const isOutsideTests = ({ title }: Named): boolean => title === OUTSIDE_TESTS;

/** For a test that was skipped without a reason; the title of its suite may tell. */
export const NO_REASON = "no reason given";

/** A check that counts as one test, and holds. */
export const PASSED: Outcome = { passed: 1, failed: 0, failures: [], flaky: [], skipped: [] };

/** A runner that should have run tests and could not. */
export const CRASHED: Outcome = { passed: 0, failed: 1, failures: [], flaky: [], skipped: [] };

/** So many tests may pass on a further try. More of them say that the app, or the machine, is not well. */
export const MOST_FLAKY = 10;

/** Adds outcomes up. */
export function sum(outcomes: Outcome[]): Outcome {
  return outcomes.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      failures: [...total.failures, ...one.failures],
      flaky: [...total.flaky, ...one.flaky],
      skipped: [...total.skipped, ...one.skipped],
    }),
    { passed: 0, failed: 0, failures: [], flaky: [], skipped: [] },
  );
}

/** A runner that ends with an error has failed, even if none of its tests did. */
export function withExitCode(outcome: Outcome, code: number): Outcome {
  return code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}

/** A run with too many flaky tests has failed, even if each of them passed in the end. */
export function withFewFlaky(outcome: Outcome): Outcome {
  const { flaky } = outcome;
  if (flaky.length <= MOST_FLAKY) return outcome;
  const reason = `${flaky.length} tests passed only on a further try; ${MOST_FLAKY} may`;
  const failure = { suite: "all tests", title: "few of them are flaky", reason };
  return { ...outcome, failed: outcome.failed + 1, failures: [...outcome.failures, failure] };
}

/** Whether a runner found a test at all, including skipped ones. */
export function foundTests({ passed, failed, skipped }: Outcome): boolean {
  return passed + failed + skipped.length > 0;
}

/** A runner without any test has failed, unless the given files may be another runner's tests. */
export function withTests(outcome: Outcome, files: readonly string[]): Outcome {
  if (foundTests(outcome)) return outcome;
  if (files.length === 0) console.log("  no test was found, so nothing was tested");
  else console.log("  not run: none of the named files is one of its tests");
  return files.length === 0 ? CRASHED : outcome;
}

/** One line for each suite and reason, so that a missing data set does not fill the screen. */
export function skippedLines(skipped: Named[]): string[] {
  const groups = new Map<string, Named[]>();
  for (const one of skipped) {
    const key = JSON.stringify([one.suite, one.reason]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const what = others.length === 0 ? first.title : `${others.length + 1} tests`;
    return [`skipped: ${first.suite} > ${what}: ${first.reason}`];
  });
}

/** One line for each failed test, with the first line of its error. */
export function failedLines(failures: Named[]): string[] {
  return failures.map((one) => named("failed", one));
}

/** One line for each test that passed only on a further try, with the first line of the error before. */
export function flakyLines(flaky: Named[]): string[] {
  return flaky.map((one) => named("flaky", one));
}

function named(what: string, { suite, title, reason }: Named): string {
  return `${what}: ${suite} > ${title}: ${firstLine(reason)}`;
}

function firstLine(text: string): string {
  const [line = ""] = stripVTControlCharacters(text).trim().split("\n");
  return line;
}
