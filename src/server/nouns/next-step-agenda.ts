import "server-only";
import type { AgendaSource } from "../agenda.ts";
import { dayItemsSql } from "../agenda-days.ts";
import { Prisma } from "../db/generated/client.ts";
import type { SqlTable } from "../sql-table.ts";

interface NextSteps {
  entity: string;
  table: SqlTable;
  /** Which records have next steps, in columns of the alias of the table. */
  isOpen: Prisma.Sql;
}

/** The written next steps of a kind of record, on the days of those who do them. */
export function nextStepAgenda({ entity, table, isOpen }: NextSteps): AgendaSource {
  const t = Prisma.raw(table.alias);
  // Under row-level security PostgreSQL uses no index of a coalesce: it does not know that one leaks nothing.
  const owner = Prisma.sql`case when ${t}.next_step_owner_id is null then ${t}.owner_id else ${t}.next_step_owner_id end`;
  const wanted = Prisma.sql`${t}.next_step is not null and ${isOpen}`;
  return {
    name: "nextStep",
    entity,
    fields: ["nextStep", "nextStepOn", "nextStepOwner"],
    openSql: (ctx, page) => dayItemsSql(ctx, page, { entity, table, day: "next_step_on", owner, wanted }),
    rowSql: (ctx) => Prisma.sql`
      select ${t}.next_step as title, null as kind, ${t}.version, null::timestamptz as "startsAt",
        null::timestamptz as "endsAt", ${t}.next_step_on::text as day, null::timestamptz as "doneAt",
        ${owner} as "ownerId", ${t}.owner_id as "recordOwnerId", ${t}.next_step as state, ${t}.next_step_owner_id as "storedOwnerId",
        jsonb_build_object('entity', ${entity}::text, 'id', ${t}.id, 'name', ${t}.name, 'ownerId', ${t}.owner_id) as about
      from ${Prisma.raw(`${table.name} ${table.alias}`)}
      where ${t}.tenant_id = ${ctx.tenant.id}::uuid and ${t}.id = p.id`,
    look: () => ({ icon: "task", label: "Next step" }),
  };
}
