import "server-only";
import { LRUCache } from "lru-cache";
import { type MeterKey, meterOf } from "@/lib/meters";
import { formatMoney, minorDigits } from "@/lib/money";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { AppError, type ErrorDetails } from "../errors.ts";
import { monthOf } from "./month.ts";
import type { Purpose } from "./record.ts";
import { type Spending, spentIn } from "./spend.ts";

interface StoppingBudget extends Spending {
  scope: string;
  named: string | null;
  amountMinor: bigint;
}

interface RequestedUsage extends Purpose {
  meter: MeterKey;
  quantity: number;
  month: string;
  now: Date;
}

/**
 * Throws if this usage would exceed the amount of a budget that stops. The budgets of its scope stay locked until the
 * transaction ends, so that two reservations cannot both take the same remaining amount.
 */
export async function assertWithinBudget(ctx: Ctx, usage: RequestedUsage): Promise<void> {
  const over = await overBudget(ctx, usage, await stoppingBudgets(ctx, usage, Prisma.sql`for update of b`));
  if (over) throw limitError({ ...over, text: `${over.text}, and this would cost more. Nothing was done.` });
}

/** A budget that is used up or would be exceeded, as the error says it. */
interface Over {
  text: string;
  details: ErrorDetails;
}

const limitError = ({ text, details }: Over) =>
  new AppError("LIMIT_REACHED", `${text} Ask an owner or admin to raise the budget.`, details);

/** How long a process remembers whether a member may still use something, so that not every request asks the database. */
const rememberedMs = 3_000;
const remembered = new LRUCache<string, Promise<Over | null>>({ max: 10_000, ttl: rememberedMs });

/**
 * Throws if a budget that stops is used up, before one more unit of something that is counted afterwards (a REST call).
 * Usage of the last seconds may not be known yet.
 */
export async function assertBudgetLeft(ctx: Ctx, meter: MeterKey): Promise<void> {
  const memberId = ctx.member?.id ?? null;
  const now = new Date();
  const month = monthOf(now, ctx.tenant.timeZone);
  const key = [ctx.tenant.id, memberId, meter, month].join(" ");
  const asked = remembered.get(key) ?? spentBudget(ctx, { meter, quantity: 1, month, now, source: "rest", memberId });
  remembered.set(key, asked, { noUpdateTTL: true });
  asked.catch(() => remembered.delete(key));
  const over = await asked;
  if (over) throw limitError({ ...over, text: `${over.text}, and it is used up.` });
}

async function spentBudget(ctx: Ctx, usage: RequestedUsage): Promise<Over | null> {
  const teamId = await firstTeam(ctx, usage.memberId ?? null);
  return await overBudget(ctx, usage, await stoppingBudgets(ctx, { ...usage, teamId }));
}

/** The team that a member's usage counts towards: the first of the member's teams by id, which is the oldest. */
export async function firstTeam(ctx: Ctx, memberId: string | null): Promise<string | null> {
  if (memberId === null) return null;
  const row = await ctx.db.teamMember.findFirst({
    where: { memberId },
    orderBy: { teamId: "asc" },
    select: { teamId: true },
  });
  return row?.teamId ?? null;
}

async function overBudget(ctx: Ctx, usage: RequestedUsage, budgets: readonly StoppingBudget[]): Promise<Over | null> {
  if (budgets.length === 0) return null;
  const spent = await spentIn(ctx, budgets, usage.month, usage.now);
  for (const budget of budgets) {
    const already = spent.get(budget.id);
    const most = Number(budget.amountMinor);
    const factor = Number(budget.ratePerUsd ?? 1) * 10 ** (minorDigits(budget.currency) - 2);
    const cost = usage.quantity * Number(meterOf(usage.meter).cost) * factor;
    if (Number(already?.spent ?? 0) + Number(already?.held ?? 0) + cost <= most + rounding) continue;
    const amount = formatMoney(most, budget.currency, ctx.tenant);
    const whose = budget.named === null ? "of this workspace" : `of ${budget.named}`;
    return { text: `The budget ${whose} is ${amount} a month`, details: { budgetId: budget.id } };
  }
  return null;
}

/** Estimates have eight digits behind the point; sums of numbers may differ by less. */
const rounding = 1e-6;

async function stoppingBudgets(
  ctx: Ctx,
  { memberId, teamId }: Purpose,
  locked = Prisma.empty,
): Promise<StoppingBudget[]> {
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
      order by b.id ${locked}`,
  );
}
