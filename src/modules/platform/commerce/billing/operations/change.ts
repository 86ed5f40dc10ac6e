import "server-only";
import { createHash } from "node:crypto";
import type Stripe from "stripe";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { asked, requireStripe } from "@/server/stripe";
import { isDecline, paying } from "@/server/stripe-at";
import { billingEvents } from "../events";
import { periodOf } from "../row";
import { isFresh } from "../rules";
import { type Applied, applied, applyInput, preview, previewInput } from "../schema";
import { boughtIn } from "./choice";
import { type PlanChange, planChange, previewOf, requireLive, shownOf, timeOf, tolerance } from "./plan-change";
import { billingAct, changing, type Held, noteChange, syncLocked, syncPaid, withSale } from "./sync";

export const previewChange = platform.operation({
  kind: "query",
  permission: "billing:manage",
  staff: "never",
  input: previewInput,
  output: preview,
  describe:
    "Previews the exact amounts of a change of plan, interval, seats or modules: credit, charge, tax, amount due now, and the next invoice. Changes nothing.",
  async run(ctx, { cancel, ...change }) {
    requireStripe();
    const live = await requireLive(ctx);
    const at = await timeOf(live);
    if (cancel) return ending(live, at);
    return await previewOf(await planChange(ctx, live, change), at);
  },
});

/** The end of a plan costs nothing and gives nothing back: it is paid until then. */
function ending(live: Stripe.Subscription, at: number) {
  const from = boughtIn(live);
  if (!from)
    throw new AppError("CONFLICT", "This plan was set up manually. Ask the operator of this server to change it.");
  const nothing = { amount: 0, currency: live.currency.toUpperCase() };
  return {
    takesEffect: "periodEnd" as const,
    from: shownOf(from),
    to: null,
    prorationDate: at,
    validUntil: periodOf(live).end.toISOString(),
    credit: nothing,
    charge: nothing,
    now: null,
    next: null,
    creditBefore: nothing,
    creditAfter: nothing,
  };
}

export const applyChange = platform.operation({
  ...billingAct,
  input: applyInput,
  output: applied,
  describe:
    "Makes a change for exactly the amount that its preview showed; any other amount is refused. If the payment fails or needs a confirmation, nothing changes, and the response says where to continue.",
  async run(ctx, input) {
    requireStripe();
    const { prorationDate, due, ...requested } = input;
    return await withSale(ctx, async (inner) => {
      const live = await requireLive(inner);
      const change = await planChange(inner, live, requested);
      if (change.items.length === 0) {
        await rememberSeats(inner, live, requested.seats);
        await syncLocked(inner);
        return { outcome: "unchanged" as const, url: null, message: null };
      }
      await requireShown(change, { prorationDate, due });
      // More seats count from their payment on, fewer at once: until then the floor must not sink.
      const isMore = change.to.seats >= change.from.seats;
      if (isMore) await rememberSeats(inner, live, requested.seats);
      const outcome = await pay(inner, change, prorationDate);
      if (outcome.outcome !== "done") await syncLocked(inner);
      else {
        await noteChange(inner, (tx) => emitChanged(tx, change, due));
        if (!isMore) await rememberSeats(inner, live, requested.seats);
        await syncPaid(inner);
      }
      return outcome;
    });
  },
});

/** Seats that are bought are a floor. The number stands with Stripe, which counts it once the quantity has reached it. */
async function rememberSeats(inner: Held, live: Stripe.Subscription, seats: number | undefined): Promise<void> {
  if (seats === undefined || live.metadata.seatsBought === String(seats)) return;
  await changing(inner, (stripe) => stripe.subscriptions.update(live.id, { metadata: { seatsBought: String(seats) } }));
}

/** Refuses amounts that nobody was shown, with those of now. */
async function requireShown(change: PlanChange, { prorationDate, due }: { prorationDate: number; due: number }) {
  const now = await timeOf(change.live);
  const fresh = isFresh(prorationDate, new Date(now * 1_000));
  const current = await previewOf(change, fresh ? prorationDate : now);
  const isDue = current.now?.due.amount ?? 0;
  if (fresh && Math.abs(isDue - due) <= tolerance(change, current)) return;
  const message = fresh
    ? "The amount has changed since it was shown. Check the new amount."
    : "The amount was shown too long ago. Check it again.";
  throw new AppError("CONFLICT", message, { current });
}

/**
 * The same change of the same preview, repeated while its answer is lost, is one change. After a declined card the
 * latest invoice is another one, so that a new try asks the bank again.
 */
function changeKey(live: Stripe.Subscription, items: PlanChange["items"], prorationDate: number): string {
  const { latest_invoice: latest } = live;
  const invoice = typeof latest === "string" ? latest : latest?.id;
  const what = createHash("sha256").update(JSON.stringify(items)).digest("hex").slice(0, 32);
  return `change:${live.id}:${invoice}:${prorationDate}:${what}`;
}

/** Nothing changes before it is paid: a declined card or an open confirmation leaves the plan as it was. */
async function pay(inner: Held, { live, items, restarts }: PlanChange, prorationDate: number): Promise<Applied> {
  try {
    const updated = await changing(inner, (stripe) =>
      stripe.subscriptions.update(
        live.id,
        {
          items,
          proration_behavior: "always_invoice",
          payment_behavior: "pending_if_incomplete",
          expand: ["latest_invoice"],
          ...(restarts ? { billing_cycle_anchor: { type: "now" as const } } : { proration_date: prorationDate }),
        },
        paying(changeKey(live, items, prorationDate)),
      ),
    );
    if (updated.pending_update === null) return { outcome: "done", url: null, message: null };
    return unpaid(updated, null);
  } catch (error) {
    if (!isDecline(error)) throw error;
    const now = await asked((stripe) => stripe.subscriptions.retrieve(live.id, { expand: ["latest_invoice"] }));
    return unpaid(now, error.message);
  }
}

function unpaid({ latest_invoice: latest }: Stripe.Subscription, reason: string | null): Applied {
  const invoice = typeof latest === "string" ? null : latest;
  const url = invoice?.status === "open" ? (invoice.hosted_invoice_url ?? null) : null;
  const message =
    reason ?? "The payment did not go through, or the bank asks for a confirmation. Nothing has changed yet.";
  return { outcome: "confirm", url, message };
}

function emitChanged(inner: Ctx, { to, live }: PlanChange, amount: number): void {
  const { plan, interval, seats, addOns } = to;
  const currency = live.currency.toUpperCase();
  const data = { plan, interval, seats, addOns, amount, currency };
  emit(inner, billingEvents.changed, { id: inner.tenant.id, data });
}
