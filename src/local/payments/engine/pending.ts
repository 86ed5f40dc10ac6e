import type { Context } from "../context";
import { emit, emitChange } from "../events";
import { showItem } from "../objects/subscription-shape";
import { present } from "../present";
import type { Invoice, Item, Segment, Subscription } from "../tables";
import { voidInvoice } from "./voiding";

/** A pending update that is not paid by then is given up. */
const HOURS = 23;

/** The parts of a subscription that a change moves. */
export type Parts = { subscription: Subscription; items: Item[]; segments: Segment[] };

export function partsOf({ store }: Context, id: string): Parts {
  const subscription = store.get("subscriptions", id);
  const own = (record: { subscription: string }) => record.subscription === id;
  return { subscription, items: store.where("items", own), segments: store.where("segments", own) };
}

/** Puts items and billed times back to what they were, or to what they are to become. */
function putParts({ store }: Context, id: string, { items, segments }: Omit<Parts, "subscription">): void {
  const own = (record: { subscription: string }) => record.subscription === id;
  for (const item of store.where("items", own))
    if (!items.some((one) => one.id === item.id)) store.remove("items", item.id);
  for (const one of store.where("segments", own))
    if (!segments.some((kept) => kept.id === one.id)) store.remove("segments", one.id);
  for (const item of items) store.put("items", item);
  for (const segment of segments) store.put("segments", segment);
}

/** Holds a change back until its invoice is paid: the subscription is what it was before, and says what it waits for. */
export function holdBack(context: Context, before: Parts, invoice: Invoice): void {
  const { id } = before.subscription;
  const after = partsOf(context, id);
  const shown = after.items.map((item) => showItem(context, item));
  const changed = present(context, "subscriptions", after.subscription);
  putParts(context, id, before);
  const { billing_cycle_anchor: anchor, hidden } = after.subscription;
  const waiting = context.store.put("subscriptions", {
    ...before.subscription,
    latest_invoice: invoice.id,
    pending_update: {
      billing_cycle_anchor: anchor === before.subscription.billing_cycle_anchor ? null : anchor,
      cancel_at_period_end: null,
      discount: null,
      discounts: null,
      expires_at: context.timeOf(invoice.customer) + HOURS * 60 * 60,
      metadata: null,
      subscription_items: shown as never,
      trial_end: null,
      trial_from_plan: null,
    },
    hidden: {
      ...before.subscription.hidden,
      pending: { invoice: invoice.id, items: after.items, segments: after.segments, anchor, ...periodOf(hidden) },
    },
  });
  emitChange(context, "customer.subscription.updated", "subscriptions", { before: changed, after: waiting });
}

const periodOf = ({ periodStart, periodEnd, billedUntil }: Subscription["hidden"]) => ({
  periodStart,
  periodEnd,
  billedUntil,
});

/** Makes the change that waited for this invoice. */
export function afterPending(context: Context, { id: invoice }: Invoice, subscription: Subscription): boolean {
  const { pending } = subscription.hidden;
  if (pending?.invoice !== invoice) return false;
  const before = present(context, "subscriptions", subscription);
  const { items, segments, anchor, ...period } = pending;
  putParts(context, subscription.id, { items, segments });
  const after = context.store.put("subscriptions", {
    ...subscription,
    billing_cycle_anchor: anchor,
    pending_update: null,
    hidden: { ...subscription.hidden, ...period, pending: null },
  });
  emitChange(context, "customer.subscription.updated", "subscriptions", { before, after });
  emit(context, "customer.subscription.pending_update_applied", "subscriptions", after);
  return true;
}

/** Gives up a change that was not paid in time, or that another one replaces; its invoice is void. */
export function dropPending(context: Context, id: string): void {
  const { store } = context;
  const subscription = store.get("subscriptions", id);
  const { pending } = subscription.hidden;
  if (!pending) return;
  const invoice = store.get("invoices", pending.invoice);
  if (invoice.status === "open") voidInvoice(context, invoice);
  const before = present(context, "subscriptions", subscription);
  const hidden = { ...subscription.hidden, pending: null };
  const after = store.put("subscriptions", { ...subscription, pending_update: null, hidden });
  emitChange(context, "customer.subscription.updated", "subscriptions", { before, after });
  emit(context, "customer.subscription.pending_update_expired", "subscriptions", after);
}
