import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { pauseAfter, recordLoad, yieldToRequests } from "./yield-to-requests";

test("while little is asked, background work goes on at once, however long it took", () => {
  for (const share of [0, 0.1, 0.35]) expect(pauseAfter(60_000, share)).toBe(0);
});

test("the more is asked, the longer it rests, three times as long as it worked at most", () => {
  expect(pauseAfter(200, 0.475)).toBeCloseTo(300);
  expect(pauseAfter(200, 0.6)).toBeCloseTo(600);
  expect(pauseAfter(200, 1)).toBeCloseTo(600);
});

test("no rest is longer than two seconds, and none is shorter than nothing", () => {
  expect(pauseAfter(3_600_000, 1)).toBe(2_000);
  expect(pauseAfter(-5, 1)).toBe(0);
});

const shareOf = (thousandths: number) => {
  const share = new Int32Array(new SharedArrayBuffer(4));
  share[0] = thousandths;
  return share;
};

describe("with a clock that stands still", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("work gives way by what is noted now", async () => {
    let rested = false;
    const resting = yieldToRequests(100, undefined, shareOf(1_000)).then(() => (rested = true));
    await vi.advanceTimersByTimeAsync(299);
    expect(rested).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await resting;
  });

  test("it gives way to nobody where nobody asks, or nothing is noted", async () => {
    await yieldToRequests(3_600_000, undefined, shareOf(0));
    await yieldToRequests(3_600_000);
  });

  test("a rest ends at the signal", async () => {
    const stop = new AbortController();
    const resting = yieldToRequests(3_600_000, stop.signal, shareOf(1_000));
    stop.abort();
    await resting;
  });
});

test("a thread that has something to do is noted as busy, until the signal", async () => {
  const stop = new AbortController();
  const share = recordLoad(stop.signal);
  expect(share[0]).toBe(0);
  const deadline = Date.now() + 30_000;
  while (share[0] === 0 && Date.now() < deadline) {
    for (const until = performance.now() + 20; performance.now() < until; );
    await new Promise((resolve) => setImmediate(resolve));
  }
  stop.abort();
  expect(share[0]).toBeGreaterThan(0);
  expect(share[0]).toBeLessThanOrEqual(1_000);
});
