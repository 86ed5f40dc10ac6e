import { request } from "node:http";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { Visitor } from "./browser.fixture";
import type { Context } from "./context";
import { answerPage } from "./pages/answer-page";
import { at, openTill, priceOf } from "./sdk.fixture";

const till = openTill({ settings: { shop: "Throughline" } });

const APP = "http://app.example";
const PAYS = "4242424242424242";
const DECLINED = "4000000000000002";
const CONFIRMS = "4000002500003155";
const FAILS_LATER = "4000000000000341";

async function sessionFor(more: Partial<Stripe.Checkout.SessionCreateParams> = {}, name = "Halden & <Söhne>") {
  const { stripe } = till;
  const customer = await stripe.customers.create({ name, email: "john@halden.example" });
  const price = await priceOf(stripe, 2900, { name: "Professional <b>" });
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    customer: customer.id,
    client_reference_id: "org_1",
    metadata: { of: "session" },
    subscription_data: { metadata: { of: "subscription" } },
    line_items: [{ price: price.id, quantity: 3 }],
    success_url: `${APP}/done?session={CHECKOUT_SESSION_ID}`,
    cancel_url: `${APP}/plans`,
    ...more,
  });
  return { stripe, customer: customer.id, session, id: session.id, url: String(session.url) };
}

const subscriptionsOf = async (stripe: Stripe, customer: string) =>
  (
    await stripe.subscriptions.list({
      customer,
      status: "all",
      expand: ["data.latest_invoice", "data.default_payment_method"],
    })
  ).data;

/** All events of a customer's purchase, by type, oldest first. */
async function typesOf(stripe: Stripe, customer: string): Promise<string[]> {
  const all = await stripe.events.list({ limit: 100 });
  const own = all.data.filter(({ data }) => {
    const object = data.object as { id?: string; customer?: string };
    return object.customer === customer || object.id === customer;
  });
  return own.map(({ type }) => type).toReversed();
}

describe("the page of a purchase", () => {
  it("shows what is bought, escaped, and pays it", async () => {
    const { stripe, customer, url, id } = await sessionFor();
    const visitor = await new Visitor().open(url);
    expect(visitor.html).not.toContain("<Söhne>");
    expect(visitor.text).toContain("Halden & <Söhne> pays Throughline $87.00");
    expect(visitor.text).toContain("Professional <b> 3 × $29");
    expect(visitor.html).toContain(`href="${APP}/plans"`);
    await visitor.send({ action: "pay", card: PAYS });
    expect(visitor.url).toBe(`${APP}/done?session=${id}`);
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ["line_items"] });
    expect(session).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      amount_total: 8700,
      client_reference_id: "org_1",
      metadata: { of: "session" },
      customer_details: { email: "john@halden.example" },
    });
    const [subscription] = await subscriptionsOf(stripe, customer);
    expect(subscription).toMatchObject({
      id: session.subscription,
      status: "active",
      metadata: { of: "subscription" },
      default_payment_method: { card: { last4: "4242" } },
      latest_invoice: { id: session.invoice, status: "paid", total: 8700 },
    });
    expect(await typesOf(stripe, customer)).toEqual([
      "customer.created",
      "payment_method.attached",
      "customer.subscription.created",
      "invoice.created",
      "invoice.finalized",
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "invoice.updated",
      "invoice.paid",
      "invoice.payment_succeeded",
      "customer.subscription.updated",
      "checkout.session.completed",
    ]);
  });

  it("pays once, however often its form is sent", async () => {
    const { stripe, customer, url } = await sessionFor();
    const visitors = await Promise.all([1, 2, 3].map(() => new Visitor().open(url)));
    await Promise.all(visitors.map((visitor) => visitor.send({ action: "pay", card: PAYS })));
    const later = await new Visitor().open(url);
    expect(later.text).toContain("This is already paid");
    expect(await subscriptionsOf(stripe, customer)).toHaveLength(1);
    expect((await stripe.invoices.list({ customer })).data).toHaveLength(1);
  });

  it("buys nothing with a card that is declined, and takes another one then", async () => {
    const { stripe, customer, url, id } = await sessionFor();
    const visitor = await (await new Visitor().open(url)).send({ action: "pay", card: DECLINED });
    expect(visitor.text).toContain("Your card was declined. Nothing was bought.");
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("open");
    expect(await subscriptionsOf(stripe, customer)).toEqual([]);
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
    await visitor.send({ action: "pay", card: PAYS });
    expect(await subscriptionsOf(stripe, customer)).toHaveLength(1);
  });

  it("asks for the 3-D Secure step, and takes a refusal for an answer", async () => {
    const { stripe, customer, url, id } = await sessionFor();
    const visitor = await (await new Visitor().open(url)).send({ action: "pay", card: CONFIRMS });
    expect(visitor.text).toContain("Confirm the payment");
    expect(visitor.text).toContain("Card Ending 3155");
    await visitor.send({ action: "refuse" });
    expect(visitor.text).toContain("The payment was not confirmed. Nothing was bought.");
    expect(await subscriptionsOf(stripe, customer)).toEqual([]);
    await visitor.send({ action: "pay", card: CONFIRMS });
    await visitor.send({ action: "confirm" });
    expect(visitor.url).toBe(`${APP}/done?session=${id}`);
    expect(await subscriptionsOf(stripe, customer)).toMatchObject([{ status: "active" }]);
  });

  it("takes a step that nobody answers in five minutes for refused", async () => {
    const { stripe, customer, url } = await sessionFor();
    const visitor = await (await new Visitor().open(url)).send({ action: "pay", card: CONFIRMS });
    till.server.travel(Math.floor(Date.now() / 1000) + 301);
    try {
      await visitor.open(url);
      expect(visitor.text).not.toContain("Confirm the payment");
      await visitor.send({ action: "confirm" });
      expect(await subscriptionsOf(stripe, customer)).toEqual([]);
    } finally {
      till.server.travel();
    }
  });

  it("pays today with a card that fails at the renewal", async () => {
    const { stripe, customer, url } = await sessionFor();
    await (await new Visitor().open(url)).send({ action: "pay", card: FAILS_LATER });
    const [subscription] = await subscriptionsOf(stripe, customer);
    expect(subscription?.status).toBe("active");
    till.server.travel((subscription?.items.data[0]?.current_period_end ?? 0) + 3600);
    try {
      expect(await subscriptionsOf(stripe, customer)).toMatchObject([
        { status: "past_due", latest_invoice: { status: "open" } },
      ]);
    } finally {
      till.server.travel();
    }
  });

  it("takes a promo code, shows its amount before it is paid, and lets go of it", async () => {
    const { stripe } = till;
    const coupon = await stripe.coupons.create({ percent_off: 20, duration: "once" });
    const code = await stripe.promotionCodes.create({
      code: "SPRING",
      promotion: { type: "coupon", coupon: coupon.id },
      max_redemptions: 1,
    });
    const { customer, url, id } = await sessionFor({ allow_promotion_codes: true });
    const visitor = await (await new Visitor().open(url)).send({ action: "pay", card: PAYS, code: "NOPE" });
    expect(visitor.text).toContain("The code NOPE is not valid.");
    // A code that is typed but not applied is applied first: nothing is paid unseen.
    await visitor.send({ action: "pay", card: PAYS, code: "spring" });
    expect(visitor.text).toContain("Pay $69.60");
    expect(await subscriptionsOf(stripe, customer)).toEqual([]);
    await visitor.send({ action: "remove" });
    expect(visitor.text).toContain("Pay $87.00");
    await visitor.send({ action: "apply", code: "SPRING" });
    await visitor.send({ action: "pay", card: PAYS });
    const [subscription] = await subscriptionsOf(stripe, customer);
    expect(subscription).toMatchObject({ latest_invoice: { subtotal: 8700, total: 6960 } });
    expect((await stripe.checkout.sessions.retrieve(id)).discounts).toEqual([
      { coupon: coupon.id, promotion_code: code.id },
    ]);
    expect((await stripe.promotionCodes.list({ code: "SPRING" })).data[0]).toMatchObject({
      active: false,
      times_redeemed: 1,
    });
  });

  it("begins a trial without a payment, and keeps the card", async () => {
    const { stripe, customer, url, id } = await sessionFor({ subscription_data: { trial_period_days: 14 } });
    const visitor = await new Visitor().open(url);
    expect(visitor.text).toMatch(/Free until \w+ \d+, \d{4}, then \$87\.00 each month/);
    await visitor.send({ action: "pay", card: PAYS });
    expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe("no_payment_required");
    expect(await subscriptionsOf(stripe, customer)).toMatchObject([
      { status: "trialing", latest_invoice: { total: 0, status: "paid" } },
    ]);
    const types = await typesOf(stripe, customer);
    expect(types.filter((type) => type.startsWith("setup_intent"))).toEqual([
      "setup_intent.created",
      "setup_intent.succeeded",
    ]);
    expect(types.filter((type) => type.startsWith("payment_intent"))).toEqual([]);
  });

  it("asks for address and tax id where the shop wants them", async () => {
    const { stripe, customer, url } = await sessionFor({
      billing_address_collection: "required",
      tax_id_collection: { enabled: true },
      customer_update: { name: "auto", address: "auto" },
    });
    const visitor = await new Visitor().open(url);
    const details = {
      name: "Halden GmbH",
      line1: "Hafen 1",
      postal_code: "20457",
      city: "Hamburg",
      country: "de",
      tax_type: "eu_vat",
    };
    await visitor.send({ action: "pay", card: PAYS });
    expect(visitor.text).toContain("Type the name and the address for the invoice.");
    await visitor.send({ action: "pay", card: PAYS, ...details, tax_value: "nonsense" });
    expect(visitor.text).toContain("Invalid value for eu_vat. Nothing was bought.");
    expect(await subscriptionsOf(stripe, customer)).toEqual([]);
    await visitor.send({ action: "pay", card: PAYS, ...details, tax_value: "DE123456789" });
    const after = (await stripe.customers.retrieve(customer, { expand: ["tax_ids"] })) as Stripe.Customer;
    expect(after).toMatchObject({ name: "Halden GmbH", address: { city: "Hamburg", country: "DE" } });
    expect(after.tax_ids?.data).toMatchObject([{ type: "eu_vat", value: "DE123456789" }]);
    const [invoice] = (await stripe.invoices.list({ customer })).data;
    expect(invoice).toMatchObject({ customer_name: "Halden GmbH", customer_tax_ids: [{ value: "DE123456789" }] });
  });

  it("makes a customer where the session has none", async () => {
    const { stripe, id, url } = await sessionFor({ customer: undefined as never, customer_email: "new@firm.example" });
    await (await new Visitor().open(url)).send({ action: "pay", card: PAYS, email: "pay@firm.example" });
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ["customer"] });
    expect(session.customer).toMatchObject({ email: "pay@firm.example" });
  });

  it("expires, by request and after a day", async () => {
    const { stripe, id, url } = await sessionFor();
    await stripe.checkout.sessions.expire(id);
    const visitor = await new Visitor().open(url);
    expect(visitor.text).toContain("This page has expired");
    await visitor.send({ action: "pay", card: PAYS });
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("expired");
    const other = await sessionFor();
    till.server.travel(other.session.expires_at);
    till.server.travel();
    expect((await stripe.checkout.sessions.retrieve(other.id)).status).toBe("expired");
  });
});

describe("the hosted pages", () => {
  it("refuse a form without the token of the page", async () => {
    const { stripe, customer, url } = await sessionFor();
    const visitor = await (await new Visitor().open(url)).send({ action: "pay", card: PAYS }, { without: ["token"] });
    expect([visitor.status, visitor.text]).toEqual([403, expect.stringContaining("This form is not from this page")]);
    const other = await new Visitor().open((await sessionFor()).url);
    const token = /name="token" value="([^"]+)"/.exec(other.html)?.[1] ?? "";
    await visitor.open(url);
    await visitor.send({ action: "pay", card: PAYS, token }, { without: ["token"] });
    expect(visitor.status).toBe(403);
    const own = /name="token" value="([^"]+)"/.exec((await visitor.open(url)).html)?.[1] ?? "";
    const body = new URLSearchParams({ action: "pay", card: PAYS, token: own });
    const foreign = await fetch(url, { method: "POST", body, headers: { origin: "https://evil.example" } });
    expect(foreign.status).toBe(403);
    expect(await subscriptionsOf(stripe, customer)).toEqual([]);
  });

  it.each(["crm.example.com", "127.0.0.1.evil.example", "192.168.1.5:3000"])(
    "are not there for the host %s",
    async (host) => {
      const { session } = await sessionFor();
      const { pathname } = new URL(String(session.url));
      const status = await new Promise((resolve) => {
        request({ host: "127.0.0.1", port: till.server.port, path: pathname, headers: { host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).end();
      });
      expect(status).toBe(403);
    },
  );

  it.each(["192.168.1.7", "::ffff:10.0.0.1", ""])("are not there for a machine at %s", async (remote) => {
    const page = { method: "GET", path: "/pages/style.css", query: "", headers: { host: "localhost" }, body: "" };
    const asked = (address: string) => answerPage({} as Context, page, address);
    expect((await asked(remote)).status).toBe(403);
    expect((await asked("::1")).status).toBe(200);
  });

  it("run no foreign code and lead nowhere but to the shop", async () => {
    const answer = await fetch((await sessionFor()).url);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`form-action 'self' ${APP};`);
    expect(policy).not.toContain("unsafe");
    for (const asset of ["style.css", "page.js", "sans.woff2", "mono.woff2"])
      expect((await fetch(`${till.server.url}/pages/${asset}`)).status).toBe(200);
    for (const path of ["/", "/c/pay/cs_test_none", "/p/session/bps_none", "/i/in_none/s_none", "/pages/../keys.json"])
      expect((await fetch(`${till.server.url}${path}`)).status).toBe(404);
  });
});

describe("a session", () => {
  it.each([
    [{ discounts: [{ coupon: "x" }], allow_promotion_codes: true }, "discounts"],
    [{ customer_email: "a@b.example" }, "customer_email"],
    [{ success_url: "javascript:alert(1)" }, "success_url"],
    [{ mode: "payment" as never }, "mode"],
    [{ payment_method_types: ["card"] as never }, "payment_method_types"],
    [{ tax_id_collection: { enabled: true } }, "customer_update[name]"],
    [{ expires_at: at("2020-01-01") }, "expires_at"],
    [{ subscription_data: { trial_end: at("2020-01-01") } }, "subscription_data[trial_end]"],
    [{ line_items: [{ price: "price_none", quantity: 1 }] }, "line_items[0][price]"],
    [{ line_items: [] }, "line_items"],
  ])("is refused with %o", async (more, param) => {
    await expect(sessionFor(more as never)).rejects.toMatchObject({ statusCode: 400, param });
  });
});
