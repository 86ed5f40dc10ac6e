import { expect, test } from "vitest";
import { agreedNumber } from "./given-numbers";

const told = (...rows: [number, number][]) => rows.map(([value, count]) => ({ value, rows: count }));

test.each([
  ["no row", told(), null],
  ["all rows", told([40, 3]), 40],
  ["half of them", told([40, 2], [10, 1], [20, 1]), 40],
  ["fewer than half", told([40, 2], [10, 1], [20, 1], [30, 1]), null],
  ["two halves, of which the smaller one counts", told([60, 2], [40, 2]), 40],
  ["several groups of rows together", told([40, 1], [60, 2], [40, 2]), 40],
])("a new record gets the number of %s", (_case, rows, wanted) => {
  expect(agreedNumber(rows)).toBe(wanted);
});
