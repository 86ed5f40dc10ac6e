import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import { branchSql, type FamilyRow, nearestRows, treePlaceOf } from "@/server/nouns/family";
import { whereSql } from "@/server/where-sql";
import { accountOperations } from "../../accounts/operations";
import { crm } from "../../module";
import type { StageType } from "../../pipelines/schema";
import { presentSums, type SumRow, sumsSql } from "../board/row";
import { opportunityTable } from "../row";
import { winRate } from "../rules";
import { visibleOpportunities } from "../scope";
import { accountTotals, accountTotalsInput, type OpportunityTotals } from "./schema";

export const getAccountTotals = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: accountTotalsInput,
  output: accountTotals,
  rest: { method: "GET", path: "/accounts/{id}/totals" },
  describe:
    "Won, open and lost opportunities of an account and all accounts below it that you may see, with amounts by currency.",
  async run(ctx, { id, around = id }) {
    const members = seenBelow((await nearestRows(ctx, accountOperations.runtime, around)).rows, id);
    if (members.length === 0) throw notFound("account");
    const [together, each] = await Promise.all([
      sumBranch(ctx, id),
      sumAccounts(
        ctx,
        members.map((member) => member.id),
      ),
    ]);
    const of = (accountId: string) => presentTotals(ctx, each.get(accountId) ?? []);
    return {
      currency: ctx.tenant.currency,
      complete: together.every((row) => row.hidden === 0),
      own: of(id),
      family: presentTotals(ctx, together),
      members: members.map((member) => ({ ...member, totals: of(member.id) })),
    };
  },
});

/** The account and the accounts below it, without archived branches and those that the actor may not see. */
function seenBelow(rows: readonly FamilyRow[], id: string) {
  const root = rows.find((row) => row.id === id);
  if (!root?.seen) return [];
  const isOpenBelow = ({ above, archived }: FamilyRow) =>
    above.includes(id) && archived.every((one) => one === id || root.above.includes(one));
  return rows
    .filter((row) => row.seen && (row.id === id || isOpenBelow(row)))
    .map((row) => ({ ...treePlaceOf(row), depth: row.depth - root.depth }));
}

interface StatusRow extends SumRow {
  status: string;
  /** Number of opportunities that the actor may not see. */
  hidden: number;
}

/** The account and everything below it together, by status and currency. */
async function sumBranch(ctx: Ctx, id: string): Promise<StatusRow[]> {
  const visible = whereSql(opportunityTable, visibleOpportunities(ctx));
  return await tenantSql<StatusRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive ${branchSql(ctx, accountOperations.runtime, [id])}
      select o.status, o.currency, 0 as hidden, ${sumsSql}
      from opportunities o join stages s on s.tenant_id = o.tenant_id and s.id = o.stage_id
      where o.tenant_id = ${ctx.tenant.id}::uuid and o.account_id = any(array(select id from down where seen))
        and o.archived_at is null and ${visible}
      group by o.status, o.currency
      union all
      select o.status, o.currency, count(*)::int, 0, 0, 0, 0, 0
      from opportunities o
      where o.tenant_id = ${ctx.tenant.id}::uuid and o.account_id = any(array(select id from down))
        and o.archived_at is null and (${visible} and o.account_id = any(array(select id from down where seen))) is not true
      group by o.status, o.currency
      order by currency`,
  );
}

/** Each of some accounts that the actor may see. */
async function sumAccounts(ctx: Ctx, accountIds: readonly string[]): Promise<Map<string, StatusRow[]>> {
  const visible = whereSql(opportunityTable, visibleOpportunities(ctx));
  const rows = await tenantSql<StatusRow & { accountId: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select o.account_id as "accountId", o.status, o.currency, 0 as hidden, ${sumsSql}
      from opportunities o join stages s on s.tenant_id = o.tenant_id and s.id = o.stage_id
      where o.tenant_id = ${ctx.tenant.id}::uuid and o.account_id = any(${[...accountIds]}::uuid[])
        and o.archived_at is null and ${visible}
      group by o.account_id, o.status, o.currency
      order by o.currency`,
  );
  return groupBy(rows, ({ accountId }) => accountId);
}

function presentTotals(ctx: Ctx, rows: readonly StatusRow[]): OpportunityTotals {
  const sumsOf = (status: StageType) =>
    presentSums(
      ctx,
      rows.filter((row) => row.status === status && row.opportunities > 0),
    );
  const [won, lost] = [sumsOf("won"), sumsOf("lost")];
  return { won, open: sumsOf("open"), lost, winRate: winRate(won.count, lost.count) };
}
