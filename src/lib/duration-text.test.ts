import { expect, test } from "vitest";
import { coerceDuration } from "./coerce/coerce-duration";
import { daysText, durationText, minutesText } from "./duration-text";

test.each([
  [0, "0m"],
  [3599, "59m"],
  [3600, "1h"],
  [86_399, "23h"],
  [86_400, "1d"],
  [2_700_000, "31d"],
  [364 * 86_400, "364d"],
  [365 * 86_400, "1y"],
  [3650 * 86_400, "10y"],
])("%i seconds are %s", (seconds, text) => expect(durationText(seconds)).toBe(text));

test.each([
  [0, "0d"],
  [364, "364d"],
  [3650, "10y"],
])("%i days are %s", (days, text) => expect(daysText(days)).toBe(text));

test.each([
  [0, "0m"],
  [45, "45m"],
  [60, "1h"],
  [90, "1h 30m"],
  [480, "1d"],
  [510, "8h 30m"],
  [960, "2d"],
  [-90, "-1h 30m"],
  [5_256_000, "10950d"],
])("%i minutes are %s, which means the same again", (minutes, text) => {
  expect(minutesText(minutes)).toBe(text);
  expect(coerceDuration(text, { min: -100 })).toEqual({ ok: true, value: minutes });
});
