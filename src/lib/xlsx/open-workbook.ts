import { counted, nouns, plainLocale } from "@/lib/counted";
import { detectHeader, headerAt, nameColumns } from "@/lib/csv/header";
import type { CsvRow } from "@/lib/csv/record-reader";
import { sizeText, UnreadableFileError } from "@/lib/csv/unreadable-file-error";
import { coverTitle, maxSheetRowsRead } from "./sheet-limits";
import { type Merge, mergesOf, type SheetRow, sheetRows } from "./sheet-rows";
import { readWorkbook, type Workbook, type WorkbookSheet } from "./workbook";
import type { ByteSource } from "./zip-entries";

/** A sheet that has rows, and is not the cover of an exported workbook. */
export type SheetChoice = { name: string; hidden: boolean };

export interface OpenWorkbook {
  sheet: string;
  /** All sheets that have rows, in the order of the workbook, without the cover of an exported one. */
  sheets: SheetChoice[];
  headerRow: number | null;
  columns: string[];
  /** The rows below the header, in chunks. Throws UnreadableFileError. */
  rows(): AsyncGenerator<CsvRow[], void, undefined>;
}

const SAMPLE_ROWS = 200;

/**
 * Opens the sheet of a workbook that a person chose, else its first visible one with rows, and finds its header. Memory
 * holds a block of the sheet and the texts that cells share. Throws UnreadableFileError.
 */
export async function openWorkbook(
  source: ByteSource,
  chosen: { sheet?: string | undefined; headerRow?: number | null | undefined } = {},
): Promise<OpenWorkbook> {
  const workbook = await readWorkbook(source);
  const filled: WorkbookSheet[] = [];
  for (const sheet of workbook.sheets) {
    const [first, second] = await firstRows(workbook, sheet, 2);
    if (second && first?.values[0] !== coverTitle) filled.push(sheet);
  }
  const sheet = chooseSheet(filled, chosen.sheet);
  const merges = await mergesOf(sheet.entry.unpacked());
  const sample = await firstRows(workbook, sheet, SAMPLE_ROWS, merges);
  const width = Math.max(...sample.map(({ values }) => values.length));
  const even = sample.map(({ line, values }) => ({
    line,
    values: Array.from({ length: width }, (_, at) => values[at] ?? ""),
  }));
  const found = chosen.headerRow === undefined ? detectHeader(even) : headerAt(even, chosen.headerRow);
  const columns = nameColumns(found.header, found.width);
  return {
    sheet: sheet.name,
    sheets: filled.map(({ name, hidden }) => ({ name, hidden })),
    headerRow: found.headerRow,
    columns,
    rows: () => tableRows(workbook, sheet, { merges, headerRow: found.headerRow, width: columns.length }),
  };
}

function chooseSheet(filled: readonly WorkbookSheet[], name: string | undefined): WorkbookSheet {
  const sheet =
    name === undefined ? (filled.find(({ hidden }) => !hidden) ?? filled[0]) : filled.find((one) => one.name === name);
  if (sheet) return sheet;
  throw new UnreadableFileError(
    name === undefined
      ? "No sheet of this workbook has a header row and a row below it."
      : `The workbook has no sheet “${name}” with a header row and a row below it.`,
  );
}

async function firstRows(
  workbook: Workbook,
  sheet: WorkbookSheet,
  most: number,
  merges: readonly Merge[] = [],
): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const more of sheetRows(sheet.entry.unpacked(), workbook.parts, merges)) {
    rows.push(...more);
    if (rows.length >= most) break;
  }
  return rows.slice(0, most);
}

async function* tableRows(
  { parts, maxBytes }: Workbook,
  { entry }: WorkbookSheet,
  table: { merges: readonly Merge[]; headerRow: number | null; width: number },
): AsyncGenerator<CsvRow[], void, undefined> {
  let [count, characters] = [0, 0];
  for await (const rows of sheetRows(entry.unpacked(), parts, table.merges)) {
    const below = rows.filter(({ line }) => line > (table.headerRow ?? 0));
    for (const { line, values } of below) {
      count += 1;
      if (count > maxSheetRowsRead)
        throw new UnreadableFileError(
          `The sheet has more than ${counted(maxSheetRowsRead, nouns.row, plainLocale)}. Save it as CSV, which can have more rows, or split it.`,
          line,
        );
      // A text shared by cells is in the file once, and here once for each cell.
      characters += values.reduce((sum, value) => sum + value.length, 0);
      if (characters > maxBytes)
        throw new UnreadableFileError(
          `This sheet contains more than ${sizeText(maxBytes)} of text. Split it into smaller files.`,
          line,
        );
    }
    yield below.map(({ line, values }) => ({ line, values, issue: tooWide(values, table.width) }));
  }
}

function tooWide(values: readonly string[], width: number): string | null {
  const beyond = values.findIndex((value, column) => column >= width && value.trim() !== "");
  return beyond < 0
    ? null
    : `This row has a cell in column ${beyond + 1}, but the table has ${counted(width, { one: "column", many: "columns" }, plainLocale)}. Give that column a header, or empty the cell.`;
}
