import "server-only";
import { z } from "zod";
import { limitKeys, limits, planCurrency, versionOf } from "@/lib/plans";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { countedLimits } from "@/server/limits";
import { platform } from "../../module";
import { moduleRows, offeredPlans } from "../row";
import { type PlanOverview, planOverview } from "../schema";

/** Uses of each limit that is counted by records. */
async function usesOf(ctx: Ctx): Promise<Map<string, number>> {
  const uses = new Map<string, number>();
  for (const limit of countedLimits()) uses.set(limit.key, (await limit.counted(ctx)).length);
  return uses;
}

export async function overviewOf(ctx: Ctx): Promise<PlanOverview> {
  const { entitlements, tenant } = ctx;
  const { subscription } = tenant;
  const plan = versionOf(subscription.planVersion).plans[entitlements.plan];
  const [uses, invited, stored] = [
    await usesOf(ctx),
    await ctx.db.invitation.count({ where: { acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } } }),
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
    },
    limits: limitKeys
      .filter((limit) => limits[limit].counted && uses.has(limit) && limit !== "seats")
      .map((limit) => {
        const { label, one, many, per } = limits[limit];
        return { limit, label, one, many, per, used: uses.get(limit) ?? null, most: entitlements.limit(limit) };
      }),
    modules: moduleRows(ctx),
    plans: offeredPlans(ctx),
  };
}

export const getPlan = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: z.object({}),
  output: planOverview,
  rest: { method: "GET", path: "/plan" },
  describe: "The plan of the workspace, its limits with their use, its modules, and the plans that there are.",
  run: (ctx) => overviewOf(ctx),
});
