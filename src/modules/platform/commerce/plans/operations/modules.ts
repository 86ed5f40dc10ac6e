import "server-only";
import { addDays } from "date-fns";
import { coreLicence, type LicenceKey, licenceOf, registeredLicences } from "@/lib/licences";
import { planEvents } from "@/lib/plan-events";
import { planPage } from "@/lib/plan-page";
import { trialDays } from "@/lib/plans";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError, invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { moduleRow } from "../row";
import { planOverview, setModuleInput, tryModuleInput } from "../schema";
import { freshPlan } from "./fresh-plan";
import { overviewOf } from "./overview";

function requireOffered(module: LicenceKey): void {
  if (module === coreLicence) throw invalid("module", `${licenceOf(module).label} is part of every plan.`);
  if (!registeredLicences().includes(module))
    throw invalid("module", `${licenceOf(module).label} is not available yet.`);
}

/** Writes what differs from the plan, and the event that everything hears of it by. */
async function write(
  ctx: Ctx,
  module: LicenceKey,
  event: "moduleOn" | "moduleOff" | "moduleTrial",
  change: { enabled: boolean; trialStartedAt?: Date; trialEndsAt?: Date },
): Promise<void> {
  const trial = change.trialEndsAt ? { tier: "trial" } : {};
  await ctx.db.tenantModule.upsert({
    where: { tenantId_module: { tenantId: ctx.tenant.id, module } },
    create: { module, ...trial, ...change },
    update: { ...trial, ...change, version: { increment: 1 } },
  });
  const { label } = licenceOf(module);
  emit(ctx, planEvents[event], {
    id: ctx.tenant.id,
    before: { [module]: ctx.entitlements.has(module) },
    after: { [module]: change.enabled },
    data: { module, label },
  });
}

export const setModule = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  changesAccess: true,
  input: setModuleInput,
  output: planOverview,
  rest: { method: "POST", path: "/plan/modules" },
  staff: "never",
  describe:
    "Switches a module that the plan includes on or off. When it is off, its pages, API and jobs are closed and its data is kept.",
  async run(asked, { module, on }) {
    requireOffered(module);
    const ctx = await freshPlan(asked);
    if (on && !ctx.entitlements.allows(module)) {
      const { label, mayTry } = moduleRow(ctx, module);
      throw new AppError(
        "LIMIT_REACHED",
        `The plan of this workspace does not include ${label}. ${mayTry ? `Try it for ${trialDays} days, or buy it` : "Buy it"} in Settings, ${planPage()}.`,
        { module },
      );
    }
    if (ctx.entitlements.has(module) === on) ctx.outcome.unchanged = true;
    else await write(ctx, module, on ? "moduleOn" : "moduleOff", { enabled: on });
    return await overviewOf(await freshPlan(ctx));
  },
});

export const tryModule = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  changesAccess: true,
  input: tryModuleInput,
  output: planOverview,
  rest: { method: "POST", path: "/plan/trials" },
  staff: "never",
  describe: `Begins the trial of a module for ${trialDays} days, with a tenth of its limits. Each module has one trial.`,
  async run(asked, { module }) {
    requireOffered(module);
    const ctx = await freshPlan(asked);
    const { mayTry, label, state } = moduleRow(ctx, module);
    if (!mayTry)
      throw new AppError(
        "CONFLICT",
        state === "off"
          ? `${label} has already had its trial, or this plan has no add-ons. Buy it in Settings, ${planPage()}.`
          : `${label} is already on.`,
      );
    const now = new Date();
    await write(ctx, module, "moduleTrial", {
      enabled: true,
      trialStartedAt: now,
      trialEndsAt: addDays(now, trialDays),
    });
    return await overviewOf(await freshPlan(ctx));
  },
});
