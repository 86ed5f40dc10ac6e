import "server-only";
import { groupBy } from "@/lib/group-by";
import { commentedEntities } from "@/lib/nouns/all";
import type { Ctx } from "./context.ts";
import { mayView, type Owned, type OwnedRow } from "./scope.ts";
import { liveObject } from "./signals/live.ts";
import { unknownId } from "./unknown-id.ts";

/** A row that belongs to a record of any kind. */
export interface OfRecord {
  entity: string;
  recordId: string;
}

/** Those of these records that the actor sees. */
export async function seenRecords(ctx: Ctx, entity: string, ids: readonly string[]): Promise<OwnedRow[]> {
  if (ids.length === 0 || !mayView(ctx, entity)) return [];
  return (await liveObject(entity)?.scope.load(ctx, [...ids])) ?? [];
}

/** Those of these rows whose record the actor sees, each with the owner and members of the record. */
export async function onSeenRecords<Row extends OfRecord>(ctx: Ctx, rows: readonly Row[]): Promise<(Row & Owned)[]> {
  const owners = new Map<string, Owned>();
  for (const [entity, some] of groupBy(rows, (row) => row.entity)) {
    const records = await seenRecords(ctx, entity, [...new Set(some.map(({ recordId }) => recordId))]);
    for (const { id, ownerId, memberIds, from } of records)
      owners.set(`${entity} ${id}`, { ownerId, ...(memberIds ? { memberIds } : {}), ...(from ? { from } : {}) });
  }
  return rows.flatMap((row) => {
    const owned = owners.get(`${row.entity} ${row.recordId}`);
    return owned ? [{ ...row, ...owned }] : [];
  });
}

/**
 * The same for rows that were looked up by their ids. Where there are none, a record that nobody has is asked for: the
 * statements do not tell a row of a hidden record from none.
 */
export async function knownOnSeenRecords<Row extends OfRecord>(
  ctx: Ctx,
  rows: readonly Row[],
): Promise<(Row & Owned)[]> {
  if (rows.length > 0) return await onSeenRecords(ctx, rows);
  await seenRecords(ctx, commentedEntities[0] ?? "", [unknownId]);
  return [];
}

/** The names of the records of rows, by their ids. */
export async function recordNames(ctx: Ctx, rows: readonly OfRecord[]): Promise<ReadonlyMap<string, string>> {
  const kinds = [...groupBy(rows, ({ entity }) => entity)].map(async ([entity, some]) => {
    const ids = [...new Set(some.map(({ recordId }) => recordId))];
    return (await liveObject(entity)?.scope.names?.(ctx, ids)) ?? [];
  });
  return new Map((await Promise.all(kinds)).flat().map(({ id, name }) => [id, name]));
}
