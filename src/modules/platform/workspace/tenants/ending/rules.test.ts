import { addDays, addSeconds } from "date-fns";
import { expect, test } from "vitest";
import { deletionDueAt, toldOf } from "./rules";

const asked = new Date("2026-03-01T10:00:00Z");
const due = deletionDueAt(asked);

test("a deletion is due 14 days after it was asked for", () => {
  expect(due).toEqual(new Date("2026-03-15T10:00:00Z"));
});

test("people are told at once, and 3 days and 1 day before, never after", () => {
  expect(toldOf(null, asked)).toBeNull();
  expect(toldOf(due, asked)).toBe(14);
  expect(toldOf(due, addSeconds(addDays(due, -3), -1))).toBe(14);
  expect(toldOf(due, addDays(due, -3))).toBe(3);
  expect(toldOf(due, addSeconds(addDays(due, -1), -1))).toBe(3);
  expect(toldOf(due, addDays(due, -1))).toBe(1);
  expect(toldOf(due, addSeconds(due, -1))).toBe(1);
  expect(toldOf(due, due)).toBeNull();
});
