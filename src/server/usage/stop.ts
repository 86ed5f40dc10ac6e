import "server-only";
import { type MeterKey, meterOf } from "@/lib/meters";
import { formatMoney, minorDigits } from "@/lib/money";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { AppError } from "../errors.ts";
import type { Purpose } from "./record.ts";
import { type Spending, spentIn } from "./spend.ts";

interface StoppingBudget extends Spending {
  scope: string;
  named: string | null;
  amountMinor: bigint;
}

/**
 * Refuses use that would take a budget with a stop beyond its amount. The budgets of the scope stay locked until the
 * transaction ends, so that of several reservations no two take the same rest.
 */
export async function refuseOverBudget(
  ctx: Ctx,
  use: { meter: MeterKey; quantity: number; month: string; now: Date } & Purpose,
): Promise<void> {
  const budgets = await stoppingBudgets(ctx, use);
  if (budgets.length === 0) return;
  const spent = await spentIn(ctx, budgets, use.month, use.now);
  for (const budget of budgets) {
    const already = spent.get(budget.id);
    const most = Number(budget.amountMinor);
    const factor = Number(budget.ratePerUsd ?? 1) * 10 ** (minorDigits(budget.currency) - 2);
    const cost = use.quantity * Number(meterOf(use.meter).cost) * factor;
    if (Number(already?.spent ?? 0) + Number(already?.held ?? 0) + cost <= most + rounding) continue;
    const amount = formatMoney(most, budget.currency, ctx.tenant);
    const whose = budget.named === null ? "of this workspace" : `of ${budget.named}`;
    throw new AppError(
      "LIMIT_REACHED",
      `The budget ${whose} is ${amount} a month, and this would cost more. Nothing was done. Ask an owner or admin to raise the budget.`,
      { budgetId: budget.id },
    );
  }
}

/** Estimates have eight digits behind the point; sums of numbers may differ by less. */
const rounding = 1e-6;

async function stoppingBudgets(ctx: Ctx, { memberId, teamId }: Purpose): Promise<StoppingBudget[]> {
  return await tenantSql<StoppingBudget>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive above as (
        select ${teamId ?? null}::uuid as id
        union
        select t.parent_id from above a join teams t on t.tenant_id = ${ctx.tenant.id}::uuid and t.id = a.id
        where t.parent_id is not null
      )
      select b.id, b.scope, b.currency, b.rate_per_usd::text as "ratePerUsd", b.amount_minor as "amountMinor",
        coalesce((select t.name from teams t where t.tenant_id = b.tenant_id and t.id = b.team_id),
                 (select m.name from members m where m.tenant_id = b.tenant_id and m.id = b.member_id)) as named
      from budgets b
      where b.tenant_id = ${ctx.tenant.id}::uuid and b.kind = 'usage' and b.stops and b.archived_at is null
        and (b.scope = 'workspace' or (b.scope = 'member' and b.member_id = ${memberId ?? null}::uuid)
             or (b.scope = 'team' and b.team_id in (select a.id from above a)))
      order by b.id for update of b`,
  );
}
