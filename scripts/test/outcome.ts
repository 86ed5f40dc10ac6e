import { stripVTControlCharacters } from "node:util";

/** A test that failed or did not run: its file and suites, its title, and the reason. */
export type Named = { suite: string; title: string; reason: string };

/** A runner's result; `failures` names the failed tests that the runner could name. */
export type Outcome = { passed: number; failed: number; failures: Named[]; skipped: Named[] };

/** For a test that was skipped without a reason; the title of its suite may tell. */
export const NO_REASON = "no reason given";

/** A check that counts as one test, and holds. */
export const PASSED: Outcome = { passed: 1, failed: 0, failures: [], skipped: [] };

/** A runner that should have run tests and could not. */
export const CRASHED: Outcome = { passed: 0, failed: 1, failures: [], skipped: [] };

/** Adds outcomes up. */
export function sum(outcomes: Outcome[]): Outcome {
  return outcomes.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      failures: [...total.failures, ...one.failures],
      skipped: [...total.skipped, ...one.skipped],
    }),
    { passed: 0, failed: 0, failures: [], skipped: [] },
  );
}

/** A runner that ends with an error has failed, even if none of its tests did. */
export function withExitCode(outcome: Outcome, code: number): Outcome {
  return code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
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
  return failures.map(({ suite, title, reason }) => `failed: ${suite} > ${title}: ${firstLine(reason)}`);
}

function firstLine(text: string): string {
  const [line = ""] = stripVTControlCharacters(text).trim().split("\n");
  return line;
}
