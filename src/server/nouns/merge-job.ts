import "server-only";
import { isCustomName } from "@/lib/fields/custom";
import { type NounEntity, nounEntities, nouns } from "@/lib/nouns/all";
import { nounEvents } from "@/lib/nouns/events";
import type { Ctx } from "../context.ts";
import { keyField } from "../custom/key-column.ts";
import { idsWithValue, moveValues } from "../custom/move.ts";
import { type ForeignKey, foreignKeysTo } from "../db/foreign-keys.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { emit } from "../events.ts";
import { inTransaction, Retry } from "../execute.ts";
import type { Module, NounRuntime } from "./noun-runtime.ts";
import { recordsOf } from "./records.ts";

/** The rows moved in one transaction. */
const batchSize = 1_000;

type Setting = Pick<NounRuntime, "noun">;

/**
 * The job of a merge: it moves everything that refers to the merged record to the other one, for all settings lists of
 * a module; `id` is that of the job.
 */
export const mergeJob = (module: Module, all: readonly Setting[], id = "merge-settings") => {
  const lists = all.flatMap(({ noun }) => (noun.settings ? [{ noun, settings: noun.settings }] : []));
  return module.job({
    id,
    label: "Merges two entries of a list in the settings",
    on: lists.map(({ settings }) => settings.merged),
    atOnce: 1,
    whileSuspended: true,
    async run({ event, step }) {
      const list = lists.find(({ noun }) => noun.entity === event.entity);
      if (!list) return;
      const merge = { entity: list.noun.entity, eventId: event.eventId, fromId: event.entityId };
      // Requests that began before the merge still write the old id: the second pass finds what they wrote.
      for (const pass of ["first", "second"]) {
        for (let part = 1, isOver = false; !isOver; part += 1)
          isOver = await step(`${pass} pass, part ${part}`, (ctx) => moveSome(ctx, list, merge));
      }
      await step("delete", async (ctx) => {
        await close(ctx, list, merge);
        return null;
      });
    },
  });
};

interface Merge {
  entity: NounEntity;
  eventId: string;
  fromId: string;
}
type List = Pick<NounRuntime, "noun"> & { settings: NonNullable<NounRuntime["noun"]["settings"]> };

/** The record to merge into, followed further if that one was merged itself meanwhile. */
async function targetOf(ctx: Ctx, { settings }: List, { entity, fromId }: Merge): Promise<string> {
  let [id, next]: [string, string | null] = [fromId, fromId];
  const seen = new Set<string>();
  while (next !== null && !seen.has(next)) {
    id = next;
    seen.add(id);
    const event = await ctx.db.event.findFirst({
      where: { entity, entityId: id, name: settings.merged.name },
      orderBy: { at: "desc" },
      select: { data: true },
    });
    next = event ? settings.merged.payload.parse(event.data).intoId : null;
  }
  return id;
}

/** Moves at most one batch; returns whether nothing is left. */
async function moveSome(ctx: Ctx, list: List, merge: Merge): Promise<boolean> {
  const intoId = await targetOf(ctx, list, merge);
  const batch: Ctx = { ...ctx, batchId: merge.eventId };
  const { table } = list.noun.head;
  const moves = [
    ...(await foreignKeysTo(ctx, table)).map(
      (pointer) => (inner: Ctx) => movePointers(inner, pointer, merge.fromId, intoId),
    ),
    (inner: Ctx) => moveLinks(inner, merge.fromId, intoId),
  ];
  for (const move of moves) if (await (ctx.inTransaction ? move(batch) : inTransaction(batch, move))) return false;
  return !(await moveCustom(batch, merge, intoId));
}

const nounOfTable = (table: string) => nounEntities.find((entity) => nouns[entity].table === table);

/** Moves the rows of one column; records of a noun get a new version and an event. Returns whether there were any. */
async function movePointers(ctx: Ctx, { table, column }: ForeignKey, from: string, into: string): Promise<boolean> {
  const entity = nounOfTable(table);
  const [at, col] = [Prisma.raw(table), Prisma.raw(column)];
  const versioned = entity ? Prisma.sql`, version = t.version + 1, updated_at = now()` : Prisma.empty;
  const rows = await tenantSql<{ id: string; version: number | null }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update ${at} t set ${col} = ${into}::uuid ${versioned}
      from (
        select id from ${at} where tenant_id = ${ctx.tenant.id}::uuid and ${col} = ${from}::uuid
        limit ${batchSize} for update
      ) b
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = b.id
      returning t.id, ${entity ? Prisma.raw("t.version") : Prisma.raw("null::int")} as version`,
  );
  if (entity) {
    const name = column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    for (const { id, version } of rows)
      emit(ctx, nounEvents(entity).valuesMoved, {
        id,
        ...(version === null ? {} : { version }),
        before: { [name]: from },
        after: { [name]: into },
        data: {},
      });
  }
  return rows.length > 0;
}

/** Moves links; a record that is already linked to the other one keeps a single link. */
async function moveLinks(ctx: Ctx, from: string, into: string): Promise<boolean> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with batch as (
        select id, from_id, field from record_links
        where tenant_id = ${tenant} and to_id = ${from}::uuid order by id limit ${batchSize} for update
      ), twice as (
        delete from record_links l using batch b
        where l.tenant_id = ${tenant} and l.id = b.id and exists (
          select 1 from record_links o
          where o.tenant_id = ${tenant} and o.from_id = b.from_id and o.field = b.field and o.to_id = ${into}::uuid)
        returning l.id
      ), moved as (
        update record_links l set to_id = ${into}::uuid from batch b
        where l.tenant_id = ${tenant} and l.id = b.id and b.id not in (select id from twice)
        returning l.id
      )
      select id from twice union all select id from moved`,
  );
  return rows.length > 0;
}

/** Moves the values of custom fields that point to the merged record. */
async function moveCustom(ctx: Ctx, { entity, fromId }: Merge, into: string): Promise<boolean> {
  for (const holder of nounEntities)
    for (const [name, field] of Object.entries(ctx.tenant.custom.storedOf(holder))) {
      if (!isCustomName(name) || !("to" in field && field.to === entity)) continue;
      const column = `${name}Id`;
      const ids = await idsWithValue(ctx, keyField(holder, column), fromId, { limit: batchSize });
      const moved = await moveValues(ctx, holder, ids, (row) => (row[column] === fromId ? { [column]: into } : null));
      if (moved > 0) return true;
    }
  return false;
}

/** The most batches that the last transaction moves; if there are more, the step runs again. */
const mostLate = 20;

/** Moves what came to refer to the merged record meanwhile, then deletes the record. */
async function close(ctx: Ctx, list: List, merge: Merge): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const { noun } = list;
    const records = recordsOf(inner, noun.entity);
    // Nothing new can refer to a locked row.
    await tenantSql(
      inner.tenant.id,
      inner.db,
      Prisma.sql`
        select id from ${Prisma.raw(noun.head.table)}
        where tenant_id = ${inner.tenant.id}::uuid and id = ${merge.fromId}::uuid for update`,
    );
    const row = await records.findFirst({
      where: { id: merge.fromId },
      select: { id: true, version: true, name: true },
    });
    if (!row) return;
    let late = 0;
    while (!(await moveSome(inner, list, merge))) {
      late += 1;
      if (late > mostLate) throw new Retry();
    }
    await records.delete({ where: { id: merge.fromId } });
    emit(inner, noun.events.deleted, { id: merge.fromId, data: { name: String(row.name) } });
  });
}
