import "server-only";
import {
  addConcerned,
  type ImportCall,
  type ImportOutcome,
  type ImportRow,
  type MatchedRow,
  maxBatchRows,
  type ObjectCounts,
} from "@/lib/import-rows";
import type { Ctx } from "@/server/context";
import { withSavepoint } from "@/server/db/savepoint";
import { AppError, sqlState } from "@/server/errors";
import { log } from "@/server/log";
import type { ImportOperation } from "@/server/reference-source";
import type { SliceResult } from "./read-slice";

interface Written {
  problems: ImportOutcome["problems"];
  /** Of a preview: the record of each row. */
  records: MatchedRow[];
  /** The lines of rows that stay out because their records existed before. */
  skipped: number[];
}

/** Has an object write rows, and adds the outcome to a result but for its problems. */
export async function writeRows(
  ctx: Ctx,
  operation: ImportOperation,
  { rows, ...call }: ImportCall,
  result: SliceResult,
): Promise<Written> {
  const written: Written = { problems: [], records: [], skipped: [] };
  const write = async (part: ImportRow[]) => {
    const outcome = await withSavepoint(ctx, () => operation(ctx, { ...call, rows: part }));
    written.problems.push(...outcome.problems);
    written.records.push(...(outcome.foreseen?.rows ?? []));
    written.skipped.push(...(outcome.skipped ?? []));
    addOutcome(result, outcome);
  };
  for (let at = 0; at < rows.length; at += maxBatchRows)
    written.problems.push(...(await writePart(ctx, rows.slice(at, at + maxBatchRows), write)));
  return written;
}

/**
 * Writes rows together. Where the database refuses them, each half is written by itself, until the row is found that it
 * refuses: that row is an error and the others go in. A deferred net: what can be foreseen, the domain says itself.
 */
async function writePart(
  ctx: Ctx,
  rows: ImportRow[],
  write: (rows: ImportRow[]) => Promise<void>,
): Promise<ImportOutcome["problems"]> {
  try {
    await write(rows);
    return [];
  } catch (error) {
    const isForbidden = error instanceof AppError && error.code === "FORBIDDEN";
    const reason = isForbidden ? error.message : refusalOf(error);
    if (reason === null) throw error;
    if (!isForbidden && rows.length > 1) {
      const middle = Math.ceil(rows.length / 2);
      const first = await writePart(ctx, rows.slice(0, middle), write);
      return [...first, ...(await writePart(ctx, rows.slice(middle), write))];
    }
    // A member without the right to an act has it with files neither: each row says so, and the other files go on.
    if (!isForbidden)
      log.warn({ tenantId: ctx.tenant.id, line: rows[0]?.line, err: error }, "the database refused a row of an import");
    return rows.map(({ line }) => ({ line, field: null, reason }));
  }
}

function addOutcome(result: SliceResult, { touched, counts, asked = {}, foreseen }: ImportOutcome): void {
  addCounts(result.counts, counts);
  addConcerned(result.asked, asked);
  result.namesakes.push(...(foreseen?.namesakes ?? []));
  addRecords(result.touched, touched, (_, { version }) => ({ version }));
  addRecords(result.changed, foreseen?.changed ?? [], (first, last) => ({
    before: { ...last.before, ...first.before },
    after: { ...first.after, ...last.after },
  }));
}

/** A record that several parts touch has one line: how it was before the first, and how the last leaves it. */
function addRecords<R extends { entity: string; id: string }>(
  known: R[],
  more: readonly R[],
  joined: (first: R, last: R) => Partial<R>,
): void {
  const keyOf = ({ entity, id }: R) => `${entity} ${id}`;
  const byKey = new Map(known.map((one) => [keyOf(one), one]));
  for (const one of more) {
    const first = byKey.get(keyOf(one));
    if (first) Object.assign(first, joined(first, one));
    else known.push(one);
  }
}

/** Why the database takes no row of such values, in words; null for what is no matter of a row. */
function refusalOf(error: unknown): string | null {
  const state = sqlState(error) ?? "";
  if (state === "23505") return "Another record already has a value that must be unique. Correct or skip this row.";
  if (state === "23503") return "This row refers to a record that no longer exists.";
  const isData = state.startsWith("22") || state.startsWith("23");
  return isData ? "The values of this row contradict each other. Correct or skip this row." : null;
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
