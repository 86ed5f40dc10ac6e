import type { RichNode } from "@/lib/rich-text/rich-text";
import { addCell, mostCells, mostColumns, spansOf } from "@/lib/rich-text/tables";

/** The rows of a pasted table that fit, each within the columns that a table can have. */
export function fittedRows(rows: readonly RichNode[], most: number): RichNode[] {
  const kept = rowsWithin(rows, most);
  const widths: number[] = kept.map(() => 0);
  return kept.map((row, at) => fittedRow(row, at, widths));
}

function rowsWithin(rows: readonly RichNode[], most: number): readonly RichNode[] {
  let cells = 0;
  const end = rows.findIndex(({ content = [] }, at) => {
    cells += Math.min(content.length, mostColumns);
    return at >= most || cells > mostCells;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

/** A row whose cells span no more than there is; those without a place leave their words in the one before. */
function fittedRow(row: RichNode, at: number, widths: number[]): RichNode {
  const cells: RichNode[] = [];
  for (const cell of row.content ?? []) {
    const { colspan, rowspan } = fittedSpans(cell, at, widths);
    const last = cells.at(-1);
    if (colspan > 0) {
      addCell(widths, at, { colspan, rowspan });
      cells.push({ ...cell, attrs: { ...cell.attrs, colspan, rowspan } });
    } else if (last) cells[cells.length - 1] = { ...last, content: [...(last.content ?? []), ...(cell.content ?? [])] };
  }
  return { ...row, content: cells };
}

function fittedSpans(cell: RichNode, at: number, widths: readonly number[]) {
  const given = spansOf(cell);
  const rowspan = Math.min(given.rowspan, widths.length - at);
  const used = Math.max(...widths.slice(at, at + rowspan));
  return { rowspan, colspan: Math.min(given.colspan, mostColumns - used) };
}
