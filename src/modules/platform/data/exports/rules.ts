import { addDays } from "date-fns";
import { counted, nouns } from "@/lib/counted";
import { maxSheetRows } from "@/lib/xlsx/sheet-limits";

/** The most records that are streamed at once; a job writes more. */
export const mostStreamed = 50_000;
/** The most records of a selection that are copied. */
export const maxCopied = 200;
/** The most sheets with groups. */
export const maxSheets = 100;

/** A file can be downloaded for a day. */
export const expiryOf = (asked: Date): Date => addDays(asked, 1);

/** Whether work on an export goes on, or will. */
export const isOpen = (status: string): boolean => status === "waiting" || status === "running";

/** Why a workbook cannot hold so many records; null where it can. */
export const tooManyRows = (rows: number, locale: string): string | null =>
  rows < maxSheetRows
    ? null
    : `A sheet of a workbook holds ${counted(maxSheetRows - 1, nouns.row, locale)} at most, and this list has ${counted(rows, nouns.row, locale)}. Choose CSV, or add a condition.`;
