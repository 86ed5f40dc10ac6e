import type { Context } from "../context";
import { emit, emitChange } from "../events";
import { present } from "../present";
import type { Invoice, Subscription } from "../tables";
import { afterPending } from "./pending";

/** Changes a subscription and tells about it. */
export function changeSubscription(context: Context, id: string, patch: Partial<Subscription>): Subscription {
  const before = present(context, "subscriptions", context.store.get("subscriptions", id));
  const after = context.store.change("subscriptions", id, patch);
  emitChange(context, "customer.subscription.updated", "subscriptions", { before, after });
  return after;
}

const LIVE = ["trialing", "active", "past_due", "unpaid"];

/** Whether a subscription has periods that go on. */
export const isLive = ({ status }: Subscription) => LIVE.includes(status);

/** Follows a paid invoice: the latest one decides for its subscription. */
export function afterPayment(context: Context, invoice: Invoice): void {
  const subscription = context.store.find("subscriptions", invoice.hidden.subscription);
  if (!subscription || afterPending(context, invoice, subscription)) return;
  if (subscription.latest_invoice !== invoice.id) return;
  if (!["incomplete", "past_due", "unpaid"].includes(subscription.status)) return;
  changeSubscription(context, subscription.id, { status: "active" });
}

/** Follows a failed payment: the subscription is past due, or over after the last try. */
export function afterFailure(context: Context, invoice: Invoice): void {
  const { afterRetries } = context.settings;
  const subscription = context.store.find("subscriptions", invoice.hidden.subscription);
  if (!subscription || subscription.latest_invoice !== invoice.id || !isLive(subscription)) return;
  // A change that waits for its payment leaves the subscription as it was.
  if (subscription.hidden.pending?.invoice === invoice.id) return;
  const isLast = invoice.next_payment_attempt === null && invoice.attempt_count > context.settings.retryDays.length;
  if (!isLast) {
    if (subscription.status !== "unpaid") changeSubscription(context, subscription.id, { status: "past_due" });
  } else if (afterRetries === "canceled") {
    endSubscription(context, subscription, "payment_failed");
  } else {
    changeSubscription(context, subscription.id, { status: afterRetries });
  }
}

/** The end of a subscription. Its open invoices stay open but are tried no more. */
export function endSubscription(
  context: Context,
  subscription: Subscription,
  reason: "cancellation_requested" | "payment_failed",
  details: { comment?: string | null; feedback?: string | null } = {},
): Subscription {
  const { store } = context;
  const now = context.timeOf(subscription.customer);
  const given = subscription.cancellation_details;
  const ended = store.change("subscriptions", subscription.id, {
    status: "canceled",
    canceled_at: subscription.canceled_at ?? now,
    ended_at: now,
    cancellation_details: {
      comment: details.comment ?? given?.comment ?? null,
      feedback: details.feedback ?? given?.feedback ?? null,
      feedback_option: null,
      reason,
    },
  });
  emit(context, "customer.subscription.deleted", "subscriptions", ended);
  const open = store.where(
    "invoices",
    ({ hidden, status }) => hidden.subscription === ended.id && (status === "open" || status === "draft"),
  );
  for (const invoice of open) {
    if (!invoice.auto_advance) continue;
    const before = present(context, "invoices", invoice);
    const after = store.put("invoices", {
      ...invoice,
      auto_advance: false,
      automatically_finalizes_at: null,
      next_payment_attempt: null,
    });
    emitChange(context, "invoice.updated", "invoices", { before, after });
  }
  return ended;
}
