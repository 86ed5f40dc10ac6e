import "server-only";
import type { LicenceKey } from "@/lib/licences";
import { coreLicence, licenceOf, registeredLicences } from "@/lib/licences";
import { planKeys, versionOf } from "@/lib/plans";
import type { Ctx } from "@/server/context";
import { moduleUses } from "@/server/module-limits";
import type { PlanModuleRow, PlanOverview } from "./schema";

/** The plans that can be chosen, as this workspace would get them: those of the version that it has, or the current. */
export function offeredPlans({ tenant }: Pick<Ctx, "tenant">): PlanOverview["plans"] {
  const { plans } = versionOf(tenant.subscription.planVersion);
  return planKeys.map((plan) => {
    const { label, seat, limits, requestsPerMinute, modules } = plans[plan];
    return { plan, label, seat: seat && { ...seat }, limits: { ...limits }, requestsPerMinute, modules };
  });
}

/** The modules of this build in the order of the catalogue, with the use of their limits. */
export async function moduleRows(ctx: Ctx): Promise<PlanModuleRow[]> {
  const uses = await moduleUses(ctx);
  return registeredLicences().map((module) => moduleRow(ctx, module, uses));
}

export function moduleRow(ctx: Ctx, module: LicenceKey, uses: ReadonlyMap<string, number> = new Map()): PlanModuleRow {
  const { subscription } = ctx.tenant;
  const { label, purpose, group, limits = {} } = licenceOf(module);
  const { plans, addOns } = versionOf(subscription.planVersion);
  const sells = plans[ctx.entitlements.plan].modules;
  const stored = subscription.modules.find((one) => one.module === module);
  const isIncluded = module === coreLicence || sells === "all";
  const trialEndsAt = stored?.trialEndsAt ?? null;
  const bought = subscription.addOns.includes(module) && sells === "addOns";
  return {
    module,
    label,
    purpose,
    group,
    state: stateOf(ctx, module, { isIncluded, bought }),
    included: isIncluded,
    bought,
    allowed: ctx.entitlements.allows(module),
    trialEndsAt: trialEndsAt && trialEndsAt > new Date() && !bought && !isIncluded ? trialEndsAt.toISOString() : null,
    mayTry: sells === "addOns" && !isIncluded && !bought && trialEndsAt === null,
    prices: addOns[module] ?? null,
    limits: Object.entries(limits).map(([key, { one, many }]) => ({
      used: uses.get(`${module} ${key}`) ?? null,
      most: ctx.entitlements.moduleLimit(module, key),
      one,
      many,
    })),
  };
}

function stateOf(
  ctx: Ctx,
  module: LicenceKey,
  { isIncluded, bought }: { isIncluded: boolean; bought: boolean },
): PlanModuleRow["state"] {
  if (module === coreLicence) return "included";
  if (!ctx.entitlements.has(module)) return "off";
  return isIncluded || bought ? "on" : "trial";
}
