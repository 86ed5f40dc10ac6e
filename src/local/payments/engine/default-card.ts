import type { Card } from "../cards";
import type { Context } from "../context";
import { emitChange } from "../events";
import { keepCard } from "../objects/payment-methods";
import { present } from "../present";
import type { PaymentMethod } from "../tables";
import { changeSubscription, isLive } from "./standing";

/** Keeps a card and uses it from now on, for the customer and all of its subscriptions. */
export function keepAsDefault(context: Context, customer: string, card: Card, confirmed: boolean): PaymentMethod {
  const { store } = context;
  const method = keepCard(context, card, customer, confirmed);
  const owner = store.get("customers", customer);
  const before = present(context, "customers", owner);
  const after = store.change("customers", customer, {
    invoice_settings: { ...owner.invoice_settings, default_payment_method: method.id },
  });
  emitChange(context, "customer.updated", "customers", { before, after });
  for (const each of store.where("subscriptions", (one) => one.customer === customer && isLive(one)))
    if (each.default_payment_method !== null)
      changeSubscription(context, each.id, { default_payment_method: method.id });
  return method;
}
