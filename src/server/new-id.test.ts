import { validate, version } from "uuid";
import { expect, onTestFinished, test, vi } from "vitest";
import { newId } from "./new-id";

test("ids are of version 7, each another, in the order in which they were made", () => {
  const ids = Array.from({ length: 20_000 }, newId);
  expect(ids.filter((id) => !validate(id) || version(id) !== 7)).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

test("the random part of an id says nothing of the next one's", () => {
  const tails = Array.from({ length: 1000 }, () => newId().slice(-11));
  expect(new Set(tails).size).toBe(tails.length);
});

test("a clock that is set ahead leaves ids at the time of the computer, so later ones sort with the database's", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60 * 60 * 1_000 });
  onTestFinished(() => void vi.useRealTimers());
  const ahead = newId();
  vi.useRealTimers();
  const msecs = Number.parseInt(ahead.replace("-", "").slice(0, 12), 16);
  expect(msecs).toBeLessThanOrEqual(Date.now());
});
