/** The encodings that spreadsheets write. Apple's cannot be distinguished from Windows-1252: a person chooses it. */
export const csvEncodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "macintosh",
] as const;
export type CsvEncoding = (typeof csvEncodings)[number];

export const csvDelimiters = [",", ";", "\t", "|"] as const;
export type CsvDelimiter = (typeof csvDelimiters)[number];

/** The format of a file, as far as its first bytes show it. */
export interface CsvFormat {
  encoding: CsvEncoding;
  delimiter: CsvDelimiter;
  hasBom: boolean;
  newline: "\n" | "\r\n" | "\r";
  /** Line of the header, from 1; null when the first row already holds data. Rows up to this line are not data. */
  headerRow: number | null;
  /** Names of the columns, unique and never empty; “Column 3” where the file has none. */
  columns: string[];
}

/** A person's corrections where detection was wrong; the rest is detected. */
export interface ChosenFormat {
  encoding?: CsvEncoding | undefined;
  delimiter?: CsvDelimiter | undefined;
  /** Line of the header, or null for a file without one. */
  headerRow?: number | null | undefined;
  /** Of a workbook: its sheet. */
  sheet?: string | undefined;
  /** Columns, from 0, whose empty cells take the text of the row above. */
  fillDown?: readonly number[] | undefined;
}

/** Rows of the largest file, its header included. */
export const maxRows = 1_048_576;
