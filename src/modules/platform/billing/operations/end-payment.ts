import "server-only";
import type { Ctx } from "@/server/context";
import { asked } from "@/server/stripe";
import { isMissing } from "@/server/stripe-at";
import { isLive } from "../row";
import { customerOf, withBillingLock } from "./sync";

/**
 * Ends everything that a workspace pays for, at once: it is being deleted. Pages on which somebody could still buy are
 * closed first. The customer and its invoices stay at the payments service, as accounts must.
 */
export async function endPayment(ctx: Ctx): Promise<void> {
  await withBillingLock(ctx, async (inner) => {
    const customer = await customerOf(inner);
    if (customer === null) return;
    await asked(async (stripe) => {
      const sessions = await stripe.checkout.sessions.list({ customer, status: "open", limit: 100 });
      for (const { id } of sessions.data) await stripe.checkout.sessions.expire(id);
      const { data } = await stripe.subscriptions.list({ customer, status: "all", limit: 100 });
      for (const { id } of data.filter(isLive)) await stripe.subscriptions.cancel(id);
    }).catch((error: unknown) => {
      // The operator deleted the customer there.
      if (!isMissing((error as Error).cause)) throw error;
    });
  });
}
