import { periodAround } from "../calendar";
import type { Context } from "../context";
import { emit, emitChange, emitObject } from "../events";
import { itemsOf } from "../objects/subscription-shape";
import { present } from "../present";
import type { Invoice, Subscription } from "../tables";
import { announceDraft, draftInvoice } from "./drafting";
import { intervalOf, periodLines, usageLines } from "./lines";
import { endSubscription } from "./standing";

/** The next period, with the draft of its invoice: what was used before, and the time ahead. */
export function draftRenewal(context: Context, subscription: Subscription): Invoice {
  const { store } = context;
  const start = subscription.hidden.periodEnd;
  const [first] = itemsOf(context, subscription.id);
  const interval = intervalOf(store.get("prices", first?.price ?? ""));
  const { end } = periodAround(subscription.billing_cycle_anchor, interval, start);
  const used = usageLines(context, subscription, start);
  const isTrialEnd = subscription.status === "trialing";
  const renewed = store.change("subscriptions", subscription.id, {
    status: isTrialEnd ? "active" : subscription.status,
    hidden: { ...subscription.hidden, periodStart: start, periodEnd: end, billedUntil: end },
  });
  for (const item of itemsOf(context, subscription.id)) store.change("items", item.id, { usageFrom: start });
  const lines = [...used, ...periodLines(context, renewed, { period: { start, end } })];
  const before = { start: subscription.hidden.periodStart, end: start };
  return draftInvoice(context, renewed, { reason: "subscription_cycle", lines, period: before });
}

/** Does what the end of a period asks for. */
export function renew(context: Context, subscription: Subscription): void {
  const { store } = context;
  const { id, status, trial_settings: settings } = subscription;
  const missing = settings?.end_behavior.missing_payment_method;
  if (status === "trialing" && missing === "cancel" && !hasMethod(context, subscription)) {
    endSubscription(context, subscription, "payment_failed");
    return;
  }
  const before = present(context, "subscriptions", subscription);
  const invoice = draftRenewal(context, subscription);
  emitChange(context, "customer.subscription.updated", "subscriptions", {
    before,
    after: store.get("subscriptions", id),
  });
  announceDraft(context, invoice);
}

function hasMethod({ store }: Context, { customer, default_payment_method: own }: Subscription): boolean {
  return (own ?? store.get("customers", customer).invoice_settings.default_payment_method) !== null;
}

/** The notice some days before a period ends, with the invoice as it would be. It has no id yet. */
export function announceRenewal(context: Context, subscription: Subscription): void {
  const { store } = context;
  const { id, hidden } = subscription;
  const shown = store.pretend(() => {
    const { id: _id, ...invoice } = present(context, "invoices", draftRenewal(context, subscription)) as { id: string };
    return { ...invoice, billing_reason: "upcoming" };
  });
  store.change("subscriptions", id, { hidden: { ...hidden, announcedPeriod: hidden.periodEnd } });
  emitObject(context, "invoice.upcoming", subscription.customer, shown);
}

/** The notice before a trial ends. */
export function announceTrialEnd(context: Context, subscription: Subscription): void {
  const { id, hidden, trial_end: end } = subscription;
  const after = context.store.change("subscriptions", id, { hidden: { ...hidden, announcedTrial: end } });
  emit(context, "customer.subscription.trial_will_end", "subscriptions", after);
}
