import { expect, test } from "vitest";
import { noticeOf } from "./rules";

test.each([
  ["2026-11-01", null],
  ["2026-11-15", null],
  ["2026-11-16", 14],
  ["2026-11-28", 14],
  ["2026-11-29", 1],
  ["2026-11-30", 1],
  ["2026-12-01", null],
])("on %s the reminder of a key that ends on November 30 is %s", (today, notice) => {
  expect(noticeOf({ today, made: "2026-10-01", ends: "2026-11-30" })).toBe(notice);
});

test("a key that was made for two weeks has the reminder of the day before only", () => {
  const key = { made: "2026-11-16", ends: "2026-11-30" };
  expect(["2026-11-17", "2026-11-29"].map((today) => noticeOf({ today, ...key }))).toEqual([null, 1]);
});
