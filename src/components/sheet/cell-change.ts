/** A new value of a cell. */
export interface CellChange<T> {
  row: T;
  column: string;
  value: unknown;
}

interface RefusedCell {
  rowId: string;
  /** Null where the whole row was refused. */
  column: string | null;
  reason: string;
}

/** Thrown where cells could not be changed: then none was. */
export class CellsRefused extends Error {
  readonly cells: readonly RefusedCell[];
  constructor(message: string, cells: readonly RefusedCell[]) {
    super(message);
    this.cells = cells;
  }
}
