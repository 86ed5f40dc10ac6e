import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { openTill, priceOf, sdkFor } from "./sdk.fixture";

const till = openTill();

/** A request as it is, without the SDK. */
function raw(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
  const headers = { authorization: `Bearer ${till.server.key}`, ...init.headers };
  return fetch(`${till.server.url}${path}`, { ...init, headers });
}

const form = (body: string, headers: Record<string, string> = {}) =>
  raw("/v1/customers", {
    method: "POST",
    body,
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });

describe("requests", () => {
  it("are read whether they are nested, indexed, empty or encoded", async () => {
    const answer = await form(
      "name=M%C3%BCller+%26+Co&metadata[a]=1&metadata%5Bb%5D=2&address[city]=K%C3%B6ln&description=",
    );
    expect(await answer.json()).toMatchObject({
      name: "Müller & Co",
      metadata: { a: "1", b: "2" },
      address: { city: "Köln", line1: null },
      description: null,
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "request-id": expect.stringMatching(/^req_/),
      "stripe-version": "2026-10-28.endive",
    });
  });

  it.each([
    ["nam=x", "parameter_unknown", "nam"],
    ["address[town]=x", "parameter_unknown", "address[town]"],
    ["name[0]=x", undefined, "name"],
    ["__proto__[x]=1", "parameter_unknown", "__proto__[x]"],
    ["a[b[c]=1", "parameter_unknown", "a[b[c]"],
  ])("are refused with a parameter that is not known: %s", async (body, code, param) => {
    const answer = await form(body);
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { code?: string; param: string } };
    expect([error.code, error.param]).toEqual([code, param]);
  });

  it("are refused for another version, a bad key, and an address that this server does not have", async () => {
    const refusal = async (answer: Response) => [
      answer.status,
      ((await answer.json()) as { error: { type: string } }).error.type,
    ];
    expect(await refusal(await form("", { "stripe-version": "2019-02-19" }))).toEqual([400, "invalid_request_error"]);
    expect(await refusal(await form("", { authorization: "Bearer sk_test_other" }))).toEqual([
      401,
      "invalid_request_error",
    ]);
    for (const path of ["/v1/subscription_schedules", "/v1/customers/x/sources", "/v2/core/events", "/v1/charges"])
      expect(await refusal(await raw(path))).toEqual([404, "invalid_request_error"]);
    const basic = Buffer.from(`${till.server.key}:`).toString("base64");
    expect((await form("", { authorization: `Basic ${basic}` })).status).toBe(200);
  });
});

describe("errors", () => {
  it.each([
    [400, "StripeInvalidRequestError"],
    [401, "StripeAuthenticationError"],
    [402, "StripeCardError"],
    [403, "StripePermissionError"],
    [404, "StripeInvalidRequestError"],
    [409, "StripeAPIError"],
    [429, "StripeRateLimitError"],
    [500, "StripeAPIError"],
  ])("with %i are a %s", async (status, type) => {
    till.server.faults.add({ status });
    const once = sdkFor(till.server, { maxNetworkRetries: 0 });
    await expect(once.customers.create({ name: "x" })).rejects.toMatchObject({ type, statusCode: status });
  });

  it("of a server that is too slow are those of a connection", async () => {
    const inTime = till.server.faults.delay({ ms: 200 });
    try {
      const hasty = sdkFor(till.server, { maxNetworkRetries: 0, timeout: 20 });
      await expect(hasty.customers.list()).rejects.toMatchObject({ type: "StripeConnectionError" });
    } finally {
      inTime();
    }
  });

  it("tell a missing id in the path from one in a parameter", async () => {
    const { stripe } = till;
    await expect(stripe.customers.retrieve("cus_none")).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
      param: "id",
    });
    await expect(
      stripe.subscriptions.create({ customer: "cus_none", items: [{ price: "price_none" }] }),
    ).rejects.toMatchObject({
      statusCode: 400,
      code: "resource_missing",
      param: "customer",
    });
  });

  it("name a parameter that is missing, and one that is no number", async () => {
    const { stripe } = till;
    await expect(stripe.prices.create({ currency: "usd" })).rejects.toMatchObject({
      code: "parameter_missing",
      param: "product",
    });
    const { id } = await stripe.products.create({ name: "x" });
    await expect(
      stripe.prices.create({ currency: "usd", product: id, unit_amount: "ten" as never }),
    ).rejects.toMatchObject({
      code: "parameter_invalid_integer",
      param: "unit_amount",
    });
    await expect(stripe.customers.list({ limit: 101 })).rejects.toMatchObject({ param: "limit" });
  });

  it("of the old form of the billing anchor are refused", async () => {
    const { stripe } = till;
    const { id } = await stripe.customers.create({
      payment_method: "pm_card_visa",
      invoice_settings: { default_payment_method: "pm_card_visa" },
    });
    const made = await stripe.subscriptions.create({
      customer: id,
      items: [{ price: (await priceOf(stripe, 1000)).id }],
    });
    await expect(stripe.subscriptions.update(made.id, { billing_cycle_anchor: "now" as never })).rejects.toMatchObject({
      statusCode: 400,
      param: "billing_cycle_anchor",
    });
    const anew = await stripe.subscriptions.update(made.id, { billing_cycle_anchor: { type: "now" } });
    expect(anew.status).toBe("active");
  });
});

describe("idempotency", () => {
  it("answers the same key with the same object, and refuses it for other parameters", async () => {
    const { stripe } = till;
    const options = { idempotencyKey: "org:1:customer" };
    const first = await stripe.customers.create({ name: "One" }, options);
    const second = await stripe.customers.create({ name: "One" }, options);
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
    await expect(stripe.customers.create({ name: "Two" }, options)).rejects.toBeInstanceOf(
      Stripe.errors.StripeIdempotencyError,
    );
    await expect(stripe.products.create({ name: "One" }, options)).rejects.toMatchObject({
      type: "StripeIdempotencyError",
    });
  });

  it("makes one object of two requests at once", async () => {
    const { stripe } = till;
    const both = [1, 2].map(() => stripe.customers.create({ name: "Both" }, { idempotencyKey: "both" }));
    const [a, b] = await Promise.all(both);
    expect(a?.id).toBe(b?.id);
  });

  it("keeps no refused parameter, but a failure after the work", async () => {
    const { stripe } = till;
    const key = { idempotencyKey: "refused" };
    await expect(stripe.customers.create({ nam: "x" } as never, key)).rejects.toMatchObject({
      code: "parameter_unknown",
    });
    expect((await stripe.customers.create({ name: "Later" }, key)).name).toBe("Later");
    const failing = { idempotencyKey: "failing", maxNetworkRetries: 0 };
    const before = (await stripe.customers.list({ limit: 100 })).data.length;
    till.server.faults.add({ status: 500, after: true });
    for (let turn = 0; turn < 2; turn++)
      await expect(stripe.customers.create({ name: "Never" }, failing)).rejects.toMatchObject({ statusCode: 500 });
    expect((await stripe.customers.list({ limit: 100 })).data).toHaveLength(before);
  });

  it("lets the SDK repeat what failed before the work", async () => {
    till.server.faults.add({ status: 500 });
    const made = await till.stripe.customers.create({ name: "Once", email: "once@acme.example" });
    const found = await till.stripe.customers.list({ email: "once@acme.example" });
    expect(found.data.map(({ id }) => id)).toEqual([made.id]);
  });

  it("is not repeated after 429, unless the answer says so", async () => {
    till.server.faults.add({ status: 429 });
    await expect(till.stripe.customers.create({ name: "Limited" })).rejects.toMatchObject({
      type: "StripeRateLimitError",
    });
    till.server.faults.add({ status: 429, headers: { "stripe-should-retry": "true" } });
    expect((await till.stripe.customers.create({ name: "Limited" })).name).toBe("Limited");
  });
});

describe("metadata", () => {
  it("is merged by key, and cleared as a whole", async () => {
    const { stripe } = till;
    const { id } = await stripe.customers.create({ metadata: { a: "1", b: "2" } });
    const merged = await stripe.customers.update(id, { metadata: { b: "", c: "3" } });
    expect(merged.metadata).toEqual({ a: "1", c: "3" });
    expect((await stripe.customers.update(id, { metadata: {} })).metadata).toEqual({ a: "1", c: "3" });
    expect((await stripe.customers.update(id, { metadata: "" })).metadata).toEqual({});
  });
});

describe("lists", () => {
  it("are walked forward and backward without a gap or a double, while others are added", async () => {
    const stripe = sdkFor(till.server);
    const email = "walk@acme.example";
    const ids: string[] = [];
    for (let n = 0; n < 45; n++) ids.push((await stripe.customers.create({ email })).id);
    const newest = ids.toReversed();
    expect(
      (await stripe.customers.list({ email, limit: 20 }).autoPagingToArray({ limit: 99 })).map(({ id }) => id),
    ).toEqual(newest);
    const last = ids[0] ?? "";
    const backward = await stripe.customers
      .list({ email, limit: 20, ending_before: last })
      .autoPagingToArray({ limit: 99 });
    expect(backward.map(({ id }) => id)).toEqual(ids.slice(1));
    const first = await stripe.customers.list({ email, limit: 20 });
    await stripe.customers.create({ email });
    const second = await stripe.customers.list({ email, limit: 20, starting_after: first.data.at(-1)?.id ?? "" });
    expect(second.data.map(({ id }) => id)).toEqual(newest.slice(20, 40));
    expect(second.has_more).toBe(true);
    await expect(stripe.customers.list({ starting_after: "cus_none" })).rejects.toMatchObject({
      param: "starting_after",
    });
  });
});

describe("expand", () => {
  it("shows the objects behind ids, four levels deep and no deeper", async () => {
    const { stripe } = till;
    const { id } = await stripe.customers.create({
      payment_method: "pm_card_visa",
      invoice_settings: { default_payment_method: "pm_card_visa" },
    });
    const price = await priceOf(stripe, 1000);
    await stripe.subscriptions.create({ customer: id, items: [{ price: price.id }] });
    const listed = await stripe.subscriptions.list({
      customer: id,
      status: "all",
      expand: ["data.customer", "data.latest_invoice.payments", "data.default_payment_method"],
    });
    const [subscription] = listed.data;
    expect(subscription?.customer).toMatchObject({ id, object: "customer" });
    const invoice = subscription?.latest_invoice as Stripe.Invoice;
    expect(invoice.payments?.data[0]).toMatchObject({
      status: "paid",
      amount_paid: 1000,
    });
    const customer = (await stripe.customers.retrieve(id, {
      expand: ["subscriptions.data.items", "tax_ids", "invoice_settings.default_payment_method"],
    })) as Stripe.Customer;
    expect(customer.subscriptions?.data[0]?.id).toBe(subscription?.id);
    expect(customer.invoice_settings.default_payment_method).toMatchObject({
      object: "payment_method",
      card: { last4: "4242" },
    });
    for (const path of ["customer.a.b.c.d", "nothing", "currency"])
      await expect(stripe.subscriptions.retrieve(String(subscription?.id), { expand: [path] })).rejects.toMatchObject({
        statusCode: 400,
      });
  });
});

it("answers two clients at once without a lost change", async () => {
  const [one, two] = [sdkFor(till.server), sdkFor(till.server)];
  const { id } = await one.customers.create({ name: "Shared" });
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      (n % 2 ? one : two).customers.update(id, { metadata: { [`key${n}`]: String(n) } }),
    ),
  );
  const after = (await one.customers.retrieve(id)) as Stripe.Customer;
  expect(Object.keys(after.metadata)).toHaveLength(20);
});

it("takes no body without an end", async () => {
  const answer = await form(`name=${"x".repeat(1_100_000)}`).catch(() => ({ status: 413 }));
  expect(answer.status).toBe(413);
});
