import { expect, it } from "vitest";
import { retryAfter } from "./backoff";
import { durationMs, momentOf } from "./durations";

it.each([
  ["1s", 1_000],
  ["1h30m", 5_400_000],
  ["2w1d", 1_296_000_000],
  ["1.5s", 1_500],
  ["500ms", 500],
])("%s is %i ms", (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

it.each(["", "1", "1y", "h", "1h 30m", "-1s"])("'%s' is no duration", (text) => {
  expect(durationMs(text)).toBeUndefined();
});

it("takes a moment as a duration, a date, or nothing for now", () => {
  expect(momentOf("1m", 5)).toEqual(new Date(60_005));
  expect(momentOf("2026-03-29T01:30:00.000Z")).toEqual(new Date("2026-03-29T01:30:00.000Z"));
  expect(momentOf("", 5)).toEqual(new Date(5));
  expect(momentOf("tomorrow")).toBeUndefined();
});

it("keeps what an app asks for between a second and a day", () => {
  expect(retryAfter("7", 0)).toEqual(new Date(7_000));
  expect(retryAfter("0", 0)).toEqual(new Date(1_000));
  expect(retryAfter("999999", 0)).toEqual(new Date(86_400_000));
  expect(retryAfter("1970-01-01T00:00:05Z", 0)).toEqual(new Date(5_000));
  expect(retryAfter("soon", 0)).toBeUndefined();
  expect(retryAfter(undefined, 0)).toBeUndefined();
});
