import { expect, test } from "vitest";
import { daysOfNext } from "./rules";

test.each([
  ["with both keeps the days between them", "2026-02-26", "2026-03-01", "2026-12-29", "2027-01-01"],
  ["with a due day alone has no start", null, "2026-03-01", null, "2027-01-01"],
  ["with a start alone begins on the day", "2026-03-01", null, "2027-01-01", null],
  ["without a day any more is due on it", null, null, null, "2027-01-01"],
])("the next of a task %s", (_what, startsOn, dueOn, start, due) => {
  expect(daysOfNext("2027-01-01", { startsOn, dueOn })).toEqual({ startsOn: start, dueOn: due });
});
