import { boundary, type Period, periodAround } from "../calendar";
import type { Context } from "../context";
import { emitChange } from "../events";
import { cardError } from "../objects/payment-methods";
import type { Promotion } from "../objects/promotions";
import { itemsOf } from "../objects/subscription-shape";
import { present } from "../present";
import { Refusal } from "../refusal";
import type { Invoice, Item, Line, Subscription } from "../tables";
import type { PaymentBehavior } from "./creating";
import { setDiscounts } from "./discounts";
import { announceDraft, draftInvoice, waitingFor } from "./drafting";
import { finalizeInvoice } from "./finalizing";
import { type ItemChange, type Moved, moveItems } from "./items";
import { flatItems, intervalOf, periodLines, usageLines } from "./lines";
import { tryToPay } from "./paying";
import { creditItem, debitItem, settleUse } from "./prorating";

export type Change = {
  items?: readonly ItemChange[] | undefined;
  behavior: "create_prorations" | "always_invoice" | "none";
  prorationDate?: number | undefined;
  anchorNow?: boolean;
  /** The time at which a trial ends: a later one begins or prolongs it, now ends it. */
  trialEnd?: number | undefined;
  promotions?: readonly Promotion[] | undefined;
  patch?: Partial<Subscription>;
};

/** Changes a subscription. Answers the draft of the invoice that is due at once, if there is one. */
export function applyChange(context: Context, id: string, change: Change): Invoice | undefined {
  const { store } = context;
  const subscription = store.get("subscriptions", id);
  const before = present(context, "subscriptions", subscription);
  checkChange(context, subscription, change);
  if (change.patch) store.change("subscriptions", id, change.patch);
  if (change.promotions)
    store.change("subscriptions", id, { discounts: setDiscounts(context, subscription, change.promotions) });
  const waitedBefore = waitingFor(context, id).length;
  const items = itemsOf(context, id);
  const moved = moveItems(context, subscription, change.items ?? []);
  const lines = timeChange(context, id, change, { moved, items });
  keepEnd(context, id);
  const isNew = waitingFor(context, id).length > waitedBefore;
  const isDue = lines !== undefined || (change.behavior === "always_invoice" && isNew);
  const now = store.get("subscriptions", id);
  const time = context.timeOf(now.customer);
  const invoice = isDue
    ? draftInvoice(context, now, {
        reason: "subscription_update",
        lines: lines ?? [],
        period: { start: time, end: time },
        isFinalSoon: true,
      })
    : undefined;
  emitChange(context, "customer.subscription.updated", "subscriptions", {
    before,
    after: store.get("subscriptions", id),
  });
  return invoice;
}

/** Changes a subscription and pays what is due at once. */
export function changeAndPay(context: Context, id: string, change: Change, behavior: PaymentBehavior): Subscription {
  const { store } = context;
  const draft = applyChange(context, id, change);
  if (draft) {
    announceDraft(context, draft);
    const invoice = draft.auto_advance ? finalizeInvoice(context, draft.id) : draft;
    if (invoice.status === "open" && behavior !== "default_incomplete") {
      const outcome = tryToPay(context, invoice.id);
      if (outcome.state !== "paid" && behavior === "error_if_incomplete") throw cardError(outcome.decline);
    }
  }
  return store.get("subscriptions", id);
}

function checkChange(context: Context, subscription: Subscription, change: Change): void {
  const { status, customer, hidden } = subscription;
  if (status === "canceled" || status === "incomplete_expired") {
    const message = "A canceled subscription can only update its cancellation_details and metadata.";
    throw Refusal.parameter("subscription_canceled", "id", message);
  }
  const isMoving = change.items !== undefined || change.anchorNow || change.trialEnd !== undefined;
  if (status === "incomplete" && isMoving)
    throw Refusal.notHere("items", "changes of a subscription whose first payment is open");
  const { prorationDate: date } = change;
  if (date === undefined) return;
  if (change.anchorNow)
    throw Refusal.parameter(
      "parameters_exclusive",
      "proration_date",
      "proration_date and billing_cycle_anchor=now exclude each other.",
    );
  if (date < hidden.periodStart || date >= hidden.periodEnd || date > context.timeOf(customer) + 60 * 60 * 24)
    throw Refusal.parameter(undefined, "proration_date", "The proration date must lie in the current period.");
}

type Parts = { moved: Moved[]; items: Item[] };

/** Bills the change: lines that are due at once, or amounts that wait. */
function timeChange(context: Context, id: string, change: Change, parts: Parts): Line[] | undefined {
  const { store } = context;
  const subscription = store.get("subscriptions", id);
  const { status, customer, trial_end: end } = subscription;
  const now = context.timeOf(customer);
  const { trialEnd } = change;
  if (status === "trialing") {
    if (trialEnd === undefined || trialEnd === end) return undefined;
    if (trialEnd > now)
      return startAnew(context, id, { anchor: trialEnd, period: { start: now, end: trialEnd }, trialEnd });
    store.change("subscriptions", id, { status: "active", trial_end: now });
    return paidAnew(context, id, now);
  }
  const giveBack = () => {
    if (change.behavior === "none") return;
    for (const item of parts.items) creditItem(context, subscription, item, change.prorationDate ?? now);
  };
  if (trialEnd !== undefined && trialEnd > now) {
    giveBack();
    store.change("subscriptions", id, { status: "trialing", trial_start: now, trial_end: trialEnd });
    return startAnew(context, id, { anchor: trialEnd, period: { start: now, end: trialEnd }, trialEnd });
  }
  if (change.anchorNow) {
    giveBack();
    return paidAnew(context, id, now);
  }
  prorate(context, subscription, change, parts.moved);
  return undefined;
}

function startAnew(
  context: Context,
  id: string,
  { anchor, period, trialEnd }: { anchor: number; period: Period; trialEnd?: number },
): undefined {
  const { store } = context;
  const { hidden } = store.get("subscriptions", id);
  store.change("subscriptions", id, {
    billing_cycle_anchor: anchor,
    ...(trialEnd === undefined ? {} : { trial_end: trialEnd }),
    hidden: { ...hidden, periodStart: period.start, periodEnd: period.end },
  });
}

/** A whole period from now on, paid at once, with what was used before. */
function paidAnew(context: Context, id: string, now: number): Line[] {
  const { store } = context;
  const [first] = itemsOf(context, id);
  const interval = intervalOf(store.get("prices", first?.price ?? ""));
  const period = { start: now, end: boundary(now, interval, 1) };
  const used = usageLines(context, store.get("subscriptions", id), now);
  for (const item of itemsOf(context, id)) store.change("items", item.id, { usageFrom: now });
  startAnew(context, id, { anchor: now, period });
  return [...used, ...periodLines(context, store.get("subscriptions", id), { period })];
}

function prorate(context: Context, subscription: Subscription, change: Change, moved: readonly Moved[]): void {
  const { store } = context;
  const now = context.timeOf(subscription.customer);
  const at = change.prorationDate ?? now;
  for (const { before } of moved) {
    if (before?.quantity === null) settleUse(context, subscription, before, now);
    else if (before && change.behavior !== "none") creditItem(context, subscription, before, at);
  }
  if (change.behavior === "none") {
    refuseOtherInterval(context, moved);
    return;
  }
  followInterval(context, subscription, at);
  const current = store.get("subscriptions", subscription.id);
  const flats = flatItems(context, subscription.id);
  for (const { after } of moved) {
    const flat = flats.find(({ item }) => item.id === after?.id);
    if (flat) debitItem(context, current, flat, at);
  }
}

/** The time that is paid would end in the middle of a period of the new interval. */
function refuseOtherInterval({ store }: Context, moved: readonly Moved[]): void {
  for (const { before, after } of moved) {
    if (!before || !after) continue;
    const [was, is] = [before, after].map(({ price }) => intervalOf(store.get("prices", price)));
    if (was?.interval !== is?.interval || was?.interval_count !== is?.interval_count)
      throw Refusal.notHere("proration_behavior", "another interval without proration in a period that goes on");
  }
}

/** Another interval with the same anchor: the period is the one of the new interval around now. */
function followInterval(
  context: Context,
  { id, billing_cycle_anchor: anchor, hidden }: Subscription,
  at: number,
): void {
  const { store } = context;
  const [first] = itemsOf(context, id);
  const interval = intervalOf(store.get("prices", first?.price ?? ""));
  const { start, end } = periodAround(anchor, interval, at);
  if (end === hidden.periodEnd) return;
  store.change("subscriptions", id, { hidden: { ...hidden, periodStart: start, periodEnd: end } });
}

/** A subscription that ends with its period ends with the new one. */
function keepEnd({ store }: Context, id: string): void {
  const { cancel_at_period_end: ends, hidden } = store.get("subscriptions", id);
  if (ends) store.change("subscriptions", id, { cancel_at: hidden.periodEnd });
}
