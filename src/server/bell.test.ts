import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { Bell } from "./bell";

const long = 600_000;

test("a rest ends when the bell rings, when its time is over, and when the signal is given", async () => {
  const bell = new Bell();
  const stop = new AbortController();
  const rung = Promise.all([bell.rest(long, stop.signal), bell.rest(long, stop.signal)]);
  bell.ring();
  await rung;
  await bell.rest(1, stop.signal);
  const stopped = bell.rest(long, stop.signal);
  stop.abort();
  await stopped;
  await bell.rest(long, stop.signal);
});

/** The signal of a request, with the code that keeps a reference to it. */
const heldBy = (signal: AbortSignal) =>
  Reflect.ownKeys(signal)
    .map((key) => (signal as unknown as Record<PropertyKey, unknown>)[key])
    .reduce<number>((sum, kept) => sum + Number((kept as { size?: number } | undefined)?.size ?? 0), 0);

test("rests leave nothing behind at a signal that lives as long as the process", async () => {
  const bell = new Bell();
  const { signal } = new AbortController();
  const turn = async () => {
    const rest = bell.rest(long, signal);
    bell.ring();
    await rest;
  };
  await turn();
  const before = heldBy(signal);
  for (let turns = 0; turns < 50; turns++) await turn();
  expect(heldBy(signal)).toBe(before);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});
