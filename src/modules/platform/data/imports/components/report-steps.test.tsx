import { expect, test } from "vitest";
import type { ImportDetail } from "../schema";
import { spoken } from "./report-steps";

const rows = (value: number) => `${value} rows`;
const at = (status: ImportDetail["status"], done = 0): string =>
  spoken(
    { status, progress: { done, total: 8, rate: null, secondsLeft: null }, totals: [{ good: 8 }] } as ImportDetail,
    rows,
  );

test("a screen reader hears each quarter of an import, and its end", () => {
  expect([0, 1, 2, 3, 7, 8].map((done) => at("running", done))).toEqual([
    "The import is 0% done",
    "The import is 0% done",
    "The import is 25% done",
    "The import is 25% done",
    "The import is 75% done",
    "The import is 100% done",
  ]);
  expect(at("reverting", 4)).toBe("The revert is 50% done");
  expect([at("done"), at("cancelled")]).toEqual(["8 rows imported", "Cancelled. The imported records are kept."]);
});
