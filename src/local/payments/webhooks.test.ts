import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { advanceTo, at, customerAt, openTill, priceOf } from "./sdk.fixture";

type Received = { body: string; signature: string };

let endpoint: Server;
let received: Received[] = [];
let answers: number[] = [];
const till = openTill({ timing: { retryMs: [5, 5] } });

beforeAll(async () => {
  endpoint = createServer(async (request, response) => {
    received.push({ body: await text(request), signature: String(request.headers["stripe-signature"]) });
    response.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => endpoint.close(resolve)));
beforeEach(() => {
  received = [];
  answers = [];
  till.server.webhooks.mode = "in order";
});

/** An endpoint that gets these events, for one test. */
async function listening(events: string[], work: (secret: string) => Promise<void>): Promise<void> {
  const { port } = endpoint.address() as AddressInfo;
  const { id, secret } = await till.stripe.webhookEndpoints.create({
    url: `http://127.0.0.1:${port}/`,
    enabled_events: events as never,
  });
  try {
    await work(String(secret));
  } finally {
    await till.server.webhooks.idle();
    await till.stripe.webhookEndpoints.del(id);
  }
}

const typesIn = (all: Received[]) => all.map(({ body }) => (JSON.parse(body) as Stripe.Event).type);

describe("a delivery", () => {
  it("is signed so that the SDK takes it, and no changed or old one", async () => {
    await listening(["customer.created"], async (secret) => {
      const { id } = await till.stripe.customers.create({ name: "Signed" }, { idempotencyKey: "signed" });
      await till.server.webhooks.idle();
      const [{ body, signature } = { body: "", signature: "" }] = received;
      const event = till.stripe.webhooks.constructEvent(body, signature, secret);
      expect(event).toMatchObject({
        type: "customer.created",
        data: { object: { id } },
        request: { idempotency_key: "signed" },
      });
      expect(await till.stripe.webhooks.constructEventAsync(body, signature, secret)).toEqual(event);
      expect(signature).toMatch(/^t=\d{10},v1=[0-9a-f]{64}$/);
      const refused = (changed: string, time?: number) =>
        expect(() =>
          till.stripe.webhooks.constructEvent(changed, signature, secret, undefined, undefined, time),
        ).toThrow(Stripe.errors.StripeSignatureVerificationError);
      refused(body.replace("Signed", "signed"));
      refused(JSON.stringify(JSON.parse(body)));
      const sent = Number(/^t=(\d+)/.exec(signature)?.[1]) * 1000;
      refused(body, sent + 301_000);
      const late = till.stripe.webhooks.constructEvent(body, signature, secret, undefined, undefined, sent + 300_000);
      expect(late.id).toBe(event.id);
    });
  });

  it("is repeated until it is taken, three times at most, with a new signature each time", async () => {
    answers = [500, 302, 200, 500, 500, 500];
    await listening(["product.created"], async () => {
      await till.stripe.products.create({ name: "Third time" });
      await till.server.webhooks.idle();
      expect(received).toHaveLength(3);
      await till.stripe.products.create({ name: "Never" });
      await till.server.webhooks.idle();
      expect(received).toHaveLength(6);
    });
  });

  it("keeps the order of events, or shuffles, doubles or drops them for a test", async () => {
    const wanted = [
      "customer.created",
      "payment_method.attached",
      "customer.subscription.created",
      "invoice.created",
      "invoice.finalized",
      "invoice.paid",
      "customer.subscription.updated",
    ];
    const price = await priceOf(till.stripe, 1000);
    const buy = async () => {
      received = [];
      const card = { payment_method: "pm_card_visa", invoice_settings: { default_payment_method: "pm_card_visa" } };
      const { id } = await till.stripe.customers.create(card);
      await till.stripe.subscriptions.create({ customer: id, items: [{ price: price.id }] });
      await till.server.webhooks.idle();
      return typesIn(received);
    };
    await listening(wanted, async () => {
      expect(await buy()).toEqual(wanted);
      till.server.webhooks.mode = "duplicate";
      expect((await buy()).sort()).toEqual([...wanted, ...wanted].sort());
      till.server.webhooks.mode = "shuffled";
      expect((await buy()).sort()).toEqual([...wanted].sort());
      till.server.webhooks.mode = "dropped";
      expect(await buy()).toEqual([]);
      till.server.webhooks.mode = "in order";
      const [lost] = (await till.stripe.events.list({ type: "invoice.paid" })).data;
      till.server.webhooks.resend(String(lost?.id));
      await till.server.webhooks.idle();
      expect(received.map(({ body }) => (JSON.parse(body) as Stripe.Event).id)).toEqual([lost?.id]);
    });
  });

  it("goes to the endpoints that want it only, and holds no request that failed", async () => {
    await listening(["price.created"], async () => {
      await expect(
        till.stripe.prices.create({ currency: "usd", product: "prod_none", unit_amount: 1 }),
      ).rejects.toThrow();
      await priceOf(till.stripe, 500);
      await till.server.webhooks.idle();
      expect(typesIn(received)).toEqual(["price.created"]);
    });
  });
});

describe("events", () => {
  it("are listed with their snapshot, which later changes leave alone", async () => {
    const { stripe } = till;
    const { id } = await stripe.customers.create({ name: "Before", metadata: { a: "1" } });
    await stripe.customers.update(id, { name: "After", metadata: { b: "2" } });
    await stripe.customers.update(id, { name: "After" });
    const own = (await stripe.events.list({ types: ["customer.created", "customer.updated"], limit: 100 })).data.filter(
      ({ data }) => (data.object as Stripe.Customer).id === id,
    );
    expect(
      own.map(({ type, data }) => [type, (data.object as Stripe.Customer).name, data.previous_attributes]),
    ).toEqual([
      ["customer.updated", "After", { name: "Before", metadata: { b: null } }],
      ["customer.created", "Before", undefined],
    ]);
    expect(await stripe.events.retrieve(String(own[0]?.id))).toMatchObject({ id: own[0]?.id });
    const now = Math.floor(Date.now() / 1000);
    expect((await stripe.events.list({ created: { gt: now + 60 } })).data).toEqual([]);
  });

  /** The types of events of a subscription from a moment on, oldest first. */
  async function typesDuring(customer: string, work: () => Promise<unknown>): Promise<string[]> {
    const own = async () => {
      const all = await till.stripe.events.list({ limit: 100 });
      return all.data.filter(({ data }) => (data.object as { customer?: string }).customer === customer).toReversed();
    };
    const before = new Set((await own()).map(({ id }) => id));
    await work();
    return (await own()).filter(({ id }) => !before.has(id)).map(({ type }) => type);
  }

  const PAY = [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "invoice.updated",
    "invoice.paid",
    "invoice.payment_succeeded",
  ];
  const FAIL = ["charge.failed", "payment_intent.payment_failed", "invoice.updated", "invoice.payment_failed"];

  async function bought() {
    const { stripe } = till;
    const { clock, customer } = await customerAt(stripe, "2026-04-01");
    const price = await priceOf(stripe, 1000);
    const made = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    return { stripe, clock, customer, id: made.id, item: made.items.data[0]?.id ?? "" };
  }

  it("of a seat that is paid at once, and of one that waits", async () => {
    const { stripe, clock, customer, id, item } = await bought();
    await advanceTo(stripe, clock, "2026-04-11");
    const change = (quantity: number, proration_behavior: "always_invoice" | "create_prorations") => () =>
      stripe.subscriptions.update(id, { items: [{ id: item, quantity }], proration_behavior });
    const prorated = ["invoiceitem.created", "invoiceitem.created", "customer.subscription.updated"];
    expect(await typesDuring(customer, change(2, "always_invoice"))).toEqual([
      ...prorated,
      "invoice.created",
      "invoice.finalized",
      ...PAY,
    ]);
    expect(await typesDuring(customer, change(3, "create_prorations"))).toEqual(prorated);
  });

  it("of a renewal that is paid, and of one that fails, is tried again and recovers", async () => {
    const { stripe, clock, customer } = await bought();
    const renewal = await typesDuring(customer, () => advanceTo(stripe, clock, at("2026-05-01") + 3600));
    const begun = ["invoice.upcoming", "customer.subscription.updated", "invoice.created", "invoice.finalized"];
    expect(renewal).toEqual([...begun, ...PAY]);
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: bad.id } });
    const due = at("2026-06-01") + 3600;
    const failed = await typesDuring(customer, () => advanceTo(stripe, clock, due));
    expect(failed).toEqual([...begun, "payment_intent.created", ...FAIL, "customer.subscription.updated"]);
    expect(await typesDuring(customer, () => advanceTo(stripe, clock, due + 3 * 86_400))).toEqual(FAIL);
    const good = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    const [open] = (await stripe.invoices.list({ customer, status: "open" })).data;
    const recovered = await typesDuring(customer, () =>
      stripe.invoices.pay(String(open?.id), { payment_method: good.id }),
    );
    expect(recovered).toEqual([...PAY.slice(1), "customer.subscription.updated"]);
  });

  it("of an end that is set, undone and reached", async () => {
    const { stripe, clock, customer, id } = await bought();
    const set = (cancel_at_period_end: boolean) => () => stripe.subscriptions.update(id, { cancel_at_period_end });
    expect(await typesDuring(customer, set(true))).toEqual(["customer.subscription.updated"]);
    expect(await typesDuring(customer, set(true))).toEqual([]);
    expect(await typesDuring(customer, set(false))).toEqual(["customer.subscription.updated"]);
    await set(true)();
    expect(await typesDuring(customer, () => advanceTo(stripe, clock, "2026-05-02"))).toEqual([
      "customer.subscription.deleted",
    ]);
  });
});
