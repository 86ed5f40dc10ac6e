import "server-only";
import { groupBy } from "@/lib/group-by";
import { nounEntities, nouns } from "@/lib/nouns/all";
import { nounEvents } from "@/lib/nouns/events";
import { platform } from "@/modules/platform/module";
import { workspaceEvents } from "@/modules/platform/workspace/tenants/events";
import type { Ctx } from "@/server/context";
import { type ForeignKey, foreignKeysTo } from "@/server/db/foreign-keys";
import { Prisma } from "@/server/db/generated/client";
import { deleteSet } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { newId } from "@/server/new-id";
import { deletableNouns } from "@/server/nouns/many";
import { noInput, removedSamples } from "../schema";
import { oneSampleAct } from "./add-samples";
import { dropSampleTag } from "./sample-tag";

export const removeSampleData = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  staff: "never",
  input: noInput,
  output: removedSamples,
  describe:
    "Deletes the records of the sample data for good, also those that somebody edited. Own records stay and lose their links to them; a sample record that an own record cannot be without stays and is an own record from then on. CONFLICT if the workspace has no sample data.",
  async run(ctx) {
    await oneSampleAct(ctx);
    const samples = groupBy(
      await ctx.db.sampleRecord.findMany({ select: { entity: true, recordId: true } }),
      ({ entity }) => entity,
    );
    if (samples.size === 0) throw new AppError("CONFLICT", "This workspace has no sample data.");
    const batch: Ctx = { ...ctx, batchId: newId() };
    const unlinked = new Set<string>();
    const staying = new Map<string, string[]>();
    let deleted = 0;
    // Those that point to others come first.
    for (const { runtime } of deletableNouns()) {
      const { entity } = runtime.noun;
      const ids = (samples.get(entity) ?? []).map(({ recordId }) => recordId);
      const gone = await deleteRecords(batch, entity, nouns[entity as keyof typeof nouns].table, ids, unlinked);
      deleted += gone.size;
      staying.set(
        entity,
        ids.filter((id) => !gone.has(id)),
      );
    }
    for (const { recordId } of [...samples.values()].flat()) unlinked.delete(recordId);
    const left = await ctx.db.sampleRecord.deleteMany({});
    await dropSampleTag(batch, staying);
    const data = { deleted, kept: left.count, unlinked: unlinked.size };
    emit(ctx, workspaceEvents.sampleDataRemoved, { id: ctx.tenant.id, data });
    return data;
  },
});

/** Deletes records of one kind with the links that lead to them; returns those that are gone. */
async function deleteRecords(
  ctx: Ctx,
  entity: string,
  table: string,
  ids: readonly string[],
  unlinked: Set<string>,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  // Held first: an edit that is under way ends before, a later one finds nothing, and nobody links to them meanwhile.
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select t.id from ${Prisma.raw(table)} t
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = any(${[...ids]}::uuid[]) order by t.id for update`,
  );
  for (const pointer of await foreignKeysTo(ctx, table))
    if (!pointer.cascades) for (const id of await endLinks(ctx, pointer, ids)) unlinked.add(id);
  const rows = await tenantSql<{ id: string; version: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select t.id, t.version from ${Prisma.raw(table)} t
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = any(${[...ids]}::uuid[])`,
  );
  const gone = await deleteSet(ctx, table, rows);
  const { importReverted } = nounEvents(entity);
  for (const { id, version } of rows)
    if (gone.has(id)) emit(ctx, importReverted, { id, version, data: { deleted: true } });
  return gone;
}

const nounOfTable = (table: string) => nounEntities.find((entity) => nouns[entity].table === table);

/**
 * Ends the links of one column to these records; returns the records that had them. A part of another record, such as a
 * contact of an opportunity, goes with the link.
 */
async function endLinks(ctx: Ctx, pointer: ForeignKey, ids: readonly string[]): Promise<string[]> {
  const [table, column] = [Prisma.raw(pointer.table), Prisma.raw(pointer.column)];
  const linked = Prisma.sql`t.tenant_id = ${ctx.tenant.id}::uuid and t.${column} = any(${[...ids]}::uuid[])`;
  if (!pointer.isOptional) {
    if (pointer.partColumn === null) return [];
    const parts = await tenantSql<{ id: string }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`delete from ${table} t where ${linked} returning t.${Prisma.raw(pointer.partColumn)} as id`,
    );
    return parts.map(({ id }) => id);
  }
  const entity = nounOfTable(pointer.table);
  const versioned = entity ? Prisma.sql`, version = t.version + 1, updated_at = now()` : Prisma.empty;
  const rows = await tenantSql<{ id: string; version: number | null; was: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with linked as (select t.id, t.${column} as was from ${table} t where ${linked} for update)
      update ${table} t set ${column} = null ${versioned} from linked l
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = l.id
      returning t.id, l.was, ${entity ? Prisma.raw("t.version") : Prisma.raw("null::int")} as version`,
  );
  if (!entity) return [];
  const name = pointer.column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  for (const { id, version, was } of rows)
    emit(ctx, nounEvents(entity).valuesMoved, {
      id,
      ...(version === null ? {} : { version }),
      before: { [name]: was },
      after: { [name]: null },
      data: {},
    });
  return rows.map(({ id }) => id);
}
