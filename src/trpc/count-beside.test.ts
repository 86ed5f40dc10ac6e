// @vitest-environment happy-dom
import { focusManager, QueryObserver } from "@tanstack/react-query";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { asksSeldom, type Counted } from "./count-beside";
import { makeQueryClient } from "./query-client";

const key = [["accounts", "totals"], { input: { upTo: 50_000 } }];

beforeEach(() => {
  vi.useFakeTimers();
  focusManager.setFocused(true);
  return () => {
    focusManager.setFocused(undefined);
    vi.useRealTimers();
  };
});

/** A count that somebody looks at, after its first answer; each answer comes `afterMs` later. */
async function shown(answer: Counted, afterMs = 0) {
  const client = makeQueryClient();
  const asked: number[] = [];
  const began = Date.now();
  const queryFn = async (): Promise<Counted> => {
    asked.push((Date.now() - began) / 1_000);
    await new Promise((done) => setTimeout(done, afterMs));
    return answer;
  };
  onTestFinished(new QueryObserver(client, { queryKey: key, queryFn, ...asksSeldom }).subscribe(() => undefined));
  await vi.advanceTimersByTimeAsync(afterMs);
  const signal = () => void client.invalidateQueries({ queryKey: [["accounts"]] });
  return { asked, signal };
}

/** A signal each third of a second. */
async function signalsFor(seconds: number, signal: () => void): Promise<void> {
  for (let at = 0; at < seconds * 3; at++) {
    signal();
    await vi.advanceTimersByTimeAsync(1_000 / 3);
  }
}

test("a count beside a list is asked again half a minute after its last answer, however many signals come", async () => {
  const { asked, signal } = await shown({ count: 1_200, capped: false });
  await signalsFor(70, signal);
  expect(asked.map(Math.round)).toEqual([0, 30, 60]);
});

test("without a signal it is not asked again, and after a long silence soon", async () => {
  const { asked, signal } = await shown({ count: 1_200, capped: false });
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked).toEqual([0]);
  signal();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual([0, 121]);
});

test("a hidden tab does not ask, and does when it shows again", async () => {
  const { asked, signal } = await shown({ count: 1_200, capped: false });
  focusManager.setFocused(false);
  await signalsFor(60, signal);
  expect(asked).toEqual([0]);
  focusManager.setFocused(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toHaveLength(2);
});

test("a count that took too long is not asked again by signals", async () => {
  const { asked, signal } = await shown({ count: 0, capped: true });
  await signalsFor(70, signal);
  expect(asked).toEqual([0]);
});

test("a change while it is on its way is not missed", async () => {
  const { asked, signal } = await shown({ count: 1_200, capped: false }, 100);
  await vi.advanceTimersByTimeAsync(40_000);
  signal();
  await vi.advanceTimersByTimeAsync(1_050);
  signal();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(3);
});
