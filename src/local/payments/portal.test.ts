import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { Visitor } from "./browser.fixture";
import { advanceTo, at, customerAt, openTill, priceOf } from "./sdk.fixture";

const till = openTill();
const APP = "http://app.example/billing";

async function portalFor(more: Partial<Stripe.BillingPortal.SessionCreateParams> = {}) {
  const { stripe } = till;
  const { clock, customer } = await customerAt(stripe, "2026-04-01");
  const price = await priceOf(stripe, 1000, { name: "Professional" });
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: price.id, quantity: 4 }] });
  const session = await stripe.billingPortal.sessions.create({ customer, return_url: APP, ...more });
  const visitor = await new Visitor().open(session.url);
  return { stripe, clock, customer, visitor, id: subscription.id, url: session.url };
}

describe("the portal", () => {
  it("shows the subscription, the card and the invoices, with a way back", async () => {
    const { visitor, stripe, customer } = await portalFor();
    expect(visitor.text).toContain("Billing of Acme");
    expect(visitor.text).toContain("Professional 4 × $10.00 each month $40.00");
    expect(visitor.text).toContain("Next payment of $40.00 on May 1, 2026.");
    expect(visitor.text).toContain("Visa ending 4242");
    expect(visitor.html).toContain(`href="${APP}"`);
    const [invoice] = (await stripe.invoices.list({ customer })).data;
    expect(visitor.html).toContain(String(invoice?.invoice_pdf));
  });

  it("ends a subscription with its period by cancel_at, and keeps it on", async () => {
    const { visitor, stripe, id } = await portalFor();
    await visitor.send({ action: "cancel" });
    expect(visitor.text).toContain("Ends on May 1, 2026. Nothing is paid after that.");
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      cancel_at: at("2026-05-01"),
      cancel_at_period_end: false,
      status: "active",
    });
    await visitor.send({ action: "resume" });
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ cancel_at: null, canceled_at: null });
  });

  it("takes another card, after its 3-D Secure step, and no declined one", async () => {
    const { visitor, stripe, clock, customer, id } = await portalFor();
    await visitor.send({ action: "card", card: "4000000000000002" });
    expect(visitor.text).toContain("Your card was declined. Nothing was changed.");
    await visitor.send({ action: "card", card: "4000002500003155" });
    expect(visitor.text).toContain("Confirm the payment");
    await visitor.send({ action: "refuse" });
    expect(visitor.text).toContain("The card was not confirmed.");
    await visitor.send({ action: "card", card: "4000002500003155" });
    await visitor.send({ action: "confirm" });
    expect(visitor.text).toContain("The card ending 3155 pays from now on.");
    const methods = await stripe.customers.listPaymentMethods(customer);
    expect(methods.data.map(({ card }) => card?.last4)).toEqual(["3155", "4242"]);
    await advanceTo(stripe, clock, at("2026-05-01") + 3600);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
  });

  it("saves billing details, and says which it cannot take", async () => {
    const { visitor, stripe, customer } = await portalFor();
    const details = {
      name: "Acme GmbH",
      email: "bill@acme.example",
      line1: "Hafen 1",
      postal_code: "20457",
      city: "Hamburg",
      country: "de",
      tax_type: "eu_vat",
    };
    await visitor.send({ action: "details", ...details, tax_value: "wrong" });
    expect(visitor.text).toContain("Invalid value for eu_vat.");
    const same = (await stripe.customers.retrieve(customer)) as Stripe.Customer;
    expect([same.name, same.address]).toEqual(["Acme", null]);
    await visitor.send({ action: "details", ...details, tax_value: "DE123456789" });
    expect(visitor.text).toContain("Your billing details are saved.");
    const after = (await stripe.customers.retrieve(customer, { expand: ["tax_ids"] })) as Stripe.Customer;
    expect(after).toMatchObject({
      name: "Acme GmbH",
      email: "bill@acme.example",
      address: { country: "DE", line2: null },
    });
    expect(after.tax_ids?.data.map(({ value }) => value)).toEqual(["DE123456789"]);
    await visitor.send({ action: "details", ...details, tax_value: "" });
    expect((await stripe.customers.listTaxIds(customer)).data).toEqual([]);
  });

  it("does no more than its configuration allows", async () => {
    const { stripe } = till;
    const features = {
      invoice_history: { enabled: true },
      customer_update: { enabled: true, allowed_updates: ["email" as const] },
    };
    const { id: configuration } = await stripe.billingPortal.configurations.create({
      features,
      default_return_url: APP,
    });
    const { visitor, customer, id } = await portalFor({ configuration });
    expect(visitor.text).not.toContain("Use this card");
    await visitor.send({ action: "cancel", subscription: id });
    expect(visitor.text).toContain("The shop does not offer this here.");
    await visitor.send({ action: "card", card: "4242424242424242" });
    expect(visitor.text).toContain("The shop does not offer this here.");
    await visitor.send({ action: "details", name: "Other", email: "new@acme.example" });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ name: "Acme", email: "new@acme.example" });
    expect((await stripe.subscriptions.retrieve(id)).cancel_at).toBeNull();
  });

  it("leads a flow back to the shop", async () => {
    const flow = {
      type: "payment_method_update" as const,
      after_completion: { type: "redirect" as const, redirect: { return_url: `${APP}?card=1` } },
    };
    const { visitor } = await portalFor({ flow_data: flow });
    expect(visitor.text).not.toContain("Billing details");
    await visitor.send({ action: "card", card: "4242424242424242" });
    expect(visitor.url).toBe(`${APP}?card=1`);
  });

  it("of another customer cannot end this one's subscription", async () => {
    const [mine, theirs] = [await portalFor(), await portalFor()];
    await mine.visitor.send({ action: "cancel", subscription: theirs.id }, { without: ["subscription"] });
    expect(mine.visitor.text).toContain("This subscription has ended already.");
    expect((await mine.stripe.subscriptions.retrieve(theirs.id)).cancel_at).toBeNull();
  });

  it("is there for a day, at its whole address only", async () => {
    const { url, visitor } = await portalFor();
    expect((await visitor.open(`${url.slice(0, -1)}_`)).status).toBe(404);
    till.server.travel(Math.floor(Date.now() / 1000) + 2 * 86_400);
    try {
      expect((await visitor.open(url)).text).toContain("This page has expired");
    } finally {
      till.server.travel();
    }
  });
});

describe("the page of an invoice", () => {
  async function openInvoice(card: string) {
    const { stripe, clock, customer, id } = await portalFor();
    const other = await stripe.paymentMethods.attach(card, { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: other.id } });
    await advanceTo(stripe, clock, at("2026-05-01") + 3600);
    const [invoice] = (await stripe.invoices.list({ customer, status: "open" })).data;
    return {
      stripe,
      id,
      invoice: invoice?.id ?? "",
      visitor: await new Visitor().open(String(invoice?.hosted_invoice_url)),
    };
  }

  it("is paid with another card, which is kept", async () => {
    const { stripe, id, invoice, visitor } = await openInvoice("pm_card_chargeCustomerFail");
    await visitor.send({ action: "pay", card: "4000000000000002" });
    expect(visitor.text).toContain("Your card was declined. Nothing was paid.");
    await visitor.send({ action: "pay", card: "4242424242424242" });
    expect(visitor.text).toContain("Paid");
    expect((await stripe.invoices.retrieve(invoice)).status).toBe("paid");
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
  });

  it("confirms the kept card by the 3-D Secure step", async () => {
    const { stripe, id, visitor } = await openInvoice("pm_card_authenticationRequired");
    expect(visitor.text).toContain("The kept card Ending 3184");
    await visitor.send({ action: "pay", card: "saved" });
    await visitor.send({ action: "refuse" });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("past_due");
    await visitor.send({ action: "pay", card: "saved" });
    await visitor.send({ action: "confirm" });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
  });

  it("has a PDF, with names in any alphabet and on as many pages as it needs", async () => {
    const { stripe } = till;
    const customer = await stripe.customers.create({
      name: "Łódź 東京 ООО",
      payment_method: "pm_card_visa",
      invoice_settings: { default_payment_method: "pm_card_visa" },
    });
    const items = [];
    for (let n = 0; n < 20; n++)
      items.push({
        price: (await priceOf(stripe, 100 + n, { name: `A module with quite a long name, number ${n}, `.repeat(3) }))
          .id,
      });
    const { latest_invoice: id } = await stripe.subscriptions.create({ customer: customer.id, items });
    const invoice = await stripe.invoices.retrieve(String(id));
    expect([invoice.lines.data.length, invoice.lines.has_more]).toEqual([10, true]);
    expect(
      await stripe.invoices.listLineItems(invoice.id ?? "", { limit: 15 }).autoPagingToArray({ limit: 99 }),
    ).toHaveLength(20);
    const answer = await fetch(String(invoice.invoice_pdf));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("is not there under another address", async () => {
    const { visitor } = await openInvoice("pm_card_chargeCustomerFail");
    const other = visitor.url.replace(/s_.+$/, "s_other");
    expect((await fetch(other)).status).toBe(404);
    expect((await fetch(`${other}/pdf`)).status).toBe(404);
  });
});
