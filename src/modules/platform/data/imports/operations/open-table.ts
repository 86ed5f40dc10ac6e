import "server-only";
import { env } from "@/env";
import { wrapped } from "@/lib/coerce/spreadsheet-cell";
import type { ChosenFormat } from "@/lib/csv/csv-format";
import { isZip } from "@/lib/csv/file-kind";
import { unguardedText } from "@/lib/csv/formula-guard";
import { headOf, limitBytes, openCsv, parseCsv } from "@/lib/csv/parse-csv";
import type { CsvRow } from "@/lib/csv/record-reader";
import { isVcard, VCARD_HEAD_BYTES } from "@/lib/vcard/cards";
import { openVcard } from "@/lib/vcard/open-vcard";
import { openWorkbook, type SheetChoice } from "@/lib/xlsx/open-workbook";
import { type BufferedFile, bufferWholeToDisk } from "@/server/buffer-to-disk";

/** How a file was read, as it is stored with it. */
export interface TableFormat {
  /** Of a CSV file; empty for a workbook and for vCards. */
  encoding: string;
  delimiter: string;
  /** Of a workbook: the sheet that is read, and all that have rows. */
  sheet: string | null;
  sheets: SheetChoice[];
  headerRow: number | null;
  columns: string[];
}

export interface OpenTable {
  format: TableFormat;
  /** Somebody made it by hand: sums and notes may stand among its rows. */
  mayHaveNotes: boolean;
  /** The rows in chunks, of a CSV file with those up to the header. Throws UnreadableFileError. */
  rows: AsyncIterable<CsvRow[]>;
  close(): Promise<void>;
}

/**
 * Opens a CSV file, a workbook or a file of vCards, recognised by the first bytes; what a person chose is not detected.
 * Throws UnreadableFileError.
 */
export async function openTable(content: AsyncIterable<Uint8Array>, chosen: ChosenFormat): Promise<OpenTable> {
  const { head, stream } = await headOf(content, VCARD_HEAD_BYTES);
  if (isVcard(head)) return await vcardTable(stream);
  return isZip(head) ? await workbookTable(stream, chosen) : await csvTable(stream, chosen);
}

async function csvTable(content: AsyncIterable<Uint8Array>, chosen: ChosenFormat): Promise<OpenTable> {
  const { format, stream } = await openCsv(content, chosen);
  const { encoding, delimiter, headerRow } = format;
  const columns = format.columns.map(unguardedText);
  return {
    format: { encoding, delimiter, sheet: null, sheets: [], headerRow, columns },
    mayHaveNotes: true,
    rows: inCells(parseCsv(stream, { format, maxBytes: env.IMPORT_MAX_BYTES }), textOf),
    close: async () => undefined,
  };
}

async function* inCells(chunks: AsyncIterable<CsvRow[]>, textOf: (cell: string) => string): AsyncGenerator<CsvRow[]> {
  for await (const chunk of chunks) {
    for (const row of chunk) row.values = row.values.map(textOf);
    yield chunk;
  }
}

/** The text of a cell without the apostrophe before texts that a spreadsheet would run: what looks like a formula is none. */
function textOf(cell: string): string {
  const text = unguardedText(cell);
  return text === cell ? cell : wrapped(text);
}

/**
 * The directory of a workbook stands at its end, so that all of it has to be there, on disk, before its rows are read. Its
 * cells are texts or typed: none is a formula.
 */
async function workbookTable(content: AsyncIterable<Uint8Array>, chosen: ChosenFormat): Promise<OpenTable> {
  return await onDisk(content, async (file) => {
    const { rows, ...format } = await openWorkbook(file, chosen);
    return { format: { encoding: "", delimiter: "", ...format }, mayHaveNotes: true, rows: inCells(rows(), wrapped) };
  });
}

/** Each card may say something that no other one says: only a whole file shows its columns. */
async function vcardTable(content: AsyncIterable<Uint8Array>): Promise<OpenTable> {
  return await onDisk(content, async (file) => {
    const { rows, columns } = await openVcard(file);
    const format = { encoding: "", delimiter: "", sheet: null, sheets: [], headerRow: null, columns };
    return { format, mayHaveNotes: false, rows: inCells(rows(), wrapped) };
  });
}

/** A file that is read in another order than it comes in. */
async function onDisk(
  content: AsyncIterable<Uint8Array>,
  open: (file: BufferedFile) => Promise<Omit<OpenTable, "close">>,
): Promise<OpenTable> {
  const file = await bufferWholeToDisk(limitBytes(content, env.IMPORT_MAX_BYTES));
  try {
    return { ...(await open(file)), close: file.close };
  } catch (error) {
    await file.close();
    throw error;
  }
}
