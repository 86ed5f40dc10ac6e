import "server-only";
import { meterKeys, monthlyLimitOf } from "@/lib/meters";
import { type LimitKey, limitNotices } from "@/lib/plans";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { noteUse } from "@/server/limits";
import { monthlyLimit, monthOf } from "@/server/usage/month";
import { spentIn } from "@/server/usage/spend";
import { budgetAlertEvents } from "../budgets/events";
import { passed } from "../rules";

interface LimitDue {
  limit: LimitKey;
  used: number;
  most: number;
}
interface BudgetDue {
  id: string;
  thresholds: number[];
  spent: number;
  amountMinor: bigint;
  currency: string;
  toldIds: string[];
}

/** Thresholds of limits that this month has passed, and of which nobody was notified. */
async function limitsDue(ctx: Ctx, month: string): Promise<LimitDue[]> {
  const bounded = meterKeys.filter((meter) => monthlyLimit(ctx, meter) !== null);
  const [periods, known] = [
    await ctx.db.usagePeriod.findMany({
      where: { month, meter: { in: bounded } },
      select: { meter: true, used: true },
    }),
    await ctx.db.limitNotice.findMany({
      where: { period: month, subject: { in: bounded.flatMap((meter) => monthlyLimitOf(meter) ?? []) } },
      select: { subject: true, threshold: true },
    }),
  ];
  return bounded.flatMap((meter) => {
    const used = Number(periods.find((period) => period.meter === meter)?.used ?? 0);
    const [limit, most] = [monthlyLimitOf(meter), monthlyLimit(ctx, meter)];
    if (!limit || most === null || used === 0) return [];
    const notified = known.filter(({ subject }) => subject === limit).map(({ threshold }) => threshold);
    const last = passed(limitNotices, used, most).at(-1);
    return last !== undefined && !notified.includes(last) ? [{ limit, used, most }] : [];
  });
}

/** Thresholds of budgets that this month has passed, and of which nobody was notified. */
async function budgetsDue(ctx: Ctx, month: string, now: Date): Promise<BudgetDue[]> {
  const budgets = await ctx.db.budget.findMany({
    where: { kind: "usage", archivedAt: null },
    select: {
      ...{ id: true, currency: true, ratePerUsd: true, thresholds: true, amountMinor: true, toldIds: true },
    },
  });
  if (budgets.length === 0) return [];
  const spendings = budgets.map(({ id, currency, ratePerUsd }) => ({
    ...{ id, currency },
    ratePerUsd: ratePerUsd?.toString() ?? null,
  }));
  const [spent, known] = [
    await spentIn(ctx, spendings, month, now),
    await ctx.db.budgetAlert.findMany({
      where: { month, budgetId: { in: budgets.map(({ id }) => id) } },
      select: { budgetId: true, threshold: true },
    }),
  ];
  return budgets.flatMap(({ ratePerUsd: _rate, thresholds: all, ...budget }) => {
    const used = Number(spent.get(budget.id)?.spent ?? 0);
    const notified = known.filter(({ budgetId }) => budgetId === budget.id).map(({ threshold }) => threshold);
    const thresholds = passed(all, used, Number(budget.amountMinor)).filter((one) => !notified.includes(one));
    return thresholds.length > 0 ? [{ ...budget, thresholds, spent: Math.round(used) }] : [];
  });
}

/** Whether people are to be notified of a limit or a budget. */
export async function hasNotices(ctx: Ctx, now: Date): Promise<boolean> {
  const month = monthOf(now, ctx.tenant.timeZone);
  return (await limitsDue(ctx, month)).length > 0 || (await budgetsDue(ctx, month, now)).length > 0;
}

/**
 * Tells of each limit and budget that passed a threshold, once for each threshold and month: of several at one moment
 * only of the largest.
 */
export async function notifyThresholds(ctx: Ctx, now: Date): Promise<void> {
  const month = monthOf(now, ctx.tenant.timeZone);
  const [limits, budgets] = [await limitsDue(ctx, month), await budgetsDue(ctx, month, now)];
  if (limits.length === 0 && budgets.length === 0) return;
  const leaders = await ctx.db.member.findMany({
    where: { role: "owner", status: "active" },
    select: { id: true },
  });
  const owners = leaders.map(({ id }) => id);
  await inTransaction(ctx, async (inner) => {
    for (const { limit, used, most } of limits) await noteUse(inner, limit, { used, most });
    for (const { id: budgetId, thresholds, spent, amountMinor, currency, toldIds } of budgets) {
      const told = [...new Set([...owners, ...toldIds])];
      const facts = { budgetId, month, spentMinor: BigInt(spent), amountMinor, currency, toldIds: told };
      const rows = await inner.db.budgetAlert.createManyAndReturn({
        data: thresholds.map((threshold) => ({ ...facts, threshold })),
        skipDuplicates: true,
        select: { id: true, threshold: true },
      });
      const [last] = rows.sort((a, b) => b.threshold - a.threshold);
      if (!last) continue;
      const data = { memberIds: told, budgetId, threshold: last.threshold, month };
      emit(inner, budgetAlertEvents.passed, { id: last.id, data });
    }
  });
}
