import Stripe from "stripe";
import { afterAll, beforeAll } from "vitest";
import { freePort } from "../ports";
import { type Options, type PaymentsServer, startPayments } from "./start";

/** A server of a test file and the official SDK that is connected to it. */
export type Till = { server: PaymentsServer; stripe: Stripe };

/** Starts a server before the tests of a file and stops it after them. */
export function openTill(options: Partial<Options> = {}): Till {
  const till = {} as Till;
  beforeAll(async () => {
    till.server = await startPayments({ port: await freePort(), ...options });
    till.stripe = sdkFor(till.server);
  });
  afterAll(() => till.server.stop());
  return till;
}

export function sdkFor({ key, port }: { key: string; port: number }, config: object = {}): Stripe {
  return new Stripe(key, { host: "127.0.0.1", port, protocol: "http", ...config });
}

/** Unix seconds of a moment, such as `2026-04-01` or `2026-04-08T12:00`. */
export const at = (moment: string) => Date.parse(`${moment.length === 10 ? `${moment}T00:00` : moment}:00Z`) / 1000;

export type Pay = "month" | "year";

/** A price for one unit, of a product of its own. */
export async function priceOf(
  stripe: Stripe,
  amount: number | string,
  { every = "month" as Pay, currency = "usd", name = "Seat" } = {},
) {
  const product = await stripe.products.create({ name });
  const unit = typeof amount === "number" ? { unit_amount: amount } : { unit_amount_decimal: amount as never };
  return stripe.prices.create({ product: product.id, currency, recurring: { interval: every }, ...unit });
}

/** A customer on a test clock of its own, with a card. */
export async function customerAt(stripe: Stripe, moment: string, card = "pm_card_visa") {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at(moment) });
  const customer = await stripe.customers.create({ name: "Acme", email: "pay@acme.example", test_clock: clock.id });
  if (card !== "") {
    const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  }
  return { clock: clock.id, customer: customer.id };
}

/** Moves a clock in steps that the server takes, and waits until it is there. */
export async function advanceTo(stripe: Stripe, clock: string, moment: string | number, step = 50 * 86_400) {
  const target = typeof moment === "number" ? moment : at(moment);
  for (;;) {
    const { frozen_time: now } = await stripe.testHelpers.testClocks.retrieve(clock);
    if (now >= target) return;
    await stripe.testHelpers.testClocks.advance(clock, { frozen_time: Math.min(target, now + step) });
    while ((await stripe.testHelpers.testClocks.retrieve(clock)).status !== "ready");
  }
}

/** The amounts of an invoice that are given back, and those that are billed. */
export function sides(invoice: Stripe.Invoice): { credits: number[]; debits: number[] } {
  const amounts = invoice.lines.data.map(({ amount }) => amount);
  return { credits: amounts.filter((amount) => amount < 0), debits: amounts.filter((amount) => amount >= 0) };
}

export type More = Partial<Stripe.SubscriptionCreateParams> & { card?: string; every?: Pay; quantity?: number };

/** A subscription on a clock of its own. */
export async function bought(
  stripe: Stripe,
  amount: number,
  from: string,
  { card, every = "month", quantity = 1, ...more }: More = {},
) {
  const { clock, customer } = await customerAt(stripe, from, card);
  const price = await priceOf(stripe, amount, { every });
  const made = await stripe.subscriptions.create({ customer, items: [{ price: price.id, quantity }], ...more });
  return { stripe, clock, customer, made, id: made.id, item: made.items.data[0]?.id ?? "" };
}

/** Oldest first. */
export const invoicesOf = async (stripe: Stripe, subscription: string) =>
  (await stripe.invoices.list({ subscription, limit: 100 })).data.toReversed();
