import { readXlsx } from "hucre/xlsx";
import { expect, test } from "vitest";
import { sourceOf } from "@/test/workbook";
import { openWorkbook } from "./open-workbook";
import { writeWorkbook } from "./write-workbook";

async function bytesOf(workbook: Parameters<typeof writeWorkbook>[0]): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of await writeWorkbook(workbook)) blocks.push(block as Buffer);
  return Buffer.concat(blocks);
}

async function rowsOf(bytes: Buffer, sheet?: string): Promise<string[][]> {
  const { rows } = await openWorkbook(sourceOf(bytes), { sheet, headerRow: 1 });
  const all: string[][] = [];
  for await (const chunk of rows()) all.push(...chunk.map(({ values }) => values));
  return all;
}

const columns = [{ header: "Name" }, { header: "Since", format: "yyyy-mm-dd" }, { header: "Amount" }];
const cover = {
  name: "About",
  rows: [
    ["Workspace", "Acme"],
    ["Rows", 3],
  ],
};

test("each sheet has its name, its header and its rows, and the cover is the last one, which no import reads", async () => {
  const bytes = await bytesOf({
    columns,
    sheets: [
      {
        name: 'Won <&> "lost": [all]',
        rows: [
          ["=1+1", new Date("2026-01-31"), 12.5],
          ["a\nb “c” 🙂", null, -3],
        ],
      },
      { name: 'Won <&> "lost": [all]', rows: [["x".repeat(32_767), new Date("1900-03-01"), 0]] },
    ],
    cover,
  });
  const opened = await openWorkbook(sourceOf(bytes));
  expect(opened.sheets.map(({ name }) => name)).toEqual(['Won <&> "lost"   all', 'Won <&> "lost"   all 2']);
  expect(opened.columns).toEqual(["Name", "Since", "Amount"]);
  expect(await rowsOf(bytes)).toEqual([
    ["=1+1", "2026-01-31", "12.5"],
    ["a\nb “c” 🙂", "", "-3"],
  ]);
  expect(await rowsOf(bytes, 'Won <&> "lost"   all 2')).toEqual([["x".repeat(32_767), "1900-03-01", "0"]]);
  const last = (await readXlsx(bytes)).sheets.at(-1);
  expect([last?.name, last?.rows]).toEqual([
    "About",
    [
      ["About this export", "An import leaves this sheet out."],
      ["Workspace", "Acme"],
      ["Rows", 3],
    ],
  ]);
});

test("no sheet has the name that the spreadsheet program keeps for itself", async () => {
  const bytes = await bytesOf({ columns, sheets: [{ name: "History", rows: [["a", null, 1]] }], cover });
  expect((await readXlsx(bytes)).sheets.map(({ name }) => name)).toEqual(["History 2", "About"]);
});

test("a sheet has 200 columns", async () => {
  const wide = Array.from({ length: 200 }, (_, at) => ({ header: `Column ${at}` }));
  const bytes = await bytesOf({ columns: wide, sheets: [{ name: "A", rows: [wide.map((_, at) => at)] }], cover });
  expect((await rowsOf(bytes))[0]).toEqual(wide.map((_, at) => String(at)));
});

test("rows are taken only as the file is read", async () => {
  let made = 0;
  async function* rows() {
    for (; made < 200_000; made += 1) yield [`row ${made}`, null, made];
  }
  for await (const _ of await writeWorkbook({ columns, sheets: [{ name: "A", rows: rows() }], cover })) break;
  expect(made).toBeLessThan(50_000);
});

test("the error of a source ends the file", async () => {
  async function* rows() {
    yield ["a", null, 1];
    throw new Error("database gone");
  }
  await expect(bytesOf({ columns, sheets: [{ name: "A", rows: rows() }], cover })).rejects.toThrow("database gone");
});
