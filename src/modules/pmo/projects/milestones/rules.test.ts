import { expect, test } from "vitest";
import { byDate, daysLate, nextOf } from "./rules";

const due = (dueOn: string | null, reachedOn: string | null = null) => ({ dueOn, reachedOn });

test.each([
  [due("2027-03-01"), 0],
  [due("2027-02-28"), 1],
  [due("2027-02-01"), 28],
  [due("2027-04-01"), 0],
  [due(null), 0],
  [due("2027-02-01", "2027-02-03"), 2],
  [due("2027-02-01", "2027-01-03"), 0],
])("%j is late by %i days on March 1", (milestone, days) => expect(daysLate(milestone, "2027-03-01")).toBe(days));

test("milestones stand by date, a reached one without a date by the day it was reached, and the next is the first open one", () => {
  const all = [due(null), due("2027-05-01"), due(null, "2027-02-01"), due("2027-01-01", "2027-01-02")];
  const sorted = all.toSorted(byDate);
  expect(sorted).toEqual([all[3], all[2], all[1], all[0]]);
  expect(nextOf(sorted)).toBe(all[1]);
  expect(nextOf([due("2027-01-01", "2027-01-02")])).toBeNull();
});
