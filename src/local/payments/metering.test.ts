import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { advanceTo, at, customerAt, openTill, priceOf } from "./sdk.fixture";

const till = openTill();
let meters = 0;

async function metered(formula: "sum" | "count" | "last", unit = "0.5") {
  const { stripe } = till;
  const event_name = `calls_${++meters}`;
  const meter = await stripe.billing.meters.create({
    event_name,
    display_name: "Calls",
    default_aggregation: { formula },
  });
  const product = await stripe.products.create({ name: "Calls" });
  const price = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount_decimal: unit as never,
    recurring: { interval: "month", usage_type: "metered", meter: meter.id },
  });
  const { clock, customer } = await customerAt(stripe, "2026-04-01");
  const seat = await priceOf(stripe, 1000);
  const made = await stripe.subscriptions.create({
    customer,
    items: [{ price: seat.id, quantity: 2 }, { price: price.id }],
  });
  let events = 0;
  const use = (value: number | string, day: string, identifier = `${event_name}-${++events}`) =>
    stripe.billing.meterEvents.create({
      event_name,
      identifier,
      timestamp: at(day),
      payload: { stripe_customer_id: customer, value: String(value) },
    });
  return { stripe, event_name, customer, clock, made, use, price: price.id, meter: meter.id };
}

const lastInvoice = async (stripe: Stripe, subscription: string) =>
  (await stripe.invoices.list({ subscription })).data[0] as Stripe.Invoice;

describe("use", () => {
  it.each([
    ["sum", 12 + 30, 21],
    ["count", 2, 1],
    ["last", 30, 15],
  ] as const)("added up as %s is paid with the next period's seats", async (formula, quantity, amount) => {
    const { stripe, clock, made, use } = await metered(formula);
    expect((await lastInvoice(stripe, made.id)).lines.data).toHaveLength(1);
    await advanceTo(stripe, clock, "2026-04-20");
    await use(12, "2026-04-03");
    await use(30, "2026-04-19");
    const next = await stripe.invoices.createPreview({ subscription: made.id });
    expect(next.total).toBe(2000 + amount);
    await advanceTo(stripe, clock, "2026-05-01T02:00");
    const invoice = await lastInvoice(stripe, made.id);
    const facts = invoice.lines.data.map((line) => [line.quantity, line.amount, line.period.start]);
    expect(facts).toEqual([
      [quantity, amount, at("2026-04-01")],
      [2, 2000, at("2026-05-01")],
    ]);
  });

  it("that arrives while the invoice is a draft is on it, and later use on the next", async () => {
    const { stripe, clock, made, use } = await metered("sum", "10");
    await advanceTo(stripe, clock, at("2026-05-01") + 600);
    await use(7, "2026-04-30");
    await use(5, "2026-05-01");
    await advanceTo(stripe, clock, at("2026-05-01") + 3600);
    expect((await lastInvoice(stripe, made.id)).total).toBe(2070);
    await advanceTo(stripe, clock, "2026-06-01T02:00");
    expect((await lastInvoice(stripe, made.id)).total).toBe(2050);
  });

  it("is paid at the end where an invoice is asked for", async () => {
    const { stripe, made, use } = await metered("sum", "10");
    await use(9, "2026-04-01");
    await advanceTo(stripe, (made.test_clock as string) ?? "", "2026-04-02");
    await stripe.subscriptions.cancel(made.id, { invoice_now: true });
    expect((await lastInvoice(stripe, made.id)).total).toBe(90);
  });

  it("counts once for its identifier, for a day", async () => {
    const { stripe, clock, use, made } = await metered("sum", "10");
    await use(1, "2026-04-01", "same");
    await expect(use(1, "2026-04-01", "same")).rejects.toMatchObject({ statusCode: 400, param: "identifier" });
    await advanceTo(stripe, clock, "2026-04-03");
    await use(1, "2026-04-03", "same");
    await advanceTo(stripe, clock, "2026-05-01T02:00");
    expect((await lastInvoice(stripe, made.id)).total).toBe(2020);
  });

  it("is refused too early, too late, without a number, and for a meter or a customer that is not there", async () => {
    const { stripe, event_name, customer, use } = await metered("sum");
    await expect(use(1, "2026-02-20")).rejects.toMatchObject({ code: "timestamp_too_far_in_past" });
    await expect(use(1, "2026-04-02")).rejects.toMatchObject({ code: "timestamp_in_future" });
    await expect(use("-3", "2026-04-01")).rejects.toMatchObject({ code: "meter_event_invalid_value" });
    const send = (name: string, payload: Record<string, string>) =>
      stripe.billing.meterEvents.create({ event_name: name, payload });
    await expect(send("nothing", { stripe_customer_id: customer, value: "1" })).rejects.toMatchObject({
      code: "no_meter",
    });
    await expect(send(event_name, { stripe_customer_id: "cus_none", value: "1" })).rejects.toMatchObject({
      code: "resource_missing",
    });
    await expect(send(event_name, { value: "1" })).rejects.toMatchObject({ code: "meter_event_no_customer_defined" });
  });

  it("is taken in the second version of the API as well", async () => {
    const { stripe, event_name, customer, clock, made } = await metered("sum", "10");
    const event = await stripe.v2.billing.meterEvents.create({
      event_name,
      identifier: `v2-${event_name}`,
      timestamp: "2026-04-01T00:00:00Z",
      payload: { stripe_customer_id: customer, value: "4" },
    });
    expect(event).toMatchObject({ object: "v2.billing.meter_event", timestamp: "2026-04-01T00:00:00.000Z" });
    await advanceTo(stripe, clock, "2026-05-01T02:00");
    expect((await lastInvoice(stripe, made.id)).total).toBe(2040);
  });
});

it("lists meters by their state, and has one for each event", async () => {
  const { stripe, event_name, meter } = await metered("sum");
  const listed = await stripe.billing.meters.list({ status: "active", limit: 100 });
  expect(listed.data.map(({ id }) => id)).toContain(meter);
  const again = stripe.billing.meters.create({
    event_name,
    display_name: "x",
    default_aggregation: { formula: "sum" },
  });
  await expect(again).rejects.toMatchObject({ param: "event_name" });
});

it("takes no quantity of a metered price", async () => {
  const { stripe, customer, price } = await metered("sum");
  await expect(stripe.subscriptions.create({ customer, items: [{ price, quantity: 2 }] })).rejects.toMatchObject({
    param: "items[0][quantity]",
  });
});
