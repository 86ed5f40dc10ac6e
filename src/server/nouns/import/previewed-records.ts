import "server-only";
import type { Ctx } from "../../context.ts";
import type { ImportContext } from "./import-context.ts";
import type { BatchRecord } from "./rules.ts";

// By transaction: a preview is one, and what it knows ends with it.
const previews = new WeakMap<Ctx["db"], Map<string, Map<string, BatchRecord>>>();

/**
 * Records that a preview changed, as its rows leave them, by id. It writes no change of a special noun: it would hold
 * the record until it ends, and everybody who edits it would wait.
 */
export function previewedRecords({ db }: Pick<Ctx, "db">, entity: string): ReadonlyMap<string, BatchRecord> {
  return recordsOf(db, entity);
}

/** Stores a preview's version of a record for its later batches. */
export function storePreviewed({ db }: Ctx, { runtime, special }: ImportContext, one: BatchRecord): void {
  const { after, more } = one;
  recordsOf(db, runtime.noun.entity).set(one.id, { ...one, before: after, more: special?.settled(more) });
}

function recordsOf(db: Ctx["db"], entity: string): Map<string, BatchRecord> {
  const byEntity = previews.get(db) ?? new Map<string, Map<string, BatchRecord>>();
  previews.set(db, byEntity);
  const records = byEntity.get(entity) ?? new Map<string, BatchRecord>();
  byEntity.set(entity, records);
  return records;
}
