import { expect, test } from "vitest";
import { medianStep } from "./figure";

test("the time of a call is the middle one of its runs, neither the fastest nor the slowest", () => {
  expect(medianStep([0, 5, 10, 11, 16, 116])).toBe(5);
  expect(medianStep([0, 1, 10, 20])).toBe(9);
});
