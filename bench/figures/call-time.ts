import { percentile } from "../figure";

/** How long a call takes, in milliseconds: 95 of 100 times no longer. */
export async function timeOf(call: () => Promise<unknown>, times: number): Promise<number> {
  const taken: number[] = [];
  for (let turn = -3; turn < times; turn++) {
    const began = performance.now();
    await call();
    // The first ones plan and warm up.
    if (turn >= 0) taken.push(performance.now() - began);
  }
  return percentile(taken, 95);
}
