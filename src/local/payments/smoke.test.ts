import Stripe from "stripe";
import { expect, it } from "vitest";
import { freePort } from "../ports";
import { startPayments } from "./start";

it("speaks to the SDK", async () => {
  const server = await startPayments({ port: await freePort() });
  const stripe = new Stripe(server.key, { host: "127.0.0.1", port: server.port, protocol: "http" });
  const customer = await stripe.customers.create({
    name: "Acme",
    email: "a@b.example",
    metadata: { org: "1" },
    payment_method: "pm_card_visa",
    invoice_settings: { default_payment_method: "pm_card_visa" },
  });
  const product = await stripe.products.create({ name: "Professional" });
  const price = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount: 2900,
    recurring: { interval: "month" },
    lookup_key: "pro",
  });
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    customer: customer.id,
    line_items: [{ price: price.id, quantity: 3 }],
    success_url: "http://x.example/?s={CHECKOUT_SESSION_ID}",
    expand: ["line_items"],
  });
  expect(session.line_items?.data[0]?.amount_total).toBe(8700);
  expect(
    (await stripe.subscriptions.list({ customer: customer.id, status: "all", expand: ["data.default_payment_method"] }))
      .data,
  ).toEqual([]);
  await expect(stripe.customers.create({ nam: "x" } as never)).rejects.toMatchObject({
    code: "parameter_unknown",
    param: "nam",
  });
  await expect(stripe.prices.create({ currency: "usd" } as never)).rejects.toMatchObject({
    code: "parameter_missing",
    param: "product",
  });
  await server.stop();
});
