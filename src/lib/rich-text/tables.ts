import { counted, plainLocale } from "@/lib/counted";
import { RichTextProblem } from "./limits";
import type { RichNode } from "./rich-text";

/** The largest tables: the editor makes a place for each row and column that a cell spans. */
export const mostRows = 1_000;
export const mostColumns = 100;
export const mostCells = 5_000;

/** Throws `RichTextProblem` for a document with a table that is too large, or whose cells reach beyond it. */
export function requireTables(node: RichNode): void {
  if (node.type === "table") requireTable(node.content ?? []);
  for (const child of node.content ?? []) requireTables(child);
}

function requireTable(rows: readonly RichNode[]): void {
  if (rows.length > mostRows) throw tooLarge(counted(mostRows, { one: "row", many: "rows" }, plainLocale));
  const cells = rows.reduce((sum, { content = [] }) => sum + content.length, 0);
  if (cells > mostCells) throw tooLarge(counted(mostCells, { one: "cell", many: "cells" }, plainLocale));
  const widths: number[] = rows.map(() => 0);
  for (const [at, { content = [] }] of rows.entries())
    for (const cell of content) {
      const { colspan, rowspan } = spansOf(cell);
      if (rowspan > rows.length - at)
        throw new RichTextProblem(
          "A cell of a table in this text reaches below its last row. Make it span fewer rows.",
        );
      if (addCell(widths, at, { colspan, rowspan }) > mostColumns)
        throw tooLarge(counted(mostColumns, { one: "column", many: "columns" }, plainLocale));
    }
}

interface Spans {
  colspan: number;
  rowspan: number;
}

/** The columns and rows of a cell; one each unless it says otherwise. */
export const spansOf = ({ attrs }: RichNode): Spans => ({
  colspan: Number(attrs?.colspan ?? 1),
  rowspan: Number(attrs?.rowspan ?? 1),
});

/** Adds a cell to the widths of the rows that it spans; returns the largest of them. */
export function addCell(widths: number[], at: number, { colspan, rowspan }: Spans): number {
  let widest = 0;
  for (let row = at; row < at + rowspan; row++) {
    widths[row] = (widths[row] ?? 0) + colspan;
    widest = Math.max(widest, widths[row] ?? 0);
  }
  return widest;
}

const tooLarge = (most: string) =>
  new RichTextProblem(`A table of this text has more than ${most}. Make it smaller, or attach it as a file.`);
