import "server-only";
import { z } from "zod";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import type { Where } from "@/server/list";
import { whereSql } from "@/server/where-sql";
import { branchRows } from "../../accounts/family/operations";
import { accountIdInput } from "../../accounts/schema";
import { accountScope } from "../../accounts/scope";
import { crm } from "../../module";
import { amountSum, weightedSum } from "../board/row";
import { opportunityTable } from "../row";
import { winRate } from "../rules";
import { visibleOpportunities } from "../scope";
import { accountTotals, type DealSums, type DealTotals, dealsByOwner } from "./schema";

export const getAccountTotals = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: accountIdInput,
  output: accountTotals,
  rest: { method: "GET", path: "/accounts/{id}/totals" },
  describe:
    "Won, open and lost deals of an account and of everything below it, over what you may see; amounts by currency.",
  async run(ctx, { id }) {
    const branch = await branchRows(ctx, [id]);
    const visible = branch.filter((row) => accountScope.sees(ctx, row));
    if (!visible.some((row) => row.id === id)) throw notFound("account");
    const sums = await sumAccounts(
      ctx,
      branch.map((row) => row.id),
    );
    const seen = new Set(visible.map((row) => row.id));
    const shown = sums.filter((row) => seen.has(row.accountId));
    const of = (accountId: string) => shown.filter((row) => row.accountId === accountId);
    return {
      currency: ctx.tenant.currency,
      complete: sums.every((row) => row.hidden === 0 && (row.deals === 0 || seen.has(row.accountId))),
      own: presentTotals(ctx, of(id)),
      family: presentTotals(ctx, shown),
      members: visible.map((row) => ({
        id: row.id,
        name: row.name,
        parentId: row.parentId,
        depth: row.depth,
        totals: presentTotals(ctx, of(row.id)),
      })),
    };
  },
});

interface SumRow {
  accountId: string;
  status: string;
  currency: string;
  /** Deals that the actor may see, and those left out. */
  deals: number;
  hidden: number;
  priced: number;
  total: bigint;
  weighted: bigint;
}

async function sumAccounts(ctx: Ctx, accountIds: string[]): Promise<SumRow[]> {
  const visible = whereSql(opportunityTable, visibleOpportunities(ctx) as Where);
  return await tenantSql<SumRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select account_id as "accountId", status, currency, sum(deals)::int as deals, sum(hidden)::int as hidden,
        sum(priced)::int as priced, sum(total)::bigint as total, sum(weighted)::bigint as weighted
      from (
        select o.account_id, o.status, o.currency, 0 as hidden, count(*) as deals, count(o.amount_minor) as priced,
          ${amountSum} as total, ${weightedSum} as weighted
        from opportunities o join stages s on s.tenant_id = o.tenant_id and s.id = o.stage_id
        where o.tenant_id = ${ctx.tenant.id}::uuid and o.account_id = any(${accountIds}::uuid[])
          and o.archived_at is null and ${visible}
        group by o.account_id, o.status, o.currency
        union all
        select o.account_id, o.status, o.currency, count(*), 0, 0, 0, 0
        from opportunities o
        where o.tenant_id = ${ctx.tenant.id}::uuid and o.account_id = any(${accountIds}::uuid[])
          and o.archived_at is null and (${visible}) is not true
        group by o.account_id, o.status, o.currency
      ) sums
      group by account_id, status, currency
      order by currency`,
  );
}

function presentTotals(ctx: Ctx, rows: readonly SumRow[]): DealTotals {
  const [won, open, lost] = ["won", "open", "lost"].map((status) =>
    presentSums(
      ctx,
      rows.filter((row) => row.status === status && row.deals > 0),
    ),
  ) as [DealSums, DealSums, DealSums];
  return { won, open, lost, winRate: winRate(won.count, lost.count) };
}

/** Sums by currency; the same currency of several accounts is one line. */
function presentSums(ctx: Ctx, rows: readonly SumRow[]): DealSums {
  const home = ctx.tenant.currency;
  const sumOf = (currency: string) => {
    const own = rows.filter((row) => row.currency === currency);
    const sum = (value: (row: SumRow) => bigint) => Number(own.reduce((all, row) => all + value(row), 0n));
    return {
      currency,
      count: own.reduce((all, row) => all + row.priced, 0),
      total: { amount: sum((row) => row.total), currency },
      weighted: { amount: sum((row) => row.weighted), currency },
    };
  };
  const { total, weighted } = sumOf(home);
  const currencies = [...new Set(rows.map((row) => row.currency))].filter((currency) => currency !== home);
  return {
    count: rows.reduce((all, row) => all + row.deals, 0),
    total,
    weighted,
    others: currencies.map(sumOf).filter((other) => other.count > 0),
  };
}

export const countDealsByOwner = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: z.object({}),
  output: dealsByOwner,
  describe: "How many deals each member owns, open and closed, among those that you may see.",
  async run(ctx) {
    const rows = await ctx.db.opportunity.groupBy({
      by: ["ownerId"],
      where: { AND: [visibleOpportunities(ctx), { archivedAt: null }] },
      _count: { id: true },
    });
    return rows.flatMap(({ ownerId, _count }) => (ownerId === null ? [] : [{ memberId: ownerId, count: _count.id }]));
  },
});
