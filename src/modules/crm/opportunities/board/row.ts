import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Sort } from "@/lib/list";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { plannedEachTime } from "@/server/db/planned-each-time";
import { tenantSql } from "@/server/db/tenant-db";
import { invalid } from "@/server/errors";
import { exactSum, leftOutOf } from "@/server/exact-sum";
import type { ListDefinition } from "@/server/list-definition";
import { fieldOf } from "@/server/list-filter";
import { joinById, type RowSource } from "@/server/list-rows";
import { readable } from "@/server/readable";
import { filterWhere } from "@/server/saved-views";
import { whereSql } from "@/server/where-sql";
import { type CardRow, cardColumnsSql, opportunityList, opportunityTable } from "../row";
import { visibleOpportunities } from "../scope";
import type { OpportunitySums } from "./schema";

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

const inForce = "coalesce(o.probability, s.probability)";
const percentages = `abs(o.amount_minor) * ${inForce}`;
/**
 * Amount (minor units) times probability of an opportunity `o` in its stage `s`, rounded half to even as
 * `weightedMinor` does; null without one of them. Without a subquery, which would run once for each opportunity and double the time of a board.
 */
export const weighted = Prisma.raw(
  `case when o.amount_minor < 0 then -1 else 1 end * ((${percentages} + 49 + ${percentages} / 100 % 2) / 100)`,
);

/** The sums of some opportunities in one currency. */
export interface SumRow {
  currency: string;
  /** All of them, and those with an amount. */
  opportunities: number;
  priced: number;
  total: bigint;
  weighted: bigint;
  /** Those with an amount that are not in `weighted`. */
  withoutProbability: number;
}

export const sumsSql = Prisma.sql`count(*)::int as opportunities, count(o.amount_minor)::int as priced,
  ${exactSum(Prisma.sql`o.amount_minor`)} as total, ${exactSum(weighted)} as weighted,
  ${leftOutOf(Prisma.sql`o.amount_minor`, weighted)} as "withoutProbability"`;

/**
 * Count, total and weighted total of each stage of a pipeline, in one statement; stages without opportunities are not
 * there.
 */
export async function sumStages(ctx: Ctx, pipelineId: string, where: Prisma.Sql): Promise<Map<string, SumRow[]>> {
  const rows = await tenantSql<SumRow & { stageId: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select o.stage_id as "stageId", o.currency, ${sumsSql}
      from stages s join opportunities o on o.tenant_id = s.tenant_id and o.stage_id = s.id
      where s.tenant_id = ${ctx.tenant.id}::uuid and s.pipeline_id = ${pipelineId}::uuid and s.archived_at is null and ${where}
      group by o.stage_id, o.currency
      order by o.currency ${plannedEachTime}`,
  );
  return groupBy(rows, ({ stageId }) => stageId);
}

/** Sums as they leave the server: the workspace's currency first, others as lines of their own. */
export function presentSums(ctx: Ctx, rows: readonly SumRow[] = []): OpportunitySums {
  const home = ctx.tenant.currency;
  const may = readable(ctx, "opportunity");
  const mayCount = may.has("amount") && may.has("probability");
  const sumsOf = (currency: string, row: SumRow | undefined) => ({
    total: { amount: Number(row?.total ?? 0n), currency },
    weighted: { amount: Number(row?.weighted ?? 0n), currency },
    withoutProbability: mayCount ? (row?.withoutProbability ?? 0) : null,
  });
  return {
    count: rows.reduce((count, row) => count + row.opportunities, 0),
    ...sumsOf(
      home,
      rows.find((row) => row.currency === home),
    ),
    others: rows
      .filter((row) => row.currency !== home && row.priced > 0)
      .map((row) => ({ currency: row.currency, count: row.priced, ...sumsOf(row.currency, row) })),
  };
}

/** A card with the columns that cursors of other orders need. */
export type BoardRow = CardRow & { nameKey: string; createdAt: Date; updatedAt: Date };

/** The columns of a card of `o` with its stage `s`, its account `a` and its owner `m`. */
const cardSql = Prisma.sql`${cardColumnsSql}, o.name_key as "nameKey", o.created_at as "createdAt", o.updated_at as "updatedAt",
  json_build_object('probability', s.probability, 'rotDays', s.rot_days) as stage,
  case when a.id is not null then json_build_object('id', a.id, 'name', a.name, 'ownerId', a.owner_id) end as account,
  case when m.id is not null then json_build_object('id', m.id, 'name', m.name, 'status', m.status) end as owner`;
const cardJoins = Prisma.sql`
  ${joinById(opportunityTable, "o.account_id", "accounts", "a", "x.id, x.name, x.owner_id")}
  ${joinById(opportunityTable, "o.owner_id", "members", "m", "x.id, x.name, x.status")}`;

/** The cards of one column, page by page. */
export const columnRows: RowSource = {
  table: opportunityTable,
  columns: cardSql,
  joins: Prisma.sql`${joinById(opportunityTable, "o.stage_id", "stages", "s", "x.probability, x.rot_days")} ${cardJoins}`,
};

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
      select ${cardSql}
      from stages s
      cross join lateral (
        select * from opportunities o where o.stage_id = s.id and ${where} order by ${order} limit ${take}
      ) o
      ${cardJoins}
      where s.tenant_id = ${ctx.tenant.id}::uuid and s.pipeline_id = ${pipelineId}::uuid and s.type = 'open'
        and s.archived_at is null
      order by ${order}`,
  );
  return groupBy(rows, ({ stageId }) => stageId);
}

/** The order of `keyset`: values before nulls, ties by id. */
function orderSql(ctx: Ctx, sort: Sort): Prisma.Sql {
  const field = fieldOf(ctx, columnList, sort.field);
  const column = field?.sortable && opportunityTable.columns[field.column];
  if (!column) throw invalid("sort.field", `This board cannot be sorted by ${sort.field}. Choose another field.`);
  const name = `o.${column.name}`;
  const unknown = field.nullable ? `${name} is null, ` : "";
  const ties = field.nullable ? `case when ${name} is null then o.id end, ` : "";
  return Prisma.raw(
    sort.direction === "asc" ? `${unknown}${name}, ${ties}o.id` : `${unknown}${name} desc, ${ties}o.id desc`,
  );
}
