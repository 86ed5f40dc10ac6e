import { expect, test } from "vitest";
import { judge, lineOf, medianStep, percentile, unmeasured } from "./figure";

test("the time of a call is the middle one of its runs, neither the fastest nor the slowest", () => {
  expect(medianStep([0, 5, 10, 11, 16, 116])).toBe(5);
  expect(medianStep([0, 1, 10, 20])).toBe(9);
});

const figure = { id: "P0", name: "a list, p95", unit: "ms", note: "" };

test("a figure that broke off is printed as failed, with the reason, and misses its bar", () => {
  const broken = unmeasured("P8", "The import is refused.");
  expect(broken).toMatchObject({ measured: false, pass: false, reachesStretch: false });
  expect(lineOf(broken)).toBe("P8       FAILED  could not be measured: The import is refused.");
});

test.each([
  ["no sample", percentile([], 95), 10, "value"],
  ["no sample of the baseline", 5, percentile([], 95), "value"],
  ["a baseline of nothing under a bar of the ratio", 5, 0, "ratio"],
] as const)("%s is a figure that could not be measured", (_, value, baseline, of) => {
  const found = judge({ ...figure, value, baseline, bar: { of, is: "at most", must: 100, stretch: 50 } });
  expect(found.measured).toBe(false);
  expect(lineOf(found)).toContain("FAILED");
});

test("a figure is measured however far it misses its bar, and nothing counted may be the aim", () => {
  const bar = { of: "value", is: "at most", must: 0, stretch: 0 } as const;
  expect(judge({ ...figure, value: 3, bar })).toMatchObject({ measured: true, pass: false, better: "lower" });
  expect(judge({ ...figure, value: 0, bar })).toMatchObject({ measured: true, pass: true });
});
