import { boundary } from "../calendar";
import type { Context } from "../context";
import { type Exact, exact, minus, rounded, times } from "../exact";
import { newId } from "../ids";
import { type Promotion, redeem } from "../objects/promotions";
import type { Coupon, Discount, Subscription } from "../tables";

/** Gives a subscription these discounts in place of those it has; their ids. */
export function setDiscounts(
  context: Context,
  { id, customer }: { id: string; customer: string },
  promotions: readonly Promotion[],
): string[] {
  return promotions.map((promotion) => {
    const coupon = context.store.get("coupons", promotion.coupon);
    const start = context.timeOf(customer);
    const months = coupon.duration_in_months;
    const made = context.store.put("discounts", {
      id: newId("di"),
      object: "discount",
      checkout_session: null,
      customer,
      customer_account: null,
      end: months === null ? null : boundary(start, { interval: "month", interval_count: 1 }, months),
      invoice: null,
      invoice_item: null,
      promotion_code: promotion.promotion_code,
      source: { type: "coupon", coupon: coupon.id },
      start,
      subscription: id,
      subscription_item: null,
    });
    redeem(context, promotion);
    return made.id;
  });
}

export type Reduction = { discount: Discount; coupon: Coupon };

/** The discounts of a subscription that count at a time, in their order. */
export function reductionsAt({ store }: Context, { discounts }: Subscription, time: number): Reduction[] {
  return discounts
    .map((id) => store.get("discounts", id))
    .filter(({ end }) => end === null || end > time)
    .map((discount) => ({ discount, coupon: store.get("coupons", discount.source.coupon) }));
}

/** Without the coupons that count once, after they did. */
export function afterUse({ discounts }: Subscription, used: readonly Reduction[]): string[] {
  const gone = used.filter(({ coupon }) => coupon.duration === "once").map(({ discount }) => discount.id);
  return discounts.filter((id) => !gone.includes(id));
}

/** The part that each discount takes off each amount. An amount off is shared out in proportion, the rest goes to the last. */
export function takenOff(amounts: readonly number[], reductions: readonly Reduction[]): number[][] {
  let left = amounts;
  return reductions.map(({ coupon }) => {
    const off =
      coupon.percent_off === null ? shared(left, coupon.amount_off ?? 0) : percentOff(left, coupon.percent_off);
    left = left.map((amount, index) => amount - (off[index] ?? 0));
    return off;
  });
}

function percentOff(amounts: readonly number[], percent: number): number[] {
  return amounts.map((amount) => rounded(times(exact(amount), exact(percent), { over: 1n, under: 100n })));
}

function shared(amounts: readonly number[], off: number): number[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const all = Math.min(off, total);
  let left = all;
  const last = amounts.findLastIndex((amount) => amount > 0);
  return amounts.map((amount, index) => {
    const part = index === last ? left : Number((BigInt(amount) * BigInt(all)) / BigInt(total || 1));
    left -= part;
    return part;
  });
}

/** A part of a period's price less its discounts; `full` is the sum of all items for a whole period. */
export function reduced(gross: Exact, reductions: readonly Reduction[], full: Exact): Exact {
  return reductions.reduce((amount, { coupon }) => {
    if (coupon.percent_off !== null) {
      const kept = minus(exact(100), exact(coupon.percent_off));
      return times(amount, kept, { over: 1n, under: 100n });
    }
    if (full.over === 0n) return amount;
    const part = times(exact(coupon.amount_off ?? 0), gross, { over: full.under, under: full.over });
    const rest = minus(amount, part);
    return rest.over < 0n ? exact(0) : rest;
  }, gross);
}
