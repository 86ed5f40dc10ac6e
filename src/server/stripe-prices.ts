import "server-only";
import type Stripe from "stripe";

/** Marks everything that `npm run stripe:sync` makes, so that it finds that again. */
export const madeHere = { app: "throughline" };
const keysAtOnce = 10;

/** The active prices of lookup keys. */
export async function pricesByKey(stripe: Stripe, keys: readonly string[]): Promise<Map<string, Stripe.Price>> {
  const found = new Map<string, Stripe.Price>();
  for (let from = 0; from < keys.length; from += keysAtOnce) {
    const lookup_keys = keys.slice(from, from + keysAtOnce);
    const { data } = await stripe.prices.list({ lookup_keys, active: true, limit: 100 });
    for (const price of data) if (price.lookup_key !== null) found.set(price.lookup_key, price);
  }
  return found;
}

/** The portal's settings that this app made; undefined before `npm run stripe:sync`. */
export async function portalConfiguration(stripe: Stripe): Promise<Stripe.BillingPortal.Configuration | undefined> {
  const { data } = await stripe.billingPortal.configurations.list({ active: true, limit: 100 });
  return data.find(({ metadata }) => metadata?.app === madeHere.app);
}
