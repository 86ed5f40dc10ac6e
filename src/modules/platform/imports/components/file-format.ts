import type { ImportFile } from "../schema";

export const delimiters = [
  { value: ",", label: "comma-separated" },
  { value: ";", label: "semicolon-separated" },
  { value: "\t", label: "tab-separated" },
  { value: "|", label: "separated by |" },
] as const;

export const encodings = [
  { value: "utf-8", label: "UTF-8" },
  { value: "windows-1252", label: "Windows-1252" },
  { value: "utf-16le", label: "UTF-16" },
  { value: "utf-16be", label: "UTF-16, big-endian" },
] as const;

const labelOf = (options: readonly { value: string; label: string }[], value: string) =>
  options.find((option) => option.value === value)?.label ?? value;

/** "Comma-separated, UTF-8, header in row 1" */
export function formatText(file: Pick<ImportFile, "delimiter" | "encoding" | "headerRow">): string {
  const by = labelOf(delimiters, file.delimiter);
  const head = file.headerRow === null ? "no header" : `header in row ${file.headerRow}`;
  return `${by.charAt(0).toUpperCase()}${by.slice(1)}, ${labelOf(encodings, file.encoding)}, ${head}`;
}
