import { describe, expect, test } from "vitest";
import { isWorkingInstant, localDay, momentOfDay, nextWorkingInstant } from "@/lib/working-time";
import { goldenCases, goldenOf, minutesOf, second, weekOf } from "@/test/golden-times";

test("the golden table has its two hundred cases, each once", () => {
  expect(goldenCases.length).toBeGreaterThanOrEqual(200);
  expect(new Set(goldenCases.map(({ kind, zone, at, by }) => [kind, zone, at, by].join())).size).toBe(
    goldenCases.length,
  );
});

describe("golden table", () => {
  test.each(goldenOf("day"))("$at is $expected in $zone: $why", ({ zone, at, expected }) => {
    expect(localDay(new Date(at), zone)).toBe(expected);
  });

  test.each(goldenOf("reach"))("$zone reaches $by of $at at $expected: $why", ({ zone, at, by, expected }) => {
    expect(second(momentOfDay(at, minutesOf(by), zone))).toBe(expected);
  });

  test.each(goldenOf("work"))("at $at in $zone work ($by) is on or next at $expected: $why", (row) => {
    const week = { zone: row.zone, ...weekOf(row.by) };
    const moment = new Date(row.at);
    expect([isWorkingInstant(moment, week) ? "yes" : "no", second(nextWorkingInstant(moment, week))]).toEqual([
      row.atWork,
      row.expected,
    ]);
  });
});

test("a week without working time is refused instead of searched for ever", () => {
  const never = { zone: "UTC", days: [], from: 540, until: 1020 };
  expect(isWorkingInstant(new Date(), never)).toBe(false);
  expect(() => nextWorkingInstant(new Date(), never)).toThrow(RangeError);
});
