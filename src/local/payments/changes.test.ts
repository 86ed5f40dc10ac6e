import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { advanceTo, at, bought, invoicesOf, type More, openTill, priceOf, sides } from "./sdk.fixture";

const till = openTill();

/** A subscription with this server. */
const buy = (amount: number, from: string, more: More = {}) => bought(till.stripe, amount, from, more);

describe("changes and the next invoices", () => {
  it("wait for the renewal unless they are to be paid at once (row 14)", async () => {
    const { stripe, clock, id, item } = await buy(1000, "2026-04-01", { quantity: 2 });
    for (const [day, quantity] of [
      ["2026-04-11", 5],
      ["2026-04-21", 3],
    ] as const) {
      await advanceTo(stripe, clock, day);
      await stripe.subscriptions.update(id, {
        items: [{ id: item, quantity }],
        proration_behavior: "create_prorations",
      });
    }
    const next = await stripe.invoices.createPreview({ subscription: id });
    expect(sides(next)).toEqual({ credits: [-1333, -1667], debits: [3333, 1000, 3000] });
    await advanceTo(stripe, clock, "2026-05-01T02:00");
    expect((await invoicesOf(stripe, id)).at(-1)).toMatchObject({ total: 4333, status: "paid" });
  });

  it("are paid from the next period on where nothing is prorated, and give back only what was billed (row 13)", async () => {
    const { stripe, clock, id, item } = await buy(1000, "2026-04-01");
    const [dear, cheap] = [await priceOf(stripe, 2000), await priceOf(stripe, 1000)];
    await advanceTo(stripe, clock, "2026-04-11");
    await stripe.subscriptions.update(id, { items: [{ id: item, price: dear.id }], proration_behavior: "none" });
    expect(await invoicesOf(stripe, id)).toHaveLength(1);
    await advanceTo(stripe, clock, "2026-04-21");
    await stripe.subscriptions.update(id, {
      items: [{ id: item, price: cheap.id }],
      proration_behavior: "always_invoice",
    });
    const invoice = (await invoicesOf(stripe, id)).at(-1) as Stripe.Invoice;
    expect(sides(invoice)).toEqual({ credits: [-333], debits: [333] });
  });

  it("give back what an add-on had billed (row 5)", async () => {
    const { stripe, clock, id } = await buy(1000, "2026-04-01");
    const addOn = await priceOf(stripe, 2900);
    await advanceTo(stripe, clock, "2026-04-08T12:00");
    const always = { proration_behavior: "always_invoice" as const };
    const more = await stripe.subscriptions.update(id, { items: [{ price: addOn.id }], ...always });
    await advanceTo(stripe, clock, "2026-04-23T12:00");
    const added = more.items.data.find(({ price }) => price.id === addOn.id)?.id ?? "";
    await stripe.subscriptions.update(id, { items: [{ id: added, deleted: true }], ...always });
    const all = await invoicesOf(stripe, id);
    expect(all.map(({ total }) => total)).toEqual([1000, 2175, -725]);
    const [line] = all.at(-1)?.lines.data ?? [];
    const details = line?.parent?.subscription_item_details;
    expect(details?.proration).toBe(true);
    expect(details?.proration_details?.credited_items?.invoice).toBe(all[1]?.id);
  });

  it("turn into a credit that the next invoices use exactly", async () => {
    const { stripe, clock, customer, id, item } = await buy(4900, "2026-04-01");
    const cheap = await priceOf(stripe, 1900);
    await advanceTo(stripe, clock, "2026-04-11");
    await stripe.subscriptions.update(id, {
      items: [{ id: item, price: cheap.id }],
      proration_behavior: "always_invoice",
    });
    expect((await invoicesOf(stripe, id)).at(-1)).toMatchObject({
      total: -2000,
      amount_due: 0,
      status: "paid",
      ending_balance: -2000,
    });
    await advanceTo(stripe, clock, "2026-05-01T02:00");
    await advanceTo(stripe, clock, "2026-06-01T02:00");
    const facts = (await invoicesOf(stripe, id)).slice(2);
    expect(facts.map((each) => [each.starting_balance, each.amount_due, each.ending_balance])).toEqual([
      [-2000, 0, -100],
      [-100, 1800, 0],
    ]);
    expect(((await stripe.customers.retrieve(customer)) as Stripe.Customer).balance).toBe(0);
  });

  it("cost what was shown for their date, although they come later", async () => {
    const { stripe, clock, id, item } = await buy(2900, "2026-04-01", { quantity: 3 });
    const date = at("2026-04-16");
    await advanceTo(stripe, clock, date);
    const change = {
      items: [{ id: item, quantity: 8 }],
      proration_behavior: "always_invoice" as const,
      proration_date: date,
    };
    const shown = await stripe.invoices.createPreview({ subscription: id, subscription_details: change });
    expect(sides(shown)).toEqual({ credits: [-4350], debits: [11_600] });
    await advanceTo(stripe, clock, date + 600);
    await stripe.subscriptions.update(id, change);
    const invoice = (await invoicesOf(stripe, id)).at(-1) as Stripe.Invoice;
    expect([sides(invoice), invoice.total]).toEqual([sides(shown), shown.total]);
    const [line] = invoice.lines.data;
    expect(line?.period).toEqual({ start: date, end: at("2026-05-01") });
  });

  it.each([
    ["the next renewal", { subscription_details: { cancel_at_period_end: false } }, 1000],
    ["an end now", { subscription_details: { cancel_now: true } }, -500],
    ["another plan at once", { subscription_details: { billing_cycle_anchor: { type: "now" as const } } }, 500],
  ])("are shown beforehand, and nothing of it stays: %s", async (_name, details, total) => {
    const { stripe, clock, id, made, customer } = await buy(1000, "2026-04-01");
    await advanceTo(stripe, clock, "2026-04-16");
    const events = async () => (await stripe.events.list({ limit: 1 })).data[0]?.id;
    const [before, last] = [await stripe.subscriptions.retrieve(id), await events()];
    expect((await stripe.invoices.createPreview({ subscription: id, ...details })).total).toBe(total);
    const after = await stripe.subscriptions.retrieve(id);
    expect({ ...after, lastResponse: null }).toEqual({ ...before, lastResponse: null });
    expect([await events(), (await invoicesOf(stripe, id)).length]).toEqual([last, 1]);
    expect(((await stripe.customers.retrieve(customer)) as Stripe.Customer).balance).toBe(0);
    expect(made.latest_invoice).toBe(after.latest_invoice);
  });

  it("of a first purchase are shown before it", async () => {
    const { stripe } = till;
    const { id: customer } = await stripe.customers.create({ name: "Looks only" });
    const [seat, addOn] = [await priceOf(stripe, 2900), await priceOf(stripe, 4900)];
    const items = [{ price: seat.id, quantity: 3 }, { price: addOn.id }];
    const shown = await stripe.invoices.createPreview({ customer, subscription_details: { items } });
    expect([shown.total, shown.lines.data.length, shown.id]).toEqual([
      13_600,
      2,
      expect.stringMatching(/^upcoming_in_/),
    ]);
    expect((await stripe.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
    await expect(stripe.invoices.createPreview({ customer })).rejects.toMatchObject({ code: "invoice_upcoming_none" });
  });

  it("make it one unit where only the price changes", async () => {
    const { stripe, id, item } = await buy(1000, "2026-04-01", { quantity: 7 });
    const other = await priceOf(stripe, 2000);
    const after = await stripe.subscriptions.update(id, { items: [{ id: item, price: other.id }] });
    expect(after.items.data[0]?.quantity).toBe(1);
  });

  it("that cannot be paid are undone where that is asked for", async () => {
    const { stripe, clock, customer, id, item } = await buy(1000, "2026-04-01");
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.subscriptions.update(id, { default_payment_method: bad.id });
    await advanceTo(stripe, clock, "2026-04-11");
    const change = { items: [{ id: item, quantity: 5 }], proration_behavior: "always_invoice" as const };
    await expect(
      stripe.subscriptions.update(id, { ...change, payment_behavior: "error_if_incomplete" }),
    ).rejects.toMatchObject({ statusCode: 402 });
    const same = await stripe.subscriptions.retrieve(id);
    expect([same.status, same.items.data[0]?.quantity, (await invoicesOf(stripe, id)).length]).toEqual([
      "active",
      1,
      1,
    ]);
    const late = await stripe.subscriptions.update(id, change);
    expect([late.status, late.items.data[0]?.quantity]).toEqual(["past_due", 5]);
  });

  it("are refused with two intervals, without an item, on a date outside the period, and after the end", async () => {
    const { stripe, id, item } = await buy(1000, "2026-04-01");
    const yearly = await priceOf(stripe, 10_000, { every: "year" });
    const refused = (params: Stripe.SubscriptionUpdateParams) =>
      expect(stripe.subscriptions.update(id, params)).rejects.toMatchObject({ statusCode: 400 });
    await refused({ items: [{ price: yearly.id }] });
    await refused({ items: [{ id: item, deleted: true }] });
    await refused({ proration_date: at("2026-03-01"), items: [{ id: item, quantity: 2 }] });
    await refused({ proration_date: at("2026-04-01"), billing_cycle_anchor: { type: "now" } });
    await refused({ items: [{ id: "si_other", quantity: 2 }] });
    expect((await stripe.subscriptions.retrieve(id)).items.data).toHaveLength(1);
    await stripe.subscriptions.cancel(id);
    await refused({ items: [{ id: item, quantity: 2 }] });
  });
});

describe("a coupon", () => {
  it.each([
    ["once", [800, 1000, 1000]],
    ["forever", [800, 800, 800]],
  ] as const)("that counts %s takes a fifth off", async (duration, totals) => {
    const coupon = await till.stripe.coupons.create({ percent_off: 20, duration });
    const { stripe, clock, id } = await buy(1000, "2026-04-01", { discounts: [{ coupon: coupon.id }] });
    await advanceTo(stripe, clock, "2026-05-01T02:00");
    await advanceTo(stripe, clock, "2026-06-01T02:00");
    expect((await invoicesOf(stripe, id)).map(({ total }) => total)).toEqual(totals);
  });

  it("of an amount takes no more than there is, and is cleared by an empty value", async () => {
    const coupon = await till.stripe.coupons.create({ amount_off: 5000, currency: "usd", duration: "forever" });
    const { stripe, clock, id, made } = await buy(1000, "2026-04-01", { discounts: [{ coupon: coupon.id }] });
    expect([made.discounts.length, (await invoicesOf(stripe, id))[0]?.total]).toEqual([1, 0]);
    expect((await stripe.subscriptions.update(id, { discounts: [] })).discounts).toHaveLength(1);
    expect((await stripe.subscriptions.update(id, { discounts: "" })).discounts).toHaveLength(0);
    await advanceTo(stripe, clock, "2026-05-01T02:00");
    expect((await invoicesOf(stripe, id)).at(-1)?.total).toBe(1000);
  });
});
