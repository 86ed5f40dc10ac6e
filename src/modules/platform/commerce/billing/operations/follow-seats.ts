import "server-only";
import type Stripe from "stripe";
import type { Ctx } from "@/server/context";
import { asked, stripeClient } from "@/server/stripe";
import { isLive, isUnpaid, liveSubscription, pricedItems } from "../row";
import { usedSeats } from "./choice";
import { changing, customerOf, type Held, syncLocked, withBillingLock } from "./sync";

/**
 * Brings the seats that are paid for to the members who can sign in, and never below those that were bought. The
 * quantity is set, not changed by one: however often and in whatever order this runs, it ends right.
 */
export async function followSeats(ctx: Ctx): Promise<number | null> {
  if (!stripeClient()) return null;
  return await withBillingLock(ctx, async (inner) => {
    const customer = await customerOf(inner);
    const found = customer === null ? undefined : await liveOf(customer);
    const seat = found && pricedItems(found).find(({ meaning }) => meaning?.kind === "seat");
    if (!found || !seat?.meaning) return null;
    // A purchase waits for its confirmation: a change now would undo it. The webhook of its end asks again.
    if (found.pending_update !== null) return null;
    const before = seat.item.quantity ?? 1;
    const stored = await inner.db.subscription.findFirst({ select: { seatsBought: true } });
    const floor = stored?.seatsBought ?? before;
    const seats = Math.max(floor, await usedSeats(inner), 1);
    if (before === seats) return null;
    await setQuantity(inner, found, seat.item.id, { before, seats, floor, interval: seat.meaning.interval });
    await syncLocked(inner);
    return seats;
  });
}

export async function liveOf(customer: string): Promise<Stripe.Subscription | undefined> {
  const { data } = await asked((stripe) =>
    stripe.subscriptions.list({ customer, limit: 100, expand: ["data.latest_invoice"] }),
  );
  return liveSubscription(data.filter(isLive));
}

/**
 * More seats of a year are charged at once, because the next invoice may be a year away; anything else is settled with
 * the next invoice, so that joining and leaving makes no invoice each. While a renewal is unpaid there is no invoice of
 * its own either: that one, once paid, would end the debt at Stripe.
 */
async function setQuantity(
  inner: Held,
  live: Stripe.Subscription,
  item: string,
  { before, seats, floor, interval }: { before: number; seats: number; floor: number; interval: string },
): Promise<void> {
  const isCharged = interval === "year" && seats > before && !isUnpaid(live);
  const proration_behavior = isCharged ? "always_invoice" : "create_prorations";
  await changing(inner, (stripe) =>
    stripe.subscriptions.update(live.id, {
      items: [{ id: item, quantity: seats }],
      proration_behavior,
      // A purchase that was never paid must not become the floor once as many members are there.
      metadata: { seatsBought: String(floor) },
    }),
  );
}
