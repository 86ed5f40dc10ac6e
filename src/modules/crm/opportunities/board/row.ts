import "server-only";
import type { Sort } from "@/lib/list";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { invalid } from "@/server/errors";
import type { ListDefinition } from "@/server/list-definition";
import { fieldOf, filterWhere } from "@/server/list-filter";
import { pointedTo } from "@/server/list-rows";
import { whereSql } from "@/server/where-sql";
import { type CardRow, opportunityList, opportunityTable } from "../row";
import { visibleOpportunities } from "../scope";
import type { StageTotals } from "./schema";

/** The fields that a board page can be sorted by. The order by hand is only defined within one stage. */
export const columnList: ListDefinition = {
  ...opportunityList,
  partsOf: "board",
  fields: { ...opportunityList.fields, rank: { kind: "text", column: "rank", sortable: true } },
};

/** The opportunities that the actor may see, not archived, that meet the conditions. */
export async function matching(ctx: Ctx, input: Parameters<typeof filterWhere>[1]): Promise<Prisma.Sql> {
  const where = [...(await filterWhere(opportunityList, input, ctx)), visibleOpportunities(ctx)];
  return Prisma.sql`o.tenant_id = ${ctx.tenant.id}::uuid and o.archived_at is null
    and ${whereSql(opportunityTable, { AND: where })}`;
}

const percentages = "abs(o.amount_minor) * coalesce(o.probability, s.probability)";
/**
 * Amount (minor units) times probability of an opportunity `o` in its stage `s`, rounded half to even as
 * `weightedMinor` does. Without a subquery, which would run once for each opportunity and double the time of a board.
 */
const weighted = Prisma.raw(
  `case when o.amount_minor < 0 then -1 else 1 end * ((${percentages} + 49 + ${percentages} / 100 % 2) / 100)`,
);

/** The largest integer that JSON carries exactly; a sum beyond it stops there. */
const most = Prisma.raw(String(Number.MAX_SAFE_INTEGER));
export const exactSum = (value: Prisma.Sql) =>
  Prisma.sql`greatest(least(coalesce(sum(${value}), 0), ${most}), -${most})::bigint`;
export const amountSum = exactSum(Prisma.sql`o.amount_minor`);
export const weightedSum = exactSum(weighted);

function byStage<Row extends { stageId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const stages = new Map<string, Row[]>();
  for (const row of rows) stages.set(row.stageId, [...(stages.get(row.stageId) ?? []), row]);
  return stages;
}

interface SumRow {
  stageId: string;
  currency: string;
  opportunities: number;
  priced: number;
  total: bigint;
  weighted: bigint;
}

/**
 * Count, total and weighted total of each stage of a pipeline, in one statement; stages without opportunities are not
 * there.
 */
export async function sumStages(ctx: Ctx, pipelineId: string, where: Prisma.Sql): Promise<Map<string, SumRow[]>> {
  const rows = await tenantSql<SumRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select o.stage_id as "stageId", o.currency, count(*)::int as opportunities, count(o.amount_minor)::int as priced,
        ${amountSum} as total, ${weightedSum} as weighted
      from stages s join opportunities o on o.tenant_id = s.tenant_id and o.stage_id = s.id
      where s.tenant_id = ${ctx.tenant.id}::uuid and s.pipeline_id = ${pipelineId}::uuid and s.archived_at is null and ${where}
      group by o.stage_id, o.currency
      order by o.currency`,
  );
  return byStage(rows);
}

/** The sums of one stage as they leave the server: the workspace's currency first, others as lines of their own. */
export function presentTotals(ctx: Ctx, stageId: string, rows: readonly SumRow[] = []): StageTotals {
  const home = ctx.tenant.currency;
  const money = (amount: bigint | undefined, currency: string) => ({ amount: Number(amount ?? 0n), currency });
  const own = rows.find((row) => row.currency === home);
  return {
    stageId,
    count: rows.reduce((count, row) => count + row.opportunities, 0),
    total: money(own?.total, home),
    weighted: money(own?.weighted, home),
    others: rows
      .filter((row) => row.currency !== home && row.priced > 0)
      .map((row) => ({
        currency: row.currency,
        count: row.priced,
        total: money(row.total, row.currency),
        weighted: money(row.weighted, row.currency),
      })),
  };
}

/** A card with the columns that cursors of other orders need. */
export type BoardRow = CardRow & { nameKey: string; createdAt: Date; updatedAt: Date };

/** The first cards of every open stage of a pipeline in one statement: `take` of each, in the order of `sort`. */
export async function firstCards(
  ctx: Ctx,
  pipelineId: string,
  where: Prisma.Sql,
  sort: Sort,
  take: number,
): Promise<Map<string, BoardRow[]>> {
  const order = orderSql(ctx, sort);
  const rows = await tenantSql<BoardRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select o.id, o.name, o.stage_id as "stageId", o.pipeline_id as "pipelineId", o.status, o.rank,
        o.amount_minor as "amountMinor", o.currency, o.probability, o.expected_close_date as "expectedCloseDate",
        o.actual_close_date as "actualCloseDate", o.close_date_pushes as "closeDatePushes",
        o.stage_entered_at as "stageEnteredAt", o.touched_at as "touchedAt", o.owner_id as "ownerId",
        o.account_id as "accountId", o.archived_at as "archivedAt", o.version, o.name_key as "nameKey",
        o.created_at as "createdAt", o.updated_at as "updatedAt",
        json_build_object('probability', s.probability, 'rotDays', s.rot_days) as stage,
        case when a.id is not null then json_build_object('id', a.id, 'name', a.name, 'ownerId', a.owner_id) end as account,
        case when m.id is not null then json_build_object('id', m.id, 'name', m.name, 'status', m.status) end as owner
      from stages s
      cross join lateral (
        select * from opportunities o where o.stage_id = s.id and ${where} order by ${order} limit ${take}
      ) o
      ${pointedTo(opportunityTable, "o.account_id", "accounts", "a", "x.id, x.name, x.owner_id")}
      ${pointedTo(opportunityTable, "o.owner_id", "members", "m", "x.id, x.name, x.status")}
      where s.tenant_id = ${ctx.tenant.id}::uuid and s.pipeline_id = ${pipelineId}::uuid and s.type = 'open'
        and s.archived_at is null
      order by ${order}`,
  );
  return byStage(rows);
}

/** The order of `keyset`: values before nulls, ties by id. */
function orderSql(ctx: Ctx, sort: Sort): Prisma.Sql {
  const field = fieldOf(ctx, columnList, sort.field);
  const column = field?.sortable && opportunityTable.columns[field.column];
  if (!column) throw invalid("sort.field", `This board cannot be sorted by ${sort.field}.`);
  const name = `o.${column.name}`;
  const unknown = field.nullable ? `${name} is null, ` : "";
  const ties = field.nullable ? `case when ${name} is null then o.id end, ` : "";
  return Prisma.raw(
    sort.direction === "asc" ? `${unknown}${name}, ${ties}o.id` : `${unknown}${name} desc, ${ties}o.id desc`,
  );
}
