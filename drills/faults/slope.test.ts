import { expect, test } from "vitest";
import { slopePerHour } from "./slope";

const minutes = (values: number[]) => values.map((value, minute) => ({ at: 1_000 + minute * 60_000, value }));

test("a line is measured as it is, beside its first value", () => {
  expect(slopePerHour(minutes([100, 101, 102, 103]))).toBeCloseTo(0.6);
  expect(slopePerHour(minutes([100, 99, 98]))).toBeCloseTo(-0.6);
});

test("noise around one height is no growth, and nothing measured is none", () => {
  expect(slopePerHour(minutes([100, 120, 80, 120, 100]))).toBe(0);
  expect(slopePerHour(minutes([100, 100]))).toBe(0);
  expect(slopePerHour([])).toBe(0);
});
