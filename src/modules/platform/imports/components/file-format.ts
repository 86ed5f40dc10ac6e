import type { ChosenFormat, CsvDelimiter, CsvEncoding } from "@/lib/csv/csv-format";
import type { ImportFile } from "../schema";

export const delimiters: readonly { value: CsvDelimiter; label: string }[] = [
  { value: ",", label: "Comma" },
  { value: ";", label: "Semicolon" },
  { value: "\t", label: "Tab" },
  { value: "|", label: "Vertical bar" },
];

export const encodings: readonly { value: CsvEncoding; label: string; note: string }[] = [
  { value: "utf-8", label: "UTF-8", note: "usual" },
  { value: "windows-1252", label: "Windows-1252", note: "Western European" },
  { value: "windows-1250", label: "Windows-1250", note: "Central European" },
  { value: "windows-1251", label: "Windows-1251", note: "Cyrillic" },
  { value: "macintosh", label: "Mac Roman", note: "older Macs" },
  { value: "utf-16le", label: "UTF-16", note: "little-endian" },
  { value: "utf-16be", label: "UTF-16", note: "big-endian" },
];

/** "Comma, UTF-8, header in row 1" */
export function formatText(file: Pick<ImportFile, "delimiter" | "encoding" | "headerRow">): string {
  const by = delimiters.find((one) => one.value === file.delimiter)?.label ?? file.delimiter;
  const encoding = encodings.find((one) => one.value === file.encoding)?.label ?? file.encoding;
  const head = file.headerRow === null ? "no header" : `header in row ${file.headerRow}`;
  return `${by}-separated, ${encoding}, ${head}`;
}

/** How a file was read, as something that can be chosen otherwise. */
export function formatOf(file: Pick<ImportFile, "delimiter" | "encoding" | "headerRow">): ChosenFormat {
  return {
    encoding: encodings.find((one) => one.value === file.encoding)?.value,
    delimiter: delimiters.find((one) => one.value === file.delimiter)?.value,
    headerRow: file.headerRow,
  };
}

const sampleBytes = 65_536;
const sampleLines = 12;

/** The first lines of a file as they look in an encoding; what is not in it shows as �. */
export async function firstLines(file: Blob, encoding: CsvEncoding): Promise<string[]> {
  const bytes = await file.slice(0, sampleBytes).arrayBuffer();
  const text = new TextDecoder(encoding).decode(bytes, { stream: true });
  const lines = text.trimEnd().split(/\r\n|\n|\r/);
  // The last one of a long file is cut.
  return (bytes.byteLength === sampleBytes ? lines.slice(0, -1) : lines).slice(0, sampleLines);
}
