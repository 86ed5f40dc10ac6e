import "server-only";
import type { FieldOf } from "@/lib/fields/field";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { allNouns } from "@/server/nouns/many";
import { snakeCase } from "@/server/nouns/snake-case";

/** A column with the noon of a day in the zone of the workspace, by which rows `t` with only a day stand among times. */
interface DayColumn {
  table: string;
  day: string;
  /** Which rows have only a day. */
  dayOnly: string;
  noon: string;
  /** A column that is set to itself, so that a trigger writes the noon; without it the noon is set. */
  touched?: string;
}

/** Whether this change of the workspace changed its time zone. */
export async function changesZone(ctx: Ctx, eventId: string): Promise<boolean> {
  const event = await ctx.db.event.findFirst({ where: { id: eventId }, select: { after: true } });
  return event?.after instanceof Object && "timeZone" in event.after;
}

/** Rows of one transaction. */
const atOnce = 500;
/** A run has few steps, and each must end in time. */
const stepMs = 10_000;

/** The columns of all kinds of record that hold noons of days. */
export const dayColumns = (): DayColumn[] =>
  allNouns().flatMap(({ runtime: { noun, table } }) => {
    const { name } = table.list.table;
    return [
      ...Object.entries(noun.fields).flatMap(([field, declared]) => noonsOf(name, field, declared)),
      ...lineOf(noun.entity, name),
    ];
  });

function noonsOf(table: string, name: string, field: { kind: string }): DayColumn[] {
  const { noonOf } = field as FieldOf<"instant">;
  if (field.kind !== "instant" || !noonOf) return [];
  const dayOnly = noonOf.unless.map((one) => `t.${snakeCase(one)} is null`).join(" and ");
  return [{ table, day: snakeCase(noonOf.day), dayOnly, noon: snakeCase(name) }];
}

/** The written next step: a trigger keeps its noon (`prisma/next-steps.sql`). */
function lineOf(entity: string, table: string): DayColumn[] {
  if (!nounOf(entity)?.nextStep) return [];
  return [
    { table, day: "next_step_on", dayOnly: "t.next_step is not null", noon: "next_line_at", touched: "next_step_on" },
  ];
}

/** Does `placeSome` until a step has taken long enough; returns the last id, null when none is left. */
export async function placeForAWhile(ctx: Ctx, column: DayColumn, after: string): Promise<string | null> {
  const until = performance.now() + stepMs;
  let last: string | null = after;
  while (last !== null && performance.now() < until) {
    const begin: string = last;
    last = await inTransaction(ctx, (inner) => placeSome(inner, column, begin));
  }
  return last;
}

/**
 * Writes the noons of some rows again that are not those of the workspace's zone, after the row with this id. Returns the last
 * id that it wrote, null when none is left. It changes no version: nobody edits the record.
 */
async function placeSome(ctx: Ctx, column: DayColumn, after: string): Promise<string | null> {
  const { id: tenantId, timeZone } = ctx.tenant;
  const tenant = Prisma.sql`${tenantId}::uuid`;
  const [table, day, dayOnly, place] = [column.table, `t.${column.day}`, column.dayOnly, `t.${column.noon}`].map(
    (text) => Prisma.raw(text),
  ) as [Prisma.Sql, Prisma.Sql, Prisma.Sql, Prisma.Sql];
  const noon = Prisma.sql`(${day} + time '12:00') at time zone ${timeZone}`;
  const set = column.touched
    ? Prisma.raw(`${column.touched} = t.${column.touched}`)
    : Prisma.sql`${Prisma.raw(column.noon)} = ${noon}`;
  const rows = await tenantSql<{ id: string }>(
    tenantId,
    ctx.db,
    Prisma.sql`
      with stale as materialized (
        select t.id from ${table} t
        where t.tenant_id = ${tenant} and t.id > ${after}::uuid and ${day} is not null and ${dayOnly}
          and ${place} is distinct from ${noon}
        order by t.id limit ${atOnce} for no key update
      )
      update ${table} t set ${set} from stale where t.tenant_id = ${tenant} and t.id = stale.id returning t.id`,
  );
  return rows.length < atOnce
    ? null
    : (rows
        .map(({ id }) => id)
        .toSorted()
        .at(-1) ?? null);
}
