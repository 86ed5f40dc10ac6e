import type { Options } from "csv-parse";

/**
 * Receives a record, the line of the file on which it starts, from 1, and the next line. A thrown error ends the
 * parse.
 */
export type OnRecord = (values: string[], line: number, nextLine: number) => void;

/**
 * Options of csv-parse for real files: any line ending, quotes inside unquoted cells, rows of any width. Records go
 * to `onRecord`; the parser keeps none.
 */
export function recordOptions(delimiter: string, onRecord: OnRecord): Options {
  let nextLine = 1;
  let emptyLines = 0;
  return {
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    // The library counts a quoted CRLF as two lines; this counts the newlines in the values.
    on_record: (values: string[], { empty_lines }) => {
      const line = nextLine + empty_lines - emptyLines;
      emptyLines = empty_lines;
      nextLine = line + 1;
      for (const value of values) nextLine += countNewlines(value);
      onRecord(values, line, nextLine);
      return null;
    },
  };
}

function countNewlines(text: string): number {
  if (!text.includes("\n") && !text.includes("\r")) return 0;
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** True when no cell of the row has visible content. */
export function isBlankRow(values: readonly string[]): boolean {
  return values.every((value) => value.trim() === "");
}
