import { currentVersion } from "@/lib/plans";
import { priceKey } from "@/lib/price-keys";
import { syncStripe } from "@/modules/platform/commerce/billing/operations/sync";
import { asked } from "@/server/stripe";
import { pricesByKey } from "@/server/stripe-prices";
import type { Firm } from "./firm";
import { superuser } from "./superuser";

/** Gives a firm the plan Professional with five seats and a card, as the payments page would. */
export async function payForPlan({ ctx, name }: Firm): Promise<void> {
  const { id } = ctx.tenant;
  const key = priceKey({ kind: "seat", plan: "professional", interval: "year", version: currentVersion });
  const customer = await asked(async (stripe) => {
    const made = await stripe.customers.create({ name, email: "pay@firm.example", metadata: { workspaceId: id } });
    const card = await stripe.paymentMethods.attach("pm_card_visa", { customer: made.id });
    await stripe.customers.update(made.id, { invoice_settings: { default_payment_method: card.id } });
    await stripe.subscriptions.create({
      customer: made.id,
      items: [{ price: (await pricesByKey(stripe, [key])).get(key)?.id ?? "", quantity: 5 }],
      metadata: { workspaceId: id, seatsBought: "5" },
    });
    return made.id;
  });
  await superuser("update subscriptions set stripe_customer_id = $2 where tenant_id = $1", [id, customer]);
  await syncStripe(ctx);
}
