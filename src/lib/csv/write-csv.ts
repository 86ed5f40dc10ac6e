import { stringify } from "csv-stringify/sync";
import type { CsvDelimiter } from "./csv-format";
import { guardedText } from "./formula-guard";

export interface WriteCsvOptions {
  delimiter?: CsvDelimiter;
  /** Starts with a byte order mark, by which Excel recognises UTF-8. */
  bom?: boolean;
  /**
   * Puts an apostrophe before text that a spreadsheet would run as a formula; plain numbers stay. Imports remove it when
   * they read the file.
   */
  guardFormulas?: boolean;
}

/** Lines are written and handed on together: each block on its way to a reader costs as much as many lines. */
const blockRows = 100;

/** UTF-8 text of a CSV file (RFC 4180), row by row as the reader takes it. */
export async function* writeCsv(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  { delimiter = ",", bom = false, guardFormulas = false }: WriteCsvOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  let isFirst = true;
  const block = (lines: (readonly string[])[]) => {
    const text = stringify(lines, {
      delimiter,
      record_delimiter: "\r\n",
      quote_record_delimiter: true,
      // A byte order mark within the data must not be taken for the file's own.
      quoted_match: [/^\ufeff/],
      cast: { string: (value) => (guardFormulas ? guardedText(value) : value) },
      bom: bom && isFirst,
    });
    isFirst = false;
    return Buffer.from(text);
  };
  let lines: (readonly string[])[] = [];
  for await (const line of rows) {
    lines.push(line);
    if (lines.length < blockRows) continue;
    yield block(lines);
    lines = [];
  }
  if (lines.length > 0) yield block(lines);
}
