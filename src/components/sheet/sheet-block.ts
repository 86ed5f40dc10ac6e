/** A cell by its place: rows and columns are counted from 0. */
export interface At {
  row: number;
  column: number;
}

/** Cells between two corners, both included. */
export interface Block {
  from: At;
  to: At;
}

interface Size {
  rows: number;
  columns: number;
}

export const blockOf = (one: At, other: At): Block => ({
  from: { row: Math.min(one.row, other.row), column: Math.min(one.column, other.column) },
  to: { row: Math.max(one.row, other.row), column: Math.max(one.column, other.column) },
});

export const sizeOf = ({ from, to }: Block): Size => ({
  rows: to.row - from.row + 1,
  columns: to.column - from.column + 1,
});

export const isOneCell = (block: Block): boolean => sizeOf(block).rows * sizeOf(block).columns === 1;

/** The places of a block, row by row. */
export function cellsIn({ from, to }: Block): At[][] {
  const count = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return count(from.row, to.row).map((row) => count(from.column, to.column).map((column) => ({ row, column })));
}

/**
 * Where cells are pasted: from the first place of the selected block on. A block that they fit several times is filled
 * with them, as in other spreadsheets.
 */
export function pastedInto({ from, to }: Block, { rows, columns }: Size): Block {
  const size = sizeOf({ from, to });
  const times = (all: number, own: number) => (all % own === 0 ? all : own);
  const [down, right] = [times(size.rows, rows), times(size.columns, columns)];
  return { from, to: { row: from.row + down - 1, column: from.column + right - 1 } };
}

/** A place that is moved within a sheet, and does not leave it. */
export function movedWithin(at: At, by: { rows: number; columns: number }, size: Size): At {
  const within = (place: number, count: number) => Math.max(0, Math.min(count - 1, place));
  return { row: within(at.row + by.rows, size.rows), column: within(at.column + by.columns, size.columns) };
}
