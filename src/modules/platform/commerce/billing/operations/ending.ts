import "server-only";
import { z } from "zod";
import type { SubscriptionState } from "@/lib/entitlements";
import type { PlanKey } from "@/lib/plans";
import { platform } from "@/modules/platform/module";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { requireStripe } from "@/server/stripe";
import { billingEvents } from "../events";
import { endOf, periodOf } from "../row";
import { stateOutput } from "../schema";
import { requireLive } from "./plan-change";
import { billingAct, changing, noteChange, syncLocked, withBillingLock, withSale } from "./sync";

export async function stateOf(inner: Ctx): Promise<z.input<typeof stateOutput>> {
  const row = await inner.db.subscription.findFirstOrThrow({ select: { plan: true, state: true, cancelAt: true } });
  return { plan: row.plan as PlanKey, state: row.state as SubscriptionState, cancelAt: isoOf(row.cancelAt) };
}

export const cancelPlan = platform.operation({
  ...billingAct,
  input: z.object({}),
  output: stateOutput,
  describe:
    "Cancels the paid plan at the end of its paid period: the workspace then moves to Starter, and nothing is deleted. Until then the cancellation can be undone.",
  async run(ctx) {
    requireStripe();
    return await withBillingLock(ctx, async (inner) => {
      const live = await requireLive(inner);
      if (endOf(live) === null) {
        await changing(inner, (stripe) => stripe.subscriptions.update(live.id, { cancel_at_period_end: true }));
        const at = periodOf(live).end.toISOString();
        await noteChange(inner, (tx) => emit(tx, billingEvents.cancelled, { id: tx.tenant.id, data: { at } }));
        await syncLocked(inner);
      }
      return await stateOf(inner);
    });
  },
});

export const resumePlan = platform.operation({
  ...billingAct,
  input: z.object({}),
  output: stateOutput,
  describe: "Undoes the cancellation of the paid plan: it will renew again.",
  async run(ctx) {
    requireStripe();
    return await withSale(ctx, async (inner) => {
      const live = await requireLive(inner);
      if (endOf(live) !== null) {
        // The portal sets a moment of its own, and no mark of the period.
        const undone = live.cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: "" as const };
        await changing(inner, (stripe) => stripe.subscriptions.update(live.id, undone));
        await noteChange(inner, (tx) => emit(tx, billingEvents.resumed, { id: tx.tenant.id, data: {} }));
        await syncLocked(inner);
      }
      return await stateOf(inner);
    });
  },
});

export const refreshBilling = platform.operation({
  kind: "mutation",
  permission: "billing:manage",
  external: true,
  staff: "never",
  input: z.object({}),
  output: stateOutput,
  describe:
    "Fetches the state of the plan and invoices from the payments service, after a person returns from its pages.",
  async run(ctx) {
    requireStripe();
    return await withBillingLock(ctx, async (inner) => {
      await syncLocked(inner);
      return await stateOf(inner);
    });
  },
});
