import "server-only";
import type { DatedPage, DatedSource } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { whereSql } from "@/server/where-sql";
import type { StageType } from "../../pipelines/schema";
import { opportunityTable } from "../row";
import { visibleOpportunities } from "../scope";

interface StayRow {
  opportunityId: string;
  opportunity: string;
  stage: string;
  type: StageType;
  amountMinor: number | null;
  currency: string;
  from: string | null;
  /** Seconds in the stage before; null when its beginning is unknown. */
  secondsBefore: number | null;
}

const verbs = { open: "entered", won: "was won", lost: "was lost" } as const;
const icons = { open: "move", won: "won", lost: "lost" } as const;

/** Stages that imported opportunities, or those of accounts, went through, at the dates of their files. */
export const pastStays: DatedSource = {
  kinds: ["stages", "touches"],
  anonymous: true,
  sql: staysSql,
  entryOf: (row) => stayEntry(row as unknown as StayRow),
};

function staysSql(ctx: Ctx, { entity, ids, cursor, take }: DatedPage): Prisma.Sql | null {
  const column = { opportunity: Prisma.sql`o.id`, account: Prisma.sql`o.account_id` }[entity];
  if (!column) return null;
  const before = cursor
    ? Prisma.sql`and e.entered_at <= ${cursor.at} and (e.entered_at, e.id) < (${cursor.at}, ${cursor.id}::uuid)`
    : Prisma.empty;
  // A lateral join, so that the planner finds stays by opportunity: a tenant that an import has just filled looks
  // small in its statistics.
  return Prisma.sql`
      select e.id, e.entered_at as at, o.id as "opportunityId", o.name as opportunity, s.name as stage, s.type,
        o.amount_minor as "amountMinor", o.currency, b.name as from,
        extract(epoch from e.entered_at - e.before_at)::float8 as "secondsBefore"
      from opportunities o
      cross join lateral (
        select e.id, e.entered_at, e.source, e.stage_id,
          lag(e.stage_id) over stays as before_id, lag(e.entered_at) over stays as before_at
        from stage_entries e
        where e.tenant_id = ${ctx.tenant.id}::uuid and e.opportunity_id = o.id
        window stays as (order by e.sequence)
      ) e
      join stages s on s.tenant_id = ${ctx.tenant.id}::uuid and s.id = e.stage_id
      left join stages b on b.tenant_id = ${ctx.tenant.id}::uuid and b.id = e.before_id
      where o.tenant_id = ${ctx.tenant.id}::uuid and ${column} = any(${[...ids]}::uuid[])
        and ${whereSql(opportunityTable, visibleOpportunities(ctx))}
        and e.source = 'import' and e.entered_at is not null ${before}
      order by e.entered_at desc, e.id desc
      limit ${take}`;
}

function stayEntry(row: StayRow): ReturnType<DatedSource["entryOf"]> {
  return {
    name: "opportunity.stageEntered",
    entityId: row.opportunityId,
    title: row.opportunity,
    verb: verbs[row.type],
    icon: icons[row.type],
    changes: [{ field: "stage", before: row.from, after: row.stage }],
    data: {
      ...(row.type === "won" && row.amountMinor !== null
        ? { amountMinor: row.amountMinor, currency: row.currency }
        : {}),
      ...(row.secondsBefore === null ? {} : { secondsBefore: Math.max(0, Math.round(row.secondsBefore)) }),
    },
  };
}
