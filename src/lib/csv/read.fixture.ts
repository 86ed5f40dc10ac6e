import { expect } from "vitest";
import { type ParseCsvOptions, parseCsv } from "./parse-csv";
import type { CsvRow } from "./record-reader";
import { UnreadableFileError } from "./unreadable-file-error";

export const MEGABYTE = 1_048_576;

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export async function* pieces(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

export async function* repeated(head: string, block: string, times: number): AsyncGenerator<Uint8Array> {
  yield bytesOf(head);
  const bytes = bytesOf(block);
  for (let count = 0; count < times; count += 1) yield bytes;
}

export async function rowsOf(
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  options?: ParseCsvOptions,
): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  const bytes = typeof source === "string" ? bytesOf(source) : source;
  const stream = bytes instanceof Uint8Array ? pieces(bytes) : bytes;
  for await (const chunk of parseCsv(stream, options)) rows.push(...chunk);
  return rows;
}

export async function refusalOf(
  source: Parameters<typeof rowsOf>[0],
  options?: ParseCsvOptions,
): Promise<UnreadableFileError> {
  try {
    await rowsOf(source, options);
  } catch (error) {
    if (error instanceof UnreadableFileError) return error;
    throw error;
  }
  return expect.fail("The file was read to its end.");
}

type LongFile = [string, () => AsyncIterable<Uint8Array>, ParseCsvOptions, Partial<UnreadableFileError>];

/** Files of up to 200 MB with the place at which each is refused; those that read on stop at `most` megabytes. */
export const longFiles = (most: number): LongFile[] => [
  ["a header of a million columns", () => repeated("", "column,".repeat(10_000), 100), {}, { row: 1, column: 513 }],
  ["a row of 200 million empty cells", () => repeated("a,b\n", ",".repeat(MEGABYTE), 200), {}, { row: 2, column: 513 }],
  [
    "a quote open over 200 MB",
    () => repeated('a,b\n1,2\n3,"', "text, and\nmore ".repeat(70_000), 200),
    {},
    { row: 3, column: 2 },
  ],
  ["one cell of 200 MB", () => repeated("a,b\n1,", "x".repeat(MEGABYTE), 200), {}, { row: 2, column: 2 }],
  [
    "200 MB of rows",
    () => repeated("a,b\n", `${"x".repeat(1000)},${"y".repeat(1000)}\n`.repeat(500), 200),
    { maxBytes: most * MEGABYTE },
    { row: null, column: null },
  ],
  [
    "200 MB of blank lines",
    () => repeated("a,b\n", "\n".repeat(MEGABYTE), 200),
    { maxBytes: most * MEGABYTE },
    { row: null },
  ],
];
