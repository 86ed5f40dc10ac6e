import { coerceBoolean } from "./coerce-boolean";
import { coerceDate } from "./coerce-date";
import { areEmails } from "./coerce-entries";
import { coerceDecimal, coerceInteger } from "./coerce-number";
import { isPlaceholder } from "./coerced";
import { detectDateOrder } from "./date-order";
import { detectNumberStyle } from "./number-style";
import { spreadsheetError, unwrapped } from "./spreadsheet-cell";

export type CellKind = "empty" | "integer" | "decimal" | "money" | "date" | "boolean" | "email" | "url" | "text";

export interface GuessedKind {
  kind: CellKind;
  /** Share of the non-empty cells that are of this kind, 0 to 1. */
  share: number;
}

const MONEY = /^[-(]?\s*(\p{Lu}{0,3}\p{Sc}|[A-Z]{3}\s)\s*-?[\d.,\s']+\)?$|^-?[\d.,\s']+\s*(\p{Sc}|\s[A-Z]{3})$/u;
// No number, date or address is longer; for longer text the beginning is enough.
const LONGEST = 320;
const CODE = /^0\d/;
const URL_TEXT = /^(https?:\/\/|www\.)\S+\.\S+$/i;

/** The kind of a column by its values: the narrowest kind that `enough` of the non-empty cells fit. */
export function guessKind(samples: readonly string[], enough = 0.9): GuessedKind {
  const filled = samples
    .map((sample) => unwrapped(sample).trim().slice(0, LONGEST))
    .filter((sample) => sample !== "" && !isPlaceholder(sample) && !spreadsheetError(sample));
  if (filled.length === 0) return { kind: "empty", share: 1 };
  const style = detectNumberStyle(filled);
  const order = detectDateOrder(filled).order ?? "dmy";
  const number = (cell: string) => !CODE.test(cell);
  const tests: readonly [CellKind, (cell: string) => boolean][] = [
    ["email", areEmails],
    ["url", (cell) => URL_TEXT.test(cell)],
    ["date", (cell) => coerceDate(cell, { order }).ok],
    ["boolean", (cell) => cell !== "0" && cell !== "1" && coerceBoolean(cell).ok],
    ["integer", (cell) => number(cell) && coerceInteger(cell, { style, percent: true }).ok],
    ["decimal", (cell) => number(cell) && coerceDecimal(cell, { style, percent: true }).ok],
    ["money", (cell) => MONEY.test(cell) || (number(cell) && coerceDecimal(cell, { style }).ok)],
  ];
  for (const [kind, fits] of tests) {
    const share = shareOf(filled, fits, enough);
    if (share >= enough) return { kind, share };
  }
  return { kind: "text", share: 1 };
}

/** Share of the cells that fit; 0 as soon as it can no longer reach `enough`. */
function shareOf(cells: readonly string[], fits: (cell: string) => boolean, enough: number): number {
  let odd = 0;
  for (const cell of cells) {
    if (fits(cell)) continue;
    odd += 1;
    if ((cells.length - odd) / cells.length < enough) return 0;
  }
  return (cells.length - odd) / cells.length;
}
