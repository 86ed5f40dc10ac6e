import { quoteValue } from "@/lib/text";
import { refused } from "./coerced";

const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/;
// #N/A, #REF!, #DIV/0!, #NAME?, in the languages of Excel: #NV, #WERT!, #¡VALOR!; and the signs for a column that is
// too narrow.
const ERROR = /^#(?:[¡¿]?\p{Lu}[\p{Lu}\d/ ]*[!?]|N\/A|N\/D|N\/DISP|NV|#+)$/u;
const SHORTENED = /^[-+]?\d(?:[.,]\d+)?E\+\d{2,3}$/;

/**
 * The text inside the formula ="00123", by which spreadsheets keep text from becoming a number; else the cell itself.
 */
export function unwrapped(text: string): string {
  if (!text.startsWith("=")) return text;
  const inner = TEXT_FORMULA.exec(text.trim())?.[1];
  return inner === undefined ? text : inner.replaceAll('""', '"');
}

/** The reverse, for a text that looks like such a formula and is none: `unwrapped` returns it as it is. */
export const wrapped = (text: string): string => (unwrapped(text) === text ? text : `="${text.replaceAll('"', '""')}"`);

/** Why a cell holds a spreadsheet error in place of its value; null for any other. */
export function spreadsheetError(text: string): ReturnType<typeof refused> | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith("#") || !ERROR.test(trimmed)) return null;
  return refused(
    trimmed.startsWith("##")
      ? `${quoteValue(trimmed)} means that the column is too narrow in the spreadsheet. Widen the column and export the file again, or leave the cell empty.`
      : `${quoteValue(trimmed)} is a spreadsheet error. Fix it in the spreadsheet, or leave the cell empty.`,
    "",
  );
}

/** Why a text is a long number that a spreadsheet has rounded, so its digits are lost; null for any other. */
export function shortenedNumber(text: string): { ok: false; reason: string } | null {
  if (!SHORTENED.test(text)) return null;
  return refused(
    `${quoteValue(text)} is a long number that a spreadsheet has shortened, so different numbers may look the same. Format the column as text in the spreadsheet and export the file again.`,
  );
}
