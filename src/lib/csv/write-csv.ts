import { pipeline, Readable } from "node:stream";
import { stringify } from "csv-stringify";
import type { CsvDelimiter } from "./csv-format";

export interface WriteCsvOptions {
  delimiter?: CsvDelimiter;
  newline?: "\n" | "\r\n";
  /** Starts with a byte order mark, by which Excel recognises UTF-8. */
  bom?: boolean;
  /**
   * Puts an apostrophe before text that starts with = + - @, tab or carriage return, so that no spreadsheet runs it
   * as a formula (OWASP, CSV injection); plain numbers stay. `coerceText` and the other coercions remove it again.
   */
  guardFormulas?: boolean;
}

/** Signs, digits and separators only: nothing that a spreadsheet could run. */
const plainNumber = /^[+-][\d.,\s']*\d%?$/;

/** UTF-8 text of a CSV file (RFC 4180), row by row as the reader takes it. */
export async function* writeCsv(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  { delimiter = ",", newline = "\r\n", bom = false, guardFormulas = false }: WriteCsvOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const lines = stringify({
    delimiter,
    record_delimiter: newline,
    quote_record_delimiter: true,
    // A byte order mark within the data must not be taken for the file's own.
    quoted_match: [/^\ufeff/],
    escape_formulas: guardFormulas,
    cast: { string: (value) => (plainNumber.test(value) ? { value, escape_formulas: false } : value) },
    bom,
  });
  // A failing source ends the loop below with its error; a reader that stops early closes the source.
  pipeline(Readable.from(rows), lines, () => undefined);
  for await (const block of lines) yield block;
}
