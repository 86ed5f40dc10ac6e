import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { advanceTo, at, bought, customerAt, invoicesOf, type More, openTill, priceOf } from "./sdk.fixture";

const till = openTill();
const DAY = 86_400;

/** A subscription with this server. */
const buy = (amount: number, from: string, more: More = {}) => bought(till.stripe, amount, from, more);

const periodOf = ({ items }: Stripe.Subscription) => [
  items.data[0]?.current_period_start,
  items.data[0]?.current_period_end,
];

describe("a new subscription", () => {
  it("has its period on its items, in the flexible mode", async () => {
    const { made } = await buy(1000, "2026-01-31T10:00");
    expect(made).toMatchObject({ status: "active", billing_mode: { type: "flexible" }, currency: "usd" });
    expect("current_period_end" in made).toBe(false);
    expect(periodOf(made)).toEqual([at("2026-01-31T10:00"), at("2026-02-28T10:00")]);
  });

  it("begins with a part of a period where it is anchored ahead", async () => {
    const { made, stripe, clock, id } = await buy(3000, "2026-04-10", { billing_cycle_anchor: at("2026-05-01") });
    const [first] = await invoicesOf(stripe, id);
    expect([first?.total, periodOf(made)]).toEqual([2100, [at("2026-04-10"), at("2026-05-01")]]);
    await advanceTo(stripe, clock, "2026-05-01T02:00");
    expect((await invoicesOf(stripe, id)).map(({ total }) => total)).toEqual([2100, 3000]);
  });

  it("stays incomplete where the bank refuses, and ends after 23 hours", async () => {
    const { made, stripe, clock, id } = await buy(1000, "2026-01-01", { card: "pm_card_chargeCustomerFail" });
    expect(made.status).toBe("incomplete");
    await advanceTo(stripe, clock, at("2026-01-01") + 24 * 3600);
    const [invoice] = await invoicesOf(stripe, id);
    expect([(await stripe.subscriptions.retrieve(id)).status, invoice?.status]).toEqual(["incomplete_expired", "void"]);
  });

  it("is not there at all where a refusal is to be an error", async () => {
    const { stripe } = till;
    const { customer } = await customerAt(stripe, "2026-01-01", "pm_card_chargeCustomerFail");
    const { id: price } = await priceOf(stripe, 1000);
    const buying = stripe.subscriptions.create({
      customer,
      items: [{ price }],
      payment_behavior: "error_if_incomplete",
    });
    await expect(buying).rejects.toMatchObject({ type: "StripeCardError", code: "card_declined" });
    expect((await stripe.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
    expect((await stripe.invoices.list({ customer })).data).toEqual([]);
  });

  it("refuses cards that cannot be kept", async () => {
    const { stripe } = till;
    const { customer } = await customerAt(stripe, "2026-01-01", "");
    await expect(
      stripe.paymentMethods.attach("pm_card_visa_chargeDeclinedInsufficientFunds", { customer }),
    ).rejects.toMatchObject({
      statusCode: 402,
      decline_code: "insufficient_funds",
    });
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
  });
});

describe("a trial", () => {
  it("costs nothing, is announced once and then pays whole periods from its end", async () => {
    const { made, stripe, clock, id } = await buy(1200, "2026-04-01", { quantity: 5, trial_end: at("2026-04-15") });
    expect([made.status, made.trial_end, (await invoicesOf(stripe, id))[0]?.total]).toEqual([
      "trialing",
      at("2026-04-15"),
      0,
    ]);
    await advanceTo(stripe, clock, "2026-04-13");
    await advanceTo(stripe, clock, "2026-04-15T02:00");
    const after = await stripe.subscriptions.retrieve(id);
    expect([after.status, ...periodOf(after)]).toEqual(["active", at("2026-04-15"), at("2026-05-15")]);
    expect((await invoicesOf(stripe, id)).map(({ total, status }) => [total, status])).toEqual([
      [0, "paid"],
      [6000, "paid"],
    ]);
    const told = await stripe.events.list({ type: "customer.subscription.trial_will_end", limit: 100 });
    expect(told.data.filter(({ data }) => (data.object as Stripe.Subscription).id === id)).toHaveLength(1);
  });

  it("that ends now is paid whole at once (row 9)", async () => {
    const { stripe, clock, id } = await buy(1200, "2026-04-01", { quantity: 5, trial_end: at("2026-04-15") });
    await advanceTo(stripe, clock, "2026-04-10");
    const after = await stripe.subscriptions.update(id, { trial_end: "now" });
    expect([after.status, ...periodOf(after)]).toEqual(["active", at("2026-04-10"), at("2026-05-10")]);
    expect((await invoicesOf(stripe, id)).at(-1)).toMatchObject({ total: 6000, status: "paid" });
  });

  it("given to one that pays gives back the rest (row 10)", async () => {
    const { stripe, clock, id } = await buy(1000, "2026-04-01");
    await advanceTo(stripe, clock, "2026-04-16");
    const after = await stripe.subscriptions.update(id, {
      trial_end: at("2026-05-16"),
      proration_behavior: "always_invoice",
    });
    expect([after.status, after.billing_cycle_anchor]).toEqual(["trialing", at("2026-05-16")]);
    expect((await invoicesOf(stripe, id)).at(-1)).toMatchObject({ total: -500, ending_balance: -500 });
  });

  it("changed within costs nothing", async () => {
    const { stripe, id, item } = await buy(1200, "2026-04-01", { trial_end: at("2026-04-15") });
    await stripe.subscriptions.update(id, { items: [{ id: item, quantity: 9 }], proration_behavior: "always_invoice" });
    expect((await invoicesOf(stripe, id)).map(({ total }) => total)).toEqual([0]);
  });

  it.each([
    ["cancel", "canceled"],
    ["create_invoice", "past_due"],
  ] as const)("without a card ends as is asked for: %s", async (missing, status) => {
    const trial = {
      trial_end: at("2026-04-15"),
      trial_settings: { end_behavior: { missing_payment_method: missing } },
    };
    const { stripe, clock, id } = await buy(1200, "2026-04-01", { card: "", ...trial });
    await advanceTo(stripe, clock, "2026-04-15T02:00");
    expect((await stripe.subscriptions.retrieve(id)).status).toBe(status);
  });
});

describe("a renewal", () => {
  it("keeps to the 31st, through February and the leap day", async () => {
    const { stripe, clock, id } = await buy(3000, "2028-01-31T10:00");
    const ends: string[] = [];
    for (const day of ["2028-02-29T12:00", "2028-03-31T12:00", "2028-04-30T12:00", "2028-05-31T12:00"]) {
      await advanceTo(stripe, clock, day);
      const { items } = await stripe.subscriptions.retrieve(id);
      ends.push(new Date((items.data[0]?.current_period_end ?? 0) * 1000).toISOString().slice(0, 16));
    }
    expect(ends).toEqual(["2028-03-31T10:00", "2028-04-30T10:00", "2028-05-31T10:00", "2028-06-30T10:00"]);
    expect((await invoicesOf(stripe, id)).map(({ total }) => total)).toEqual([3000, 3000, 3000, 3000, 3000]);
  });

  it("of a leap day goes back to it after four years", async () => {
    const { stripe, clock, id } = await buy(36_600, "2028-02-29", { every: "year" });
    const ends: string[] = [];
    for (const day of ["2029-03-01", "2030-03-01", "2031-03-01"]) {
      await advanceTo(stripe, clock, day, 400 * DAY);
      const { items } = await stripe.subscriptions.retrieve(id);
      ends.push(new Date((items.data[0]?.current_period_end ?? 0) * 1000).toISOString().slice(0, 10));
    }
    expect(ends).toEqual(["2030-02-28", "2031-02-28", "2032-02-29"]);
  });

  it("is a draft for an hour, then paid", async () => {
    const { stripe, clock, id } = await buy(1000, "2026-04-01");
    await advanceTo(stripe, clock, at("2026-05-01") + 60);
    expect((await invoicesOf(stripe, id)).at(-1)).toMatchObject({
      status: "draft",
      number: null,
      billing_reason: "subscription_cycle",
    });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
    await advanceTo(stripe, clock, at("2026-05-01") + 3600);
    const paid = (await invoicesOf(stripe, id)).at(-1);
    expect(paid).toMatchObject({
      status: "paid",
      attempt_count: 1,
      number: expect.stringMatching(/^[A-Z0-9]{8}-0002$/),
    });
    expect((await fetch(String(paid?.invoice_pdf))).headers.get("content-type")).toBe("application/pdf");
    expect((await fetch(String(paid?.hosted_invoice_url))).status).toBe(200);
  });

  it("that the bank refuses is tried three times, then the subscription is unpaid", async () => {
    const { stripe, clock, customer, id } = await buy(1000, "2026-04-01");
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: bad.id } });
    const seen: unknown[] = [];
    const due = at("2026-05-01") + 3600;
    for (const moment of [due, due + 3 * DAY, due + 8 * DAY, due + 15 * DAY]) {
      await advanceTo(stripe, clock, moment);
      const invoice = (await invoicesOf(stripe, id)).at(-1);
      seen.push([
        (await stripe.subscriptions.retrieve(id)).status,
        invoice?.attempt_count,
        (invoice?.next_payment_attempt ?? due) - due,
      ]);
    }
    expect(seen).toEqual([
      ["past_due", 1, 3 * DAY],
      ["past_due", 2, 8 * DAY],
      ["past_due", 3, 15 * DAY],
      ["unpaid", 4, 0],
    ]);
    await advanceTo(stripe, clock, "2026-06-02");
    expect((await invoicesOf(stripe, id)).at(-1)).toMatchObject({ status: "draft", auto_advance: false });
  });

  it("that was refused is paid with another card, and the subscription is active again", async () => {
    const { stripe, clock, customer, id } = await buy(1000, "2026-04-01");
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: bad.id } });
    await advanceTo(stripe, clock, at("2026-05-01") + 3600);
    const open = (await invoicesOf(stripe, id)).at(-1)?.id ?? "";
    await expect(stripe.invoices.pay(open)).rejects.toMatchObject({ statusCode: 402, code: "card_declined" });
    expect((await stripe.invoices.retrieve(open)).status).toBe("open");
    // The try stays, although the request is refused.
    const failures = (await stripe.events.list({ type: "invoice.payment_failed" })).data.filter(
      ({ data }) => (data.object as Stripe.Invoice).id === open,
    );
    expect(failures).toHaveLength(2);
    const good = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    expect((await stripe.invoices.pay(open, { payment_method: good.id })).status).toBe("paid");
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
    await expect(stripe.invoices.pay(open)).rejects.toMatchObject({ statusCode: 400, code: "invoice_already_paid" });
  });

  it("that needs 3-D Secure is past due until the customer confirms", async () => {
    const { stripe, clock, customer, id } = await buy(1000, "2026-04-01");
    const strict = await stripe.paymentMethods.attach("pm_card_authenticationRequired", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: strict.id } });
    await advanceTo(stripe, clock, at("2026-05-01") + 3600);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("past_due");
    const asked = await stripe.events.list({ type: "invoice.payment_action_required" });
    expect(asked.data).toHaveLength(1);
    const open = (await invoicesOf(stripe, id)).at(-1)?.id ?? "";
    await expect(stripe.invoices.pay(open)).rejects.toMatchObject({ code: "authentication_required" });
  });
});

describe("the end", () => {
  it("comes with the period, and can be undone before", async () => {
    const { stripe, clock, id } = await buy(1000, "2026-04-01");
    const ending = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect([ending.cancel_at_period_end, ending.cancel_at, ending.canceled_at]).toEqual([
      true,
      at("2026-05-01"),
      at("2026-04-01"),
    ]);
    const kept = await stripe.subscriptions.update(id, { cancel_at_period_end: false });
    expect([kept.cancel_at_period_end, kept.cancel_at, kept.canceled_at]).toEqual([false, null, null]);
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await advanceTo(stripe, clock, "2026-05-02");
    const ended = await stripe.subscriptions.retrieve(id);
    expect([ended.status, ended.ended_at, ended.cancellation_details?.reason]).toEqual([
      "canceled",
      at("2026-05-01"),
      "cancellation_requested",
    ]);
    expect(await invoicesOf(stripe, id)).toHaveLength(1);
    expect((await stripe.subscriptions.list({ customer: ended.customer as string })).data).toEqual([]);
    await expect(stripe.invoices.createPreview({ subscription: id })).rejects.toMatchObject({
      code: "invoice_upcoming_none",
    });
  });

  it("comes at once, and gives back the rest where that is asked for", async () => {
    const { stripe, clock, id, customer } = await buy(1000, "2026-04-01");
    await advanceTo(stripe, clock, "2026-04-16");
    const ended = await stripe.subscriptions.cancel(id, { prorate: true, invoice_now: true });
    expect(ended.status).toBe("canceled");
    expect((await invoicesOf(stripe, id)).at(-1)).toMatchObject({ total: -500, status: "paid" });
    expect(((await stripe.customers.retrieve(customer)) as Stripe.Customer).balance).toBe(-500);
    await expect(stripe.subscriptions.cancel(id)).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe("a test clock", () => {
  it("goes forward only, by two periods at most, and hides its customers from lists", async () => {
    const { stripe, clock, customer, id } = await buy(1000, "2026-04-01");
    const move = (frozen_time: number) => stripe.testHelpers.testClocks.advance(clock, { frozen_time });
    await expect(move(at("2026-03-01"))).rejects.toMatchObject({ param: "frozen_time" });
    await expect(move(at("2026-07-01"))).rejects.toMatchObject({ param: "frozen_time" });
    expect((await stripe.customers.list({ limit: 100 })).data.map((each) => each.id)).not.toContain(customer);
    expect((await stripe.customers.list({ test_clock: clock })).data).toHaveLength(1);
    expect((await stripe.subscriptions.list({ limit: 100 })).data).toEqual([]);
    await stripe.testHelpers.testClocks.del(clock);
    await expect(stripe.subscriptions.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
    await expect(stripe.customers.retrieve(customer)).rejects.toMatchObject({ statusCode: 404 });
  });
});
