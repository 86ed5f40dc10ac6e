import type { Context } from "../context";
import { emitChange } from "../events";
import { expireSession } from "../objects/sessions";
import { present } from "../present";
import type { Invoice, Session, Subscription } from "../tables";
import { finalizeInvoice } from "./finalizing";
import { tryToPay } from "./paying";
import { dropPending } from "./pending";
import { announceRenewal, announceTrialEnd, renew } from "./renewing";
import { endSubscription, isLive } from "./standing";
import { voidInvoice } from "./voiding";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

type Due = { at: number; work(): void };

/**
 * Does everything that is due until a time, in the order of its times: on one test clock, or outside of all. The
 * clock shows the time of each step meanwhile.
 */
export function workOff(context: Context, clock: string | null, until: number): void {
  for (;;) {
    const next = nextDue(context, clock, until);
    if (!next) return;
    const at = Math.max(next.at, clock === null ? 0 : context.store.get("clocks", clock).frozen_time);
    context.store.attempt(() => {
      if (clock !== null) context.store.change("clocks", clock, { frozen_time: at });
      if (clock === null) context.during(at, next.work);
      else next.work();
    });
    context.store.commit();
  }
}

function nextDue(context: Context, clock: string | null, until: number): Due | undefined {
  const { store } = context;
  const due = [
    ...store.where("subscriptions", (each) => each.test_clock === clock).flatMap((each) => dueOf(context, each)),
    ...store.where("invoices", (each) => each.test_clock === clock).flatMap((each) => dueInvoice(context, each)),
    ...(clock === null ? store.all("sessions").flatMap((each) => dueSession(context, each)) : []),
  ];
  return due
    .filter(({ at }) => at <= until)
    .reduce<Due | undefined>((first, each) => (first && first.at <= each.at ? first : each), undefined);
}

function dueOf(context: Context, subscription: Subscription): Due[] {
  const { status, created, cancel_at: cancelAt, trial_end: trialEnd, trial_start: trialStart, hidden } = subscription;
  if (status === "incomplete") return [{ at: created + 23 * HOUR, work: () => expire(context, subscription) }];
  if (!isLive(subscription)) return [];
  const due: Due[] = [];
  if (hidden.pending) {
    const at = subscription.pending_update?.expires_at ?? 0;
    due.push({ at, work: () => dropPending(context, subscription.id) });
  }
  if (status === "trialing" && trialEnd !== null && hidden.announcedTrial !== trialEnd) {
    const at = Math.max(trialEnd - 3 * DAY, trialStart ?? 0);
    due.push({ at, work: () => announceTrialEnd(context, subscription) });
  }
  if (cancelAt !== null && cancelAt <= hidden.periodEnd) {
    due.push({ at: cancelAt, work: () => void endSubscription(context, subscription, "cancellation_requested") });
    return due;
  }
  if (status !== "trialing" && hidden.announcedPeriod !== hidden.periodEnd) {
    const at = Math.max(hidden.periodEnd - 7 * DAY, hidden.periodStart + 1);
    due.push({ at, work: () => announceRenewal(context, subscription) });
  }
  due.push({ at: hidden.periodEnd, work: () => renew(context, subscription) });
  return due;
}

function dueInvoice(context: Context, invoice: Invoice): Due[] {
  const { id, status, automatically_finalizes_at: final, next_payment_attempt: attempt } = invoice;
  if (status === "draft" && final !== null) {
    return [{ at: final, work: () => void finalizeInvoice(context, id) }];
  }
  if (status !== "open" || attempt === null) return [];
  return [{ at: attempt, work: () => void tryToPay(context, id, { isScheduled: true }) }];
}

function dueSession(context: Context, session: Session): Due[] {
  if (session.status !== "open") return [];
  return [{ at: session.expires_at, work: () => void expireSession(context, session) }];
}

/** A subscription whose first payment never came, after 23 hours. */
function expire(context: Context, subscription: Subscription): void {
  const { store } = context;
  const now = context.timeOf(subscription.customer);
  const before = present(context, "subscriptions", subscription);
  const after = store.change("subscriptions", subscription.id, { status: "incomplete_expired", ended_at: now });
  emitChange(context, "customer.subscription.updated", "subscriptions", { before, after });
  const invoice = store.find("invoices", subscription.latest_invoice);
  if (invoice?.status === "open") voidInvoice(context, invoice);
}
