import { guardedText, unguardedText } from "@/lib/csv/formula-guard";

/** Signs within a cell that would end it, so that it stands in quotes. */
const needsQuotes = /[\t\n\r"]/;

const quoted = (cell: string): string => (needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Cells as the text that spreadsheets copy: tabs between them, and a line for each row. */
export const textOfCells = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => cells.map((cell) => quoted(guardedText(cell))).join("\t")).join("\n");

/** The cells of a text that was copied from a spreadsheet or another page. All rows are as long as the longest one. */
export function cellsOfText(text: string): string[][] {
  const rows = rowsOf(text.replaceAll("\r\n", "\n").replaceAll("\r", "\n"));
  const width = Math.max(0, ...rows.map(({ length }) => length));
  return rows.map((cells) => Array.from({ length: width }, (_, at) => unguardedText(cells[at] ?? "")));
}

function rowsOf(text: string): string[][] {
  // Spreadsheets end the last row too.
  const rest = text.endsWith("\n") ? text.slice(0, -1) : text;
  const rows: string[][] = [[]];
  for (let from = 0; from <= rest.length; ) {
    const { cell, end } = cellAt(rest, from);
    rows.at(-1)?.push(cell);
    if (rest[end] === "\n") rows.push([]);
    from = end + 1;
  }
  return rows;
}

/** The cell that begins at a place of a text, and the place of the tab or line end behind it. */
function cellAt(text: string, from: number): { cell: string; end: number } {
  const whole = text[from] === '"' ? /"((?:[^"]|"")*)"(?=[\t\n]|$)/y : /[^\t\n]*/y;
  whole.lastIndex = from;
  const found = whole.exec(text);
  if (found?.[1] !== undefined) return { cell: found[1].replaceAll('""', '"'), end: from + found[0].length };
  // A quote that is not closed is a plain sign.
  const plain = /[^\t\n]*/y;
  plain.lastIndex = from;
  const [cell = ""] = plain.exec(text) ?? [];
  return { cell, end: from + cell.length };
}
