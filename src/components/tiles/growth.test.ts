import { expect, test } from "vitest";
import type { TileFigure, TileSeries } from "@/lib/tiles";
import { dayOfMonth, daysInMonth, growthOf, untilDay } from "./growth";

const figure = (value: string, total: number, currency = "USD"): TileFigure => ({
  ...{ value, label: null, conditions: [], count: 1, days: null },
  sums: [{ currency, count: 1, total, weighted: null, withoutProbability: null }],
});
const series = (...figures: TileFigure[]): TileSeries => ({ name: "month", conditions: [], figures });

test("amounts are added up day by day, in any order of the figures and in one currency", () => {
  const month = series(figure("2026-02-03", 5), figure("2026-02-01", 2), figure("2026-02-03", 9, "EUR"));
  expect(growthOf(month, "USD", 4)).toEqual([2, 2, 7, 7]);
  expect(growthOf(month, "EUR", 3)).toEqual([0, 0, 9]);
  expect(growthOf(series(), "USD", 2)).toEqual([0, 0]);
});

test("a month has its days, in leap years too", () => {
  expect(["2026-02-11", "2028-02-01", "2026-12-31"].map(daysInMonth)).toEqual([28, 29, 31]);
  expect(dayOfMonth("2026-11-09")).toBe(9);
});

test("the figures until a day include it", () => {
  const month = series(figure("2026-02-03", 5), figure("2026-02-04", 5));
  expect(untilDay(month, 3).map(({ value }) => value)).toEqual(["2026-02-03"]);
});
