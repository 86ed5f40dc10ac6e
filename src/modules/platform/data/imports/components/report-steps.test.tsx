import { expect, test } from "vitest";
import type { ImportDetail } from "../schema";
import { spoken } from "./report-steps";

const rows = (value: number) => `${value} rows`;
// Two objects of the rows of one upload.
const files = ["a", "b"].map((id) => ({ id, position: 0 }));
const totals = [
  { fileId: "a", good: 8, skipped: 0 },
  { fileId: "b", good: 5, skipped: 3 },
];
const at = (status: ImportDetail["status"], done = 0): string =>
  spoken({ status, progress: { done, total: 8, rate: null, secondsLeft: null }, files, totals } as ImportDetail, rows);

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
