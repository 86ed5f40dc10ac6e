import { setTimeout as pause } from "node:timers/promises";

const LOOK_EVERY_MS = 25;

/** Waits for a condition and returns the milliseconds it took. Throws when it is not true in time. */
export async function until(what: string, withinMs: number, holds: () => Promise<boolean> | boolean): Promise<number> {
  const started = performance.now();
  for (;;) {
    const isSo = await holds();
    const took = performance.now() - started;
    if (isSo) return took;
    if (took > withinMs) throw new Error(`It did not come true within ${withinMs / 1_000} s that ${what}.`);
    await pause(LOOK_EVERY_MS);
  }
}
