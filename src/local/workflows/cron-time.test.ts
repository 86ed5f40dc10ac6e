import { expect, it } from "vitest";
import { isStandardCron, nextTick, parseCron } from "./cron-time";

it.each([
  ["0 9 * * 1-5", "2026-03-27T10:00:00Z", "2026-03-30T09:00:00Z"],
  ["TZ=Europe/Berlin 0 9 * * *", "2026-03-28T12:00:00Z", "2026-03-29T07:00:00Z"],
  ["TZ=Europe/Berlin 0 9 * * *", "2026-10-24T12:00:00Z", "2026-10-25T08:00:00Z"],
  ["TZ=America/New_York 30 2 * * *", "2026-03-07T12:00:00Z", "2026-03-08T07:00:00Z"],
  ["0 0 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z"],
])("%s after %s is due at %s", (cron, after, due) => {
  expect(nextTick(cron, new Date(after))).toEqual(new Date(due));
});

it.each(["", "every day", "* * * *", "61 * * * *", "TZ=Nowhere/City * * * * *"])("%s is no schedule", (text) => {
  expect(parseCron(text)).toBeUndefined();
});

it.each([
  ["TZ=Europe/Berlin 0 9 * * 1-5", true],
  ["*/15 * * * *", true],
  ["0 9 1,15 JAN-mar Mon", true],
  ["* * * * * *", false],
  ["TZ=UTC 0 * * * * *", false],
  ["@daily", false],
  ["0 9 L * *", false],
  ["0 9 * * 5#2", false],
])("whether the vendor takes %s: %s", (text, expected) => {
  expect(isStandardCron(text)).toBe(expected);
});
