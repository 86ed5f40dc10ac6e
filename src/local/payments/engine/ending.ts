import type { Context } from "../context";
import { itemsOf } from "../objects/subscription-shape";
import { Refusal } from "../refusal";
import type { Subscription } from "../tables";
import { announceDraft, draftInvoice, waitingFor } from "./drafting";
import { finalizeInvoice } from "./finalizing";
import { usageLines } from "./lines";
import { tryToPay } from "./paying";
import { creditItem } from "./prorating";
import { endSubscription } from "./standing";

type Ending = {
  prorate?: boolean | undefined;
  invoiceNow?: boolean | undefined;
  comment?: string | null | undefined;
  feedback?: string | null | undefined;
};

/** Ends a subscription at once; its rest is given back and an invoice made only when that is asked for. */
export function cancelNow(context: Context, subscription: Subscription, ending: Ending = {}): Subscription {
  const { store } = context;
  const { id, status, customer } = subscription;
  if (status === "canceled" || status === "incomplete_expired") throw Refusal.missing("subscription", id);
  const now = context.timeOf(customer);
  if (ending.prorate) for (const item of itemsOf(context, id)) creditItem(context, subscription, item, now);
  const { comment = null, feedback = null } = ending;
  const ended = endSubscription(context, subscription, "cancellation_requested", { comment, feedback });
  const lines = ending.invoiceNow ? usageLines(context, ended, now) : [];
  if (!ending.invoiceNow || (lines.length === 0 && waitingFor(context, id).length === 0)) return ended;
  const period = { start: subscription.hidden.periodStart, end: now };
  const draft = draftInvoice(context, ended, { reason: "subscription_update", lines, period, isFinalSoon: true });
  announceDraft(context, draft);
  const invoice = finalizeInvoice(context, draft.id);
  if (invoice.status === "open") tryToPay(context, invoice.id);
  return store.get("subscriptions", id);
}

type EndPatch = Pick<Subscription, "cancel_at" | "cancel_at_period_end" | "canceled_at" | "cancellation_details">;

/** An end at a later time, or none. */
export function endLater(
  context: Context,
  subscription: Subscription,
  {
    at,
    withPeriod,
    comment,
    feedback,
  }: {
    at: number | null;
    withPeriod: boolean;
    comment?: string | null | undefined;
    feedback?: string | null | undefined;
  },
): EndPatch {
  const before = subscription.cancellation_details;
  return {
    cancel_at: at,
    cancel_at_period_end: withPeriod,
    canceled_at: at === null ? null : (subscription.canceled_at ?? context.timeOf(subscription.customer)),
    cancellation_details: {
      comment: at === null ? null : (comment ?? before?.comment ?? null),
      feedback: at === null ? null : (feedback ?? before?.feedback ?? null),
      feedback_option: null,
      reason: at === null ? null : "cancellation_requested",
    },
  };
}
