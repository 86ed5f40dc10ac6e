import "server-only";
import { z } from "zod";
import { entitlementsAt } from "@/lib/entitlements";
import { licenceOf, registeredLicences } from "@/lib/licences";
import { planEvents } from "@/lib/plan-events";
import { limits, type PlanKey, versionOf } from "@/lib/plans";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError, invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { countedLimits } from "@/server/limits";
import { chooseSeatsInput, type OverLimits, overLimitsInput, overLimitsOutput, seatHolders } from "../schema";

/** Everything that would become read-only, or off, if this plan began now; nothing is ever deleted. */
export async function overLimits(ctx: Ctx, plan: PlanKey): Promise<OverLimits> {
  const { limits: most, modules } = versionOf(null).plans[plan];
  const over: OverLimits["limits"] = [];
  for (const { key, counted } of countedLimits()) {
    const bound = most[key];
    const all = bound === null ? [] : await counted(ctx);
    if (bound !== null && limits[key].counted && all.length > bound)
      over.push({ limit: key, used: all.length, most: bound, names: all.slice(bound).map(({ name }) => name) });
  }
  const { subscription } = ctx.tenant;
  // A module's own trial ends by itself: it neither keeps a module nor loses one here.
  const untried = subscription.modules.map((one) => ({ ...one, trialEndsAt: null }));
  const now = entitlementsAt({ ...subscription, modules: untried }, new Date());
  const after = entitlementsAt(
    {
      ...subscription,
      modules: untried,
      overrides: [],
      addOns: modules === "addOns" ? subscription.addOns : [],
      plan,
      state: "active",
      trialEndsAt: null,
      pastDueSince: null,
    },
    new Date(),
  );
  const lost = registeredLicences().filter((one) => now.has(one) && !after.has(one));
  return { plan, limits: over, modules: lost.map((module) => ({ module, label: licenceOf(module).label })) };
}

export const planExcess = platform.operation({
  kind: "query",
  permission: "billing:manage",
  input: overLimitsInput,
  output: overLimitsOutput,
  rest: { method: "GET", path: "/plan/excess" },
  describe:
    "Lists by name everything that becomes read-only or is switched off under another plan. Nothing is deleted.",
  run: (ctx, { plan }) => overLimits(ctx, plan),
});

async function holdersOf(ctx: Ctx): Promise<z.infer<typeof seatHolders>> {
  const seats = countedLimits().find(({ key }) => key === "seats");
  const order = (await seats?.counted(ctx)) ?? [];
  const most = ctx.entitlements.limit("seats");
  const rows = await ctx.db.member.findMany({
    where: { id: { in: order.map(({ id }) => id) } },
    select: { id: true, name: true, role: true, keepsSeat: true },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return order.flatMap(({ id }, place) => {
    const row = byId.get(id);
    if (!row) return [];
    const { name, role, keepsSeat } = row;
    return [{ memberId: id, name, role, keeps: most === null || place < most, chosen: keepsSeat }];
  });
}

export const listSeats = platform.operation({
  kind: "query",
  permission: "member:view",
  input: z.object({}),
  output: seatHolders,
  rest: { method: "GET", path: "/plan/seats" },
  describe: "The members who can sign in, in the order in which they keep their seat if there are too few seats.",
  run: (ctx) => holdersOf(ctx),
});

export const chooseSeats = platform.operation({
  kind: "mutation",
  permission: "workspace:own",
  changesAccess: true,
  input: chooseSeatsInput,
  output: seatHolders,
  rest: { method: "POST", path: "/plan/seats" },
  staff: "never",
  describe:
    "Chooses the members who can still edit when the plan has fewer seats than members; the others can only read.",
  async run(ctx, { memberIds }) {
    const before = await holdersOf(ctx);
    const chosen = new Set(memberIds);
    if (memberIds.some((id) => !before.some(({ memberId }) => memberId === id)))
      throw invalid("memberIds", "Choose members who can sign in.");
    const most = ctx.entitlements.limit("seats");
    const owners = before.filter(({ role }) => role === "owner").map(({ memberId }) => memberId);
    const taken = new Set([...owners, ...chosen]).size;
    if (most !== null && taken > most)
      throw new AppError("LIMIT_REACHED", `The plan has ${most} seats, and owners keep theirs. Choose fewer members.`);
    const differs = before.some(({ memberId, chosen: was }) => was !== chosen.has(memberId));
    if (!differs) ctx.outcome.unchanged = true;
    else {
      await ctx.db.member.updateMany({ where: { keepsSeat: true }, data: { keepsSeat: false } });
      await ctx.db.member.updateMany({ where: { id: { in: memberIds } }, data: { keepsSeat: true } });
      emit(ctx, planEvents.seatsChosen, {
        id: ctx.tenant.id,
        before: { members: before.filter((one) => one.chosen).map(({ memberId }) => memberId) },
        after: { members: memberIds },
        data: { memberIds },
      });
    }
    return await holdersOf(ctx);
  },
});
