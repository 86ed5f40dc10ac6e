import type Stripe from "stripe";
import { meters as allMeters, type Meter, meterKeys } from "@/lib/meters";
import { planCurrency } from "@/lib/plans";
import { type SoldPrice, soldPrices } from "@/lib/price-keys";
import { isMissing } from "@/server/stripe-at";
import { madeHere, portalConfiguration, pricesByKey } from "@/server/stripe-prices";

/** A meter of the usage that Stripe is told of. */
export interface SoldMeter {
  eventName: string;
  label: string;
  aggregation: "sum" | "max";
}

/** The meters of the app; Stripe's events have their keys as names. */
const soldMeters = (): SoldMeter[] =>
  meterKeys.map((key) => {
    const { label, aggregation }: Meter = allMeters[key];
    return { eventName: key, label, aggregation };
  });

/**
 * Brings products, prices, meters and the portal's settings to what the code says; returns a line for each change.
 * Nothing happens the second time. A price with another amount becomes a new one, to which its lookup key moves.
 */
export async function syncCatalogue(
  stripe: Stripe,
  {
    prices = soldPrices(),
    meters = soldMeters(),
  }: { prices?: readonly SoldPrice[]; meters?: readonly SoldMeter[] } = {},
): Promise<string[]> {
  const changed: string[] = [];
  const products = new Map(prices.map(({ product, label }) => [product, label]));
  for (const [product, label] of products) changed.push(...(await syncProduct(stripe, product, label)));
  const known = await pricesByKey(
    stripe,
    prices.map(({ key }) => key),
  );
  for (const price of prices) changed.push(...(await syncPrice(stripe, price, known.get(price.key))));
  changed.push(...(await syncMeters(stripe, meters)), ...(await syncPortal(stripe)));
  return changed;
}

const productId = (product: string) => `throughline_${product.replaceAll(".", "_")}`;

async function syncProduct(stripe: Stripe, product: string, label: string): Promise<string[]> {
  const id = productId(product);
  const name = `Throughline ${label}`;
  const found = await stripe.products.retrieve(id).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (found === null) {
    await stripe.products.create({ id, name, metadata: madeHere });
    return [`product ${product} is new`];
  }
  if (found.name === name && found.active) return [];
  await stripe.products.update(id, { name, active: true });
  return [`product ${product} is called ${name}`];
}

async function syncPrice(stripe: Stripe, price: SoldPrice, found: Stripe.Price | undefined): Promise<string[]> {
  const { key, product, interval, amount } = price;
  const currency = planCurrency.toLowerCase();
  const isSame =
    found?.unit_amount === amount &&
    found.currency === currency &&
    found.recurring?.interval === interval &&
    found.product === productId(product);
  if (isSame) return [];
  await stripe.prices.create({
    product: productId(product),
    currency,
    unit_amount: amount,
    recurring: { interval },
    lookup_key: key,
    transfer_lookup_key: true,
    // A price that has lost its lookup key still says its meaning: subscriptions keep it.
    metadata: { ...madeHere, key },
  });
  if (!found) return [`price ${key} is new`];
  await stripe.prices.update(found.id, { active: false });
  return [`price ${key} costs ${amount} instead of ${found.unit_amount}`];
}

async function syncMeters(stripe: Stripe, meters: readonly SoldMeter[]): Promise<string[]> {
  if (meters.length === 0) return [];
  const known = await stripe.billing.meters.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
  const missing = meters.filter(({ eventName }) => !known.some(({ event_name }) => event_name === eventName));
  for (const { eventName, label, aggregation } of missing)
    await stripe.billing.meters.create({
      event_name: eventName,
      display_name: label,
      // Stripe knows no maximum: the last value of a period is what the app reports for it.
      default_aggregation: { formula: aggregation === "max" ? "last" : "sum" },
      customer_mapping: { type: "by_id", event_payload_key: "stripe_customer_id" },
      value_settings: { event_payload_key: "value" },
    });
  return missing.map(({ eventName }) => `meter ${eventName} is new`);
}

/** Plans are changed in the app, where seats and limits are known: the portal has cards, addresses and invoices. */
const features = {
  customer_update: { enabled: true, allowed_updates: ["name", "email", "address", "tax_id"] },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: { enabled: false },
  subscription_update: { enabled: false },
} satisfies Stripe.BillingPortal.ConfigurationCreateParams["features"];

async function syncPortal(stripe: Stripe): Promise<string[]> {
  const found = await portalConfiguration(stripe);
  if (!found) {
    await stripe.billingPortal.configurations.create({ features, metadata: madeHere });
    return ["the portal's settings are new"];
  }
  const { customer_update, subscription_cancel, subscription_update, payment_method_update } = found.features;
  const isSame =
    payment_method_update.enabled &&
    !subscription_cancel.enabled &&
    !subscription_update.enabled &&
    features.customer_update.allowed_updates.every((one) => customer_update.allowed_updates.some((is) => is === one));
  if (isSame) return [];
  await stripe.billingPortal.configurations.update(found.id, { features });
  return ["the portal's settings are changed"];
}
