import { quoteValue } from "@/lib/text";
import { refused } from "./coerced";

const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/;
// #N/A, #REF!, #DIV/0!, #NAME?, in the languages of Excel: #NV, #WERT!, #¡VALOR!; and what is wider than its column.
const ERROR = /^#(?:[¡¿]?\p{Lu}[\p{Lu}\d/ ]*[!?]|N\/A|N\/D|N\/DISP|NV|#+)$/u;
const SHORTENED = /^[-+]?\d(?:[.,]\d+)?E\+\d{2,3}$/;

/** The text that a spreadsheet keeps as the formula ="00123", so that nobody takes it for a number; else the cell itself. */
export function unwrapped(text: string): string {
  if (!text.startsWith("=")) return text;
  const inner = TEXT_FORMULA.exec(text.trim())?.[1];
  return inner === undefined ? text : inner.replaceAll('""', '"');
}

/** Why a cell holds an error of the spreadsheet in place of its value; null for any other. */
export function spreadsheetError(text: string): { ok: false; reason: string; suggestion?: string } | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith("#") || !ERROR.test(trimmed)) return null;
  return refused(
    trimmed.startsWith("##")
      ? `${quoteValue(trimmed)} is what a spreadsheet shows where a column is too narrow. Widen it there and export again, or leave the cell empty.`
      : `${quoteValue(trimmed)} is an error of the spreadsheet. Mend it there, or leave the cell empty.`,
    "",
  );
}

/** Why a text is what a spreadsheet made of a long number, whose digits it no longer has; null for any other. */
export function shortenedNumber(text: string): { ok: false; reason: string } | null {
  if (!SHORTENED.test(text)) return null;
  return refused(
    `${quoteValue(text)} is a long number that a spreadsheet has shortened, so several may look alike. Format the column as text there and export again.`,
  );
}
