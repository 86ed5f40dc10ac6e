import { expect, test } from "vitest";
import { workDetail, works } from "./work-notices";

test.each([
  [
    "import.finished",
    { created: 1200, updated: 0, errors: 1 },
    "Records: 1,200 created, 0 updated. Rows with errors: 1",
  ],
  ["import.failed", { reason: "The disk is full." }, "The disk is full."],
  ["bulkRun.finished", { changed: 9000, skipped: 2, failed: 1 }, "Records: 9,000 changed, 2 skipped, 1 refused"],
  ["bulkRun.undone", { undone: 9000, kept: 3 }, "Records: 9,000 undone, 3 left as they are"],
  [
    "bulkRun.failed",
    { reason: "You have left.", changed: 10, skipped: 0, failed: 0 },
    "You have left. Records: 10 changed, 0 skipped, 0 refused",
  ],
  [
    "bulkRun.failed",
    { reason: "You have left.", undone: 4, kept: 0 },
    "You have left. Records: 4 undone, 0 left as they are",
  ],
  // Events from before the counts were added.
  ["bulkRun.failed", { reason: "You have left." }, "You have left."],
  ["recordExport.finished", { rows: 80000, format: "csv" }, "Rows: 80,000"],
  ["account.updated", { rows: 1 }, null],
])("what came of work: %s %j", (name, data, expected) => {
  expect(workDetail({ name, data }, name.split(".")[0] ?? "", "en-US")).toBe(expected);
});

test("each end of work says what came of it", () => {
  for (const { ends, details } of Object.values(works))
    expect(Object.keys(details).toSorted()).toEqual([...Object.keys(ends), "failed"].toSorted());
});
