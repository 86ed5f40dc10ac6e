import { expect, test } from "vitest";
import { daysText, durationText } from "./duration-text";

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
