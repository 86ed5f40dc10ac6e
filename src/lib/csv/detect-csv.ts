import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import type { ChosenFormat, CsvDelimiter, CsvFormat } from "./csv-format";
import { detectEncoding, incompleteTail, TextReader } from "./encoding";
import { refuseOtherKinds } from "./file-kind";
import { detectHeader, headerAt, nameColumns } from "./header";
import { isBlankRow, recordOptions } from "./records";
import { UnreadableFileError } from "./unreadable-file-error";

/** The number of bytes that is enough to detect a file's format. */
export const SAMPLE_BYTES = 131_072;
const SAMPLE_ROWS = 200;

// Preferred in this order when several split the sample evenly: commas often occur in text, tabs hardly ever.
const DELIMITERS: readonly CsvDelimiter[] = ["\t", ";", "|", ","];

interface SampleRow {
  line: number;
  values: string[];
}

/**
 * Encoding, delimiter, line ending, header and columns of a file by its first bytes (`SAMPLE_BYTES` is enough),
 * unless somebody chose them. Throws UnreadableFileError for an empty file and for workbooks, documents, archives, pictures
 * and web pages.
 */
export function detectCsv(sample: Uint8Array, chosen: ChosenFormat = {}): CsvFormat {
  refuseOtherKinds(sample);
  const { encoding, hasBom } = chosen.encoding ? { encoding: chosen.encoding, hasBom: false } : detectEncoding(sample);
  const complete = sample.subarray(0, sample.length - incompleteTail(sample, encoding));
  const { text, broken } = new TextReader(encoding).read(complete, true);
  if (text.trim() === "" && !broken) {
    throw new UnreadableFileError("The file is empty. Choose a file with a header row and at least one row below it.");
  }
  const delimiter = chosen.delimiter ?? announcedDelimiter(text) ?? likelyDelimiter(text);
  const rows = sampleRows(text, delimiter).filter(({ values }) => !isBlankRow(values) && !isAnnouncement(values));
  const { headerRow, header, width } =
    chosen.headerRow === undefined ? detectHeader(rows) : headerAt(rows, chosen.headerRow);
  return { encoding, delimiter, hasBom, newline: newlineOf(text), headerRow, columns: nameColumns(header, width) };
}

// Excel writes and reads `sep=;` as the first line.
function announcedDelimiter(text: string): CsvDelimiter | null {
  const sign = /^\s*"?sep=([,;\t|])"?\s*?(\r|\n|$)/i.exec(text)?.[1];
  return DELIMITERS.find((delimiter) => delimiter === sign) ?? null;
}

function isAnnouncement(values: readonly string[]): boolean {
  return /^sep=/i.test(values[0] ?? "") && values.slice(1).every((value) => value === "");
}

function likelyDelimiter(text: string): CsvDelimiter {
  const judged = DELIMITERS.map((delimiter) => ({ delimiter, ...evenness(sampleRows(text, delimiter)) }));
  const solid = judged.find(({ even }) => even);
  if (solid) return solid.delimiter;
  const best = judged.reduce((left, right) => (right.score > left.score ? right : left));
  return best.score > 0 ? best.delimiter : ",";
}

// Even: nearly all rows have as many cells as the first one. Else the share of rows with the usual width decides.
function evenness(rows: readonly SampleRow[]): { even: boolean; score: number } {
  const widths = rows.filter(({ values }) => !isBlankRow(values)).map(({ values }) => values.length);
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width, count] = [...counts].reduce((left, right) => (right[1] > left[1] ? right : left), [1, 0]);
  if (width === 1) return { even: false, score: 0 };
  const share = count / widths.length;
  return { even: share >= 0.9 && widths[0] === width, score: share ** 2 * Math.log2(width + 1) };
}

function sampleRows(text: string, delimiter: CsvDelimiter): SampleRow[] {
  const rows: SampleRow[] = [];
  const options = recordOptions(delimiter, (values, line) => rows.push({ line, values }));
  try {
    parse(text, { ...options, to: SAMPLE_ROWS });
  } catch (error) {
    // The sample may end inside a quoted cell; the rows before it are valid.
    if (!(error instanceof CsvError)) throw error;
  }
  return rows;
}

function newlineOf(text: string): CsvFormat["newline"] {
  const windows = text.split("\r\n").length - 1;
  const unix = text.split("\n").length - 1 - windows;
  const mac = text.split("\r").length - 1 - windows;
  if (windows > 0 && windows >= unix && windows >= mac) return "\r\n";
  return mac > unix ? "\r" : "\n";
}
