import "server-only";
import {
  addConcerned,
  type Foreseen,
  type ImportCall,
  type ImportOutcome,
  type ImportRow,
  type MeantRow,
  maxBatchRows,
  type ObjectCounts,
  type TouchedRecord,
} from "@/lib/import-rows";
import type { ImportOperation } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { withSavepoint } from "@/server/db/savepoint";
import { AppError, sqlState } from "@/server/errors";
import { log } from "@/server/log";
import type { SliceResult } from "./read-slice";

type Write = (rows: ImportRow[]) => Promise<ImportOutcome>;

/** Has an object write rows, and adds the outcome to a result; its problems, and in a preview the record of each row. */
export async function writeRows(
  ctx: Ctx,
  operation: ImportOperation,
  { rows, ...call }: ImportCall,
  result: SliceResult,
): Promise<{ problems: ImportOutcome["problems"]; records: MeantRow[] }> {
  const problems: ImportOutcome["problems"] = [];
  const records: MeantRow[] = [];
  for (let at = 0; at < rows.length; at += maxBatchRows) {
    const batch = rows.slice(at, at + maxBatchRows);
    const outcome = await callInParts(ctx, batch, (part) => operation(ctx, { ...call, rows: part }));
    result.touched.push(...outcome.touched);
    result.changed.push(...(outcome.foreseen?.changed ?? []));
    addCounts(result.counts, outcome.counts);
    addConcerned(result.asked, outcome.asked ?? {});
    problems.push(...outcome.problems);
    records.push(...(outcome.foreseen?.rows ?? []));
  }
  return { problems, records };
}

/**
 * Writes rows together. Where the database refuses them, each half is written by itself, until the row is found that it
 * refuses: that row is an error and the others go in. A deferred net: what can be foreseen, the domain says itself.
 */
async function callInParts(ctx: Ctx, rows: ImportRow[], write: Write): Promise<ImportOutcome> {
  try {
    return await withSavepoint(ctx, () => write(rows));
  } catch (error) {
    if (error instanceof AppError && error.code === "FORBIDDEN") return refused(rows, error.message);
    const reason = refusalOf(error);
    if (reason === null) throw error;
    if (rows.length === 1) {
      log.warn({ tenantId: ctx.tenant.id, line: rows[0]?.line, err: error }, "the database refused a row of an import");
      return refused(rows, reason);
    }
    const middle = Math.ceil(rows.length / 2);
    const first = await callInParts(ctx, rows.slice(0, middle), write);
    return together(first, await callInParts(ctx, rows.slice(middle), write));
  }
}

/** A member without the right to an act has it with files neither: each row says so, and the other files go on. */
function refused(rows: readonly ImportRow[], reason: string): ImportOutcome {
  return { problems: rows.map(({ line }) => ({ line, field: null, reason })), touched: [], counts: {} };
}

/** Why the database takes no row of such values, in words; null for what is no matter of a row. */
function refusalOf(error: unknown): string | null {
  const state = sqlState(error) ?? "";
  if (state === "23505") return "Another record already has a value that must be unique. Correct or skip this row.";
  if (state === "23503") return "This row refers to a record that no longer exists.";
  const isData = state.startsWith("22") || state.startsWith("23");
  return isData ? "The values of this row contradict each other. Correct or skip this row." : null;
}

function together(first: ImportOutcome, second: ImportOutcome): ImportOutcome {
  const counts = { ...first.counts };
  addCounts(counts, second.counts);
  const asked = { ...first.asked };
  addConcerned(asked, second.asked ?? {});
  const placeOf = ({ entity, id }: TouchedRecord) => `${entity} ${id}`;
  const touched = new Map(first.touched.map((record) => [placeOf(record), record]));
  for (const record of second.touched) {
    // The ledger has one line for each record: how it was before both parts, and what the second one left.
    const known = touched.get(placeOf(record));
    touched.set(placeOf(record), known ? { ...known, version: record.version } : record);
  }
  return {
    problems: [...first.problems, ...second.problems],
    touched: [...touched.values()],
    counts,
    asked,
    foreseen: bothForeseen(first.foreseen, second.foreseen),
  };
}

/** Of a record that both parts change: how it was before the first, and how the second leaves it. */
function bothForeseen(first: Foreseen | undefined, second: Foreseen | undefined): Foreseen | undefined {
  if (!first || !second) return first ?? second;
  const changed = new Map(first.changed.map((one) => [one.id, one]));
  for (const one of second.changed) {
    const { line, before = {}, after = {} } = changed.get(one.id) ?? one;
    changed.set(one.id, { ...one, line, before: { ...one.before, ...before }, after: { ...after, ...one.after } });
  }
  return { changed: [...changed.values()], rows: [...first.rows, ...second.rows] };
}

/** Adds counts of records by entity to others. */
export function addCounts(sum: Record<string, ObjectCounts>, more: Record<string, ObjectCounts>): void {
  for (const [entity, counts] of Object.entries(more)) {
    const now = sum[entity] ?? { created: 0, updated: 0, unchanged: 0, merged: 0 };
    sum[entity] = {
      ...now,
      created: now.created + counts.created,
      updated: now.updated + counts.updated,
      unchanged: now.unchanged + counts.unchanged,
      merged: now.merged + counts.merged,
    };
  }
}
