/** What a runner did: every test is passed, failed or skipped, and a skipped one says why. */
export type Outcome = { passed: number; failed: number; skipped: { name: string; reason: string }[] };

/** A runner that should have run tests and could not. */
export const CRASHED: Outcome = { passed: 0, failed: 1, skipped: [] };

/** Adds outcomes up. */
export function sum(outcomes: Outcome[]): Outcome {
  return outcomes.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: [...total.skipped, ...one.skipped],
    }),
    { passed: 0, failed: 0, skipped: [] },
  );
}

/** A runner that ends with an error has failed, even where none of its tests did. */
export function withExitCode(outcome: Outcome, code: number): Outcome {
  return code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}
