/** Signs with which spreadsheets begin a formula, in both widths, and an apostrophe: so one more can be removed from every text. */
const guarded = new Set("=+-@\t\r'\uff1d\uff0b\uff0d\uff20");

/** Signs, digits and separators only: nothing that a spreadsheet could run. */
const plainNumber = /^[+-][\d.,\s']*\d%?$/;

/** Telephone numbers, of which the first begins with a sign: digits, words and semicolons make no formula. */
const phones = /^\+\d[\d ]*(?: ext\. \d+)?(?:; (?:[a-z]+: )?\+?\d[\d ]*(?: ext\. \d+)?)*$/;

/** A text for a CSV file: with an apostrophe before it where a spreadsheet would run it as a formula (OWASP, CSV injection). */
export const guardedText = (text: string): string =>
  guarded.has(text.charAt(0)) && !plainNumber.test(text) && !phones.test(text) ? `'${text}` : text;

/** The text of a cell of a CSV file without the apostrophe that `guardedText` adds. */
export const unguardedText = (cell: string): string =>
  cell.charCodeAt(0) === 39 && guarded.has(cell.charAt(1)) ? cell.slice(1) : cell;
