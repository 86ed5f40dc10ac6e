import "server-only";
import type { BulkReport } from "@/lib/bulk";
import { memberOf } from "./actor";
import type { Ctx } from "./context";
import { tokenHash } from "./crypto";
import { AppError, notFound } from "./errors";
import { newId } from "./new-id";

interface Row {
  id: string;
  version: number;
}

interface Many {
  input: { ids: readonly string[]; versions?: Record<string, number> | undefined; batch?: string | undefined };
  /** The entity ("account"), for the error about a record that does not exist. */
  noun: string;
  /** Finds the records that the caller may see, with their current versions. */
  find(ids: string[]): Promise<Row[]>;
  /** Runs the operation for a single record, with its rights and checks. */
  act(ctx: Ctx, target: Row): Promise<Row>;
}

/**
 * Runs one operation on each of many records under one batch id. A record for which it fails is reported with its
 * reason and does not stop the others.
 */
export async function eachOfMany(ctx: Ctx, { input, noun, find, act }: Many): Promise<BulkReport> {
  const batchId = input.batch ? batchOf(ctx, input.batch) : newId();
  const batch: Ctx = { ...ctx, batchId };
  const wanted = [...new Set(input.ids)];
  const present = new Map((await find(wanted)).map((row) => [row.id, row.version]));
  const report: Omit<BulkReport, "batchId"> = { done: [], failed: [] };
  for (const id of wanted) {
    try {
      const version = present.get(id);
      if (version === undefined) throw notFound(noun);
      const emitted = ctx.emitted.length;
      const done = await act(batch, { id, version: input.versions?.[id] ?? version });
      report.done.push({ id, version: done.version, changed: ctx.emitted.length > emitted });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      report.failed.push({ id, code: error.code, message: error.message });
    }
  }
  ctx.outcome.unchanged = ctx.emitted.length === 0;
  return { ...report, batchId: ctx.outcome.unchanged ? null : batchId };
}

/** The id of a batch, derived from the caller's id and the member, so that nobody can add to another member's batch. */
function batchOf(ctx: Ctx, given: string): string {
  const hash = tokenHash([ctx.tenant.id, memberOf(ctx.actor), given].join(" "));
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}
