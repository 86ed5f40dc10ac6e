import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { Wakeup } from "./wakeup";

const long = 600_000;

test("a rest ends when it is woken, when its time is over, and when the signal is given", async () => {
  const wakeup = new Wakeup();
  const stop = new AbortController();
  const woken = Promise.all([wakeup.rest(long, stop.signal), wakeup.rest(long, stop.signal)]);
  wakeup.wake();
  await woken;
  await wakeup.rest(1, stop.signal);
  const stopped = wakeup.rest(long, stop.signal);
  stop.abort();
  await stopped;
  await wakeup.rest(long, stop.signal);
});

/** The signal of a request, with the code that keeps a reference to it. */
const heldBy = (signal: AbortSignal) =>
  Reflect.ownKeys(signal)
    .map((key) => (signal as unknown as Record<PropertyKey, unknown>)[key])
    .reduce<number>((sum, kept) => sum + Number((kept as { size?: number } | undefined)?.size ?? 0), 0);

test("rests leave nothing behind at a signal that lives as long as the process", async () => {
  const wakeup = new Wakeup();
  const { signal } = new AbortController();
  const turn = async () => {
    const rest = wakeup.rest(long, signal);
    wakeup.wake();
    await rest;
  };
  await turn();
  const before = heldBy(signal);
  for (let turns = 0; turns < 50; turns++) await turn();
  expect(heldBy(signal)).toBe(before);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});
