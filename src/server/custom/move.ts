import "server-only";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import { nounEvents } from "@/lib/nouns/events";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { updateOf, writtenIds } from "../db/row-sets.ts";
import { rowsByKey } from "../db/rows-by-key.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { changes, emit } from "../events.ts";
import { inTransaction, Retry } from "../execute.ts";
import type { Row } from "../fields/kind.ts";
import { firstId } from "../unknown-id.ts";
import { customOf } from "./of-tenant.ts";

interface Versioned extends Row {
  id: string;
  version: number;
}

export interface CustomRow {
  id: string;
  custom: Readonly<Record<string, unknown>>;
}

/** The next records of an object, by id, that have a value under one of these names of its JSON column. */
export async function rowsWithValue(
  ctx: Ctx,
  entity: NounEntity,
  { names, after, limit }: { names: readonly string[]; after: string; limit: number },
): Promise<CustomRow[]> {
  return await tenantSql<CustomRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select t.id, t.custom from ${Prisma.raw(nouns[entity].table)} t
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id > ${after}::uuid
        and jsonb_exists_any(t.custom, ${[...names]}::text[])
      order by t.id limit ${limit}`,
  );
}

/** The next records that hold a value, by id. `field` is an object and its column: "contact.tags". */
export async function idsWithValue(
  ctx: Ctx,
  field: string,
  value: string,
  { after = firstId, limit }: { after?: string; limit: number },
): Promise<string[]> {
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select v.record_id as id from custom_values v
      where v.tenant_id = ${ctx.tenant.id}::uuid and v.field = ${field} and v.text = ${value} and v.record_id > ${after}::uuid
      order by v.record_id limit ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Changes the custom values of records in one transaction, with versions, keys and one quiet event each. `change` gets
 * a row whose columns are those of the fields (`custom.region`) and returns the columns that change.
 */
export async function moveValues(
  ctx: Ctx,
  entity: NounEntity,
  ids: readonly string[],
  change: (row: Row) => Row | null,
): Promise<number> {
  if (ctx.batchId === null) throw new Error("Values move in a batch.");
  if (!ctx.inTransaction) return await inTransaction(ctx, (inner) => moveValues(inner, entity, ids, change));
  const { unpack, pack } = customOf(ctx.tenant, entity);
  const { table } = nouns[entity];
  const found = await tenantSql<Versioned>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select t.id, t.version, t.custom from ${rowsByKey(ctx, table, "id", ids, "uuid")}`,
  );
  const moved = found.flatMap((stored) => {
    const before = unpack(stored) as Versioned;
    const patch = change(before);
    return patch ? [{ before, after: { ...before, ...patch }, id: before.id, version: before.version }] : [];
  });
  if (moved.length === 0) return 0;
  const packed = moved.map((one) => ({ ...one, packed: pack(one.after) }));
  const update = updateOf<(typeof packed)[number]>(
    ctx,
    table,
    [
      { column: "custom", type: "jsonb", value: (row) => row.packed.custom },
      { column: "custom_keys", type: "jsonb", value: (row) => row.packed.customKeys },
    ],
    packed,
  );
  // Someone changed one of them meanwhile: the batch starts again on what is there now.
  if ((await writtenIds(ctx, update)).size < moved.length) throw new Retry();
  for (const { id, version, before, after } of moved) {
    const made = changes(before, after);
    emit(ctx, nounEvents(entity).valuesMoved, {
      id,
      version: version + 1,
      before: made?.before ?? null,
      after: made?.after ?? null,
      data: {},
    });
  }
  return moved.length;
}

/** Takes values out of records that nobody sees: without an event, and without a new version. */
export async function forgetValues(
  ctx: Ctx,
  entity: NounEntity,
  ids: readonly string[],
  { values, keys }: { values: readonly string[]; keys: readonly string[] },
): Promise<void> {
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update ${Prisma.raw(nouns[entity].table)} t
      set custom = nullif(t.custom - ${[...values]}::text[], '{}'),
        custom_keys = nullif(t.custom_keys - ${[...keys]}::text[], '{}')
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = any(${[...ids]}::uuid[])`,
  );
}
