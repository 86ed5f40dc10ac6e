import { writeXlsx } from "hucre/xlsx";
import { expect, test } from "vitest";
import { liveMegabytes } from "@/test/live-memory";
import { emptyRows, head, read } from "@/test/read-workbook";
import { sourceOf, textRow, workbookOf } from "@/test/workbook";
import { openWorkbook } from "./open-workbook";

/** A function of its own, so that its rows are garbage when it has returned. */
function manyRows(): Promise<Uint8Array> {
  const row = (at: number) => Array.from({ length: 20 }, (_, column) => (column % 2 ? at * 1.5 : `Cell ${at}`));
  const rows = [row(0).map((_, at) => `C${at}`), ...Array.from({ length: 100_000 }, (_, at) => row(at + 1))];
  return writeXlsx({ sheets: [{ name: "All", rows }] });
}

test("a workbook of another program is read to 100,000 rows of 20 cells with little memory", async () => {
  const before = liveMegabytes();
  const { rows, columns } = await openWorkbook(sourceOf(await manyRows()));
  let [count, chunks, most] = [0, 0, 0];
  for await (const chunk of rows()) {
    count += chunk.length;
    if (chunks++ % 200 === 0) most = Math.max(most, liveMegabytes() - before);
  }
  expect([columns.length, count]).toEqual([20, 100_000]);
  expect(most).toBeLessThan(30);
});

test("a million empty rows, at the end or between, do not count", async () => {
  const bytes = workbookOf([{ rows: `${head}<row r="2"/>${textRow(3, ["a", "1"])}${emptyRows(1_000_000, 4)}` }]);
  expect((await read(bytes)).rows).toEqual([{ line: 3, values: ["a", "1"], issue: null }]);
});
