import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { type Case, cases } from "./proration-cases.fixture";
import { advanceTo, at, customerAt, openTill, priceOf, sides } from "./sdk.fixture";

const till = openTill();

describe("a change within a period", () => {
  it.each(cases)("$name", async (one) => {
    const { stripe } = till;
    const { subscription, items, clock } = await boughtBy(stripe, one);
    await advanceTo(stripe, clock, one.on, one.every === "year" ? 400 * 86_400 : 50 * 86_400);
    const details = {
      items: await changesOf(stripe, one, items),
      ...(one.anchorNow ? { billing_cycle_anchor: { type: "now" as const } } : {}),
    };
    const always = { proration_behavior: "always_invoice" as const };
    const preview = await stripe.invoices.createPreview({
      subscription,
      subscription_details: { ...details, ...always },
    });
    const after = await stripe.subscriptions.update(subscription, {
      ...details,
      ...always,
      expand: ["latest_invoice"],
    });
    const invoice = after.latest_invoice as Stripe.Invoice;
    const nothing = one.credits.every((amount) => amount === 0) && one.debits.every((amount) => amount === 0);
    if (!nothing) expect(invoice.billing_reason).toBe("subscription_update");
    expect(sides(invoice)).toEqual({
      credits: one.credits.filter((amount) => amount !== 0),
      debits: expect.arrayContaining(one.debits),
    });
    expect(sides(preview)).toEqual(sides(invoice));
    expect(preview).toMatchObject({
      total: invoice.total,
      amount_due: invoice.amount_due,
      status: "draft",
      number: null,
    });
    const sum = [...one.credits, ...one.debits].reduce((a, b) => a + b, 0);
    expect(invoice.total).toBe(sum);
    expect(invoice.status).toBe("paid");
    const { balance } = (await stripe.customers.retrieve(invoice.customer as string)) as Stripe.Customer;
    expect(balance).toBe(invoice.ending_balance);
  });
});

async function boughtBy(stripe: Stripe, one: Case) {
  const { clock, customer } = await customerAt(stripe, one.from);
  const options = { every: one.every ?? "month", currency: one.currency ?? "usd" };
  const items = [];
  for (const { amount, quantity = 1 } of one.bought) {
    const price = await priceOf(stripe, amount, options);
    items.push({ price: price.id, quantity });
  }
  const isOff = one.percentOff !== undefined || one.amountOff !== undefined;
  const off =
    one.percentOff === undefined
      ? { amount_off: one.amountOff, currency: options.currency }
      : { percent_off: one.percentOff };
  const coupon = isOff
    ? await stripe.coupons.create({ ...off, duration: one.duration ?? "once" } as Stripe.CouponCreateParams)
    : undefined;
  const made = await stripe.subscriptions.create({
    customer,
    items,
    ...(coupon ? { discounts: [{ coupon: coupon.id }] } : {}),
  });
  expect(made.status).toBe("active");
  return { subscription: made.id, items: made.items.data, clock };
}

async function changesOf(stripe: Stripe, one: Case, items: Stripe.SubscriptionItem[]) {
  const options = { every: one.becomesEvery ?? one.every ?? "month", currency: one.currency ?? "usd" };
  const changes = [];
  for (const [index, line] of one.becomes.entries()) {
    const item = items[index];
    const before = one.bought[index];
    if (line === null) changes.push({ id: String(item?.id), deleted: true });
    else if (before?.amount === line.amount && one.becomesEvery === undefined) {
      if (before.quantity !== line.quantity) changes.push({ id: String(item?.id), quantity: line.quantity });
    } else {
      const price = await priceOf(stripe, line.amount, options);
      changes.push({ ...(item ? { id: item.id } : {}), price: price.id, quantity: line.quantity ?? 1 });
    }
  }
  return changes as Stripe.SubscriptionUpdateParams.Item[];
}

it("has thirty cases and more", () => {
  expect(cases.length).toBeGreaterThanOrEqual(30);
  expect(at("2026-04-01")).toBe(1_775_001_600);
});
