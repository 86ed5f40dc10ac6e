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

type Format = Pick<ImportFile, "delimiter" | "encoding" | "headerRow" | "sheet" | "fillDown">;

/** Whether a file holds vCards, which say themselves how they are written: nothing about them can be chosen. */
export const isVcards = ({ encoding, sheet }: Pick<Format, "encoding" | "sheet">): boolean =>
  encoding === "" && sheet === null;

/** "Comma-separated, UTF-8, header in row 1", "Sheet Deals, header in row 1", "vCards; pictures are not imported" */
export function formatText(file: Format): string {
  if (isVcards(file)) return "vCards; pictures are not imported";
  const head = file.headerRow === null ? "no header" : `header in row ${file.headerRow}`;
  const filled = file.fillDown.length > 0 ? ", empty cells filled from above" : "";
  if (file.sheet !== null) return `Sheet ${file.sheet}, ${head}${filled}`;
  const by = delimiters.find((one) => one.value === file.delimiter)?.label ?? file.delimiter;
  const encoding = encodings.find((one) => one.value === file.encoding)?.label ?? file.encoding;
  return `${by}-separated, ${encoding}, ${head}${filled}`;
}

/** How a file was read, as something that can be chosen otherwise. */
export function formatOf(file: Format): ChosenFormat {
  return {
    encoding: encodings.find((one) => one.value === file.encoding)?.value,
    delimiter: delimiters.find((one) => one.value === file.delimiter)?.value,
    headerRow: file.headerRow,
    sheet: file.sheet ?? undefined,
    fillDown: file.fillDown,
  };
}

type Workbook = Pick<ImportFile, "name" | "sheet" | "sheets">;

/** The other sheets of a workbook that no file of the import reads yet, shown with the first file that reads one. */
export function unreadSheets(file: Workbook, files: readonly Workbook[]): ImportFile["sheets"] {
  const same = files.filter(({ name, sheets }) => name === file.name && sheets.length === file.sheets.length);
  if (same[0]?.sheet !== file.sheet) return [];
  return file.sheets.filter(({ name }) => !same.some(({ sheet }) => sheet === name));
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
