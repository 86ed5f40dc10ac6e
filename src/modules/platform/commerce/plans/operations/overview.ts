import "server-only";
import { z } from "zod";
import { meterKeys, monthlyLimitOf } from "@/lib/meters";
import { type LimitKey, limitKeys, limits, planCurrency, versionOf } from "@/lib/plans";
import { holdingSeat, waitingForSeat } from "@/modules/platform/identity/members/invitations/rules";
import { platform } from "@/modules/platform/module";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { countedLimits } from "@/server/limits";
import { monthOf, nextMonth } from "@/server/usage/month";
import { moduleRows, offeredPlans } from "../row";
import { type PlanOverview, planOverview } from "../schema";

/**
 * The usage of each limit: the number of existing records, and of what this month has used; and what is too much of
 * records.
 */
async function usesOf(ctx: Ctx, month: string): Promise<{ uses: Map<LimitKey, number>; over: PlanOverview["over"] }> {
  const uses = new Map<LimitKey, number>();
  const over: PlanOverview["over"] = [];
  const namesAll = ctx.can("workspace:manage") || ctx.can("billing:manage");
  for (const { key, counted } of countedLimits()) {
    const all = await counted(ctx);
    uses.set(key, all.length);
    const most = ctx.entitlements.limit(key);
    if (most !== null && all.length > most)
      over.push({
        ...{ limit: key, used: all.length, most },
        names: namesAll ? all.slice(most).map(({ name }) => name) : [],
      });
  }
  const periods = await ctx.db.usagePeriod.findMany({
    where: { month, meter: { in: [...meterKeys] } },
    select: { meter: true, used: true },
  });
  for (const meter of meterKeys) {
    const key = monthlyLimitOf(meter);
    if (key) uses.set(key, Number(periods.find((period) => period.meter === meter)?.used ?? 0));
  }
  return { uses, over };
}

export async function overviewOf(ctx: Ctx): Promise<PlanOverview> {
  const { entitlements, tenant } = ctx;
  const { subscription } = tenant;
  const plan = versionOf(subscription.planVersion).plans[entitlements.plan];
  const month = monthOf(new Date(), tenant.timeZone);
  const [{ uses, over }, invited, waiting, stored] = [
    await usesOf(ctx, month),
    await ctx.db.invitation.count({ where: holdingSeat(new Date()) }),
    await ctx.db.invitation.count({ where: waitingForSeat }),
    await ctx.db.subscription.findFirst({ select: { cancelAt: true } }),
  ];
  const { readOnly } = entitlements;
  return {
    plan: entitlements.plan,
    label: plan.label,
    standing: entitlements.standing,
    interval: plan.seat ? subscription.interval : null,
    currency: planCurrency,
    requestsPerMinute: entitlements.requestsPerMinute,
    trialEndsAt: entitlements.standing === "trial" ? isoOf(subscription.trialEndsAt) : null,
    cancelAt: isoOf(stored?.cancelAt ?? null),
    readOnly: readOnly && { since: readOnly.since.toISOString(), reason: readOnly.reason },
    seats: {
      used: uses.get("seats") ?? 0,
      most: entitlements.limit("seats"),
      paid: plan.seat ? subscription.seats : null,
      invited,
      waiting,
    },
    limits: limitKeys
      .filter((limit) => limits[limit].counted && uses.has(limit) && limit !== "seats")
      .map((limit) => {
        const { label, one, many, per } = limits[limit];
        const resetsOn = per === "month" ? `${nextMonth(month)}-01` : null;
        return {
          limit,
          label,
          one,
          many,
          per,
          used: uses.get(limit) ?? null,
          most: entitlements.limit(limit),
          resetsOn,
        };
      }),
    over,
    modules: await moduleRows(ctx),
    plans: offeredPlans(ctx),
  };
}

export const getPlan = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: z.object({}),
  output: planOverview,
  rest: { method: "GET", path: "/plan" },
  describe: "The plan of the workspace, its limits and their usage, its modules, and all available plans.",
  run: (ctx) => overviewOf(ctx),
});
