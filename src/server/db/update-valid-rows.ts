import "server-only";
import type { Ctx } from "../context.ts";
import { sqlState } from "../errors.ts";
import { type SetColumn, updateSet } from "./row-sets.ts";
import { withSavepoint } from "./savepoint.ts";

/**
 * `updateSet` in which a row that breaks a constraint does not block the others: each half is written separately
 * until the row is found. Returns the ids that were written and those that the database refused.
 */
export async function updateValidRows<Row extends { id: string; version: number }>(
  ctx: Ctx,
  table: string,
  columns: readonly SetColumn<Row>[],
  rows: readonly Row[],
): Promise<{ written: Set<string>; refused: Set<string> }> {
  if (rows.length === 0) return { written: new Set(), refused: new Set() };
  try {
    return {
      written: await withSavepoint(ctx, () => updateSet(ctx, table, columns, rows)),
      refused: new Set(),
    };
  } catch (error) {
    if (!sqlState(error)?.startsWith("23")) throw error;
    const [only, ...more] = rows;
    if (only && more.length === 0) return { written: new Set(), refused: new Set([only.id]) };
    const middle = Math.ceil(rows.length / 2);
    const first = await updateValidRows(ctx, table, columns, rows.slice(0, middle));
    const second = await updateValidRows(ctx, table, columns, rows.slice(middle));
    return {
      written: new Set([...first.written, ...second.written]),
      refused: new Set([...first.refused, ...second.refused]),
    };
  }
}
