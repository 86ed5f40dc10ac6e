import fc from "fast-check";
import type Stripe from "stripe";
import { expect, it } from "vitest";
import { type Exact, exact, minus } from "./exact";
import { at, customerAt, openTill, priceOf } from "./sdk.fixture";

const till = openTill();
const [START, END] = [at("2026-04-01"), at("2026-05-01")];

const change = fc.record({
  /** Seconds after the change before. */
  after: fc.integer({ min: 1, max: 400_000 }),
  price: fc.integer({ min: 0, max: 2 }),
  quantity: fc.integer({ min: 0, max: 40 }),
});

it("bills the time-weighted price for any changes in a period, to one unit for each line", async () => {
  const { stripe } = till;
  const amounts = [999, 2900, 12_345];
  const prices: Stripe.Price[] = [];
  for (const amount of amounts) prices.push(await priceOf(stripe, amount));
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 7 }),
      fc.constantFrom(0, 20, 33.3),
      async (changes, percent) => {
        const { clock, customer } = await customerAt(stripe, "2026-04-01");
        const coupon =
          percent === 0 ? undefined : await stripe.coupons.create({ percent_off: percent, duration: "forever" });
        const made = await stripe.subscriptions.create({
          customer,
          items: [{ price: prices[0]?.id ?? "", quantity: 3 }],
          ...(coupon ? { discounts: [{ coupon: coupon.id }] } : {}),
        });
        const item = made.items.data[0]?.id ?? "";
        let [time, rate] = [START, 3 * (amounts[0] ?? 0)];
        let weighted = 0n;
        for (const { after, price, quantity } of changes) {
          if (time + after >= END) break;
          weighted += BigInt(rate) * BigInt(after);
          time += after;
          await stripe.testHelpers.testClocks.advance(clock, { frozen_time: time });
          const details = {
            items: [{ id: item, price: prices[price]?.id ?? "", quantity }],
            proration_behavior: "always_invoice" as const,
          };
          const shown = await stripe.invoices.createPreview({ subscription: made.id, subscription_details: details });
          const updated = await stripe.subscriptions.update(made.id, { ...details, expand: ["latest_invoice"] });
          const invoice = updated.latest_invoice as Stripe.Invoice;
          if (shown.billing_reason === "subscription_update")
            expect([shown.total, shown.amount_due]).toEqual([invoice.total, invoice.amount_due]);
          rate = quantity * (amounts[price] ?? 0);
        }
        weighted += BigInt(rate) * BigInt(END - time);
        const invoices = (await stripe.invoices.list({ subscription: made.id, limit: 100 })).data;
        const billed = invoices.reduce((sum, { total }) => sum + total, 0);
        const lines = invoices.reduce((sum, each) => sum + each.lines.data.length, 0);
        const kept = minus(exact(100), exact(percent));
        const right: Exact = { over: weighted * kept.over, under: BigInt(END - START) * kept.under * 100n };
        const off = minus(exact(billed), right);
        const size = off.over < 0n ? -off.over : off.over;
        expect(size <= BigInt(lines) * off.under, `${billed} for ${Number(right.over) / Number(right.under)}`).toBe(
          true,
        );
      },
    ),
    { numRuns: 25 },
  );
});
