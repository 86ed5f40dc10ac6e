import "server-only";
import { addDays } from "date-fns";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { paidStates, type SubscriptionState } from "@/lib/entitlements";
import type { LicenceKey } from "@/lib/licences";
import {
  graceDays,
  type Interval,
  isPaid,
  isTrial,
  type PlanKey,
  pastDueDays,
  planCurrency,
  versionOf,
} from "@/lib/plans";
import { localDay, momentOfDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { log } from "@/server/log";
import { stripeClient } from "@/server/stripe";
import type { PendingChange } from "../row";
import { overview, type Planned } from "../schema";
import { usedSeats } from "./choice";
import { upcoming } from "./plan-change";

/** The next invoice costs a call: its answer holds for some minutes, or until anything changes here. */
const upcomingCache = new LRUCache<string, { next: Planned | null }>({ max: 2_000, ttl: 5 * 60_000 });

export const getBilling = platform.operation({
  kind: "query",
  permission: "billing:manage",
  orPermission: "workspace:manage",
  input: z.object({}),
  output: overview,
  rest: { method: "GET", path: "/billing" },
  describe:
    "How the workspace pays: plan, period, seats, card, next invoice with tax, open amount, and what was paid this year. Amounts are in minor units.",
  async run(ctx) {
    const row = await ctx.db.subscription.findFirstOrThrow();
    const waiting = row.pendingChange as PendingChange | null;
    const [used, open, year, pending] = await Promise.all([
      usedSeats(ctx),
      openInvoices(ctx, waiting?.invoice),
      paidThisYear(ctx),
      pendingShown(ctx, waiting),
    ]);
    const card =
      row.cardBrand && row.cardLast4 && row.cardExpires
        ? { brand: row.cardBrand, last4: row.cardLast4, expires: row.cardExpires }
        : null;
    const currency = open.currency ?? year.currency ?? planCurrency;
    const { plan, planVersion, isBought } = planShown(ctx, row);
    return {
      available: stripeClient() !== null,
      plan,
      label: versionOf(planVersion).plans[plan].label,
      trialEndsAt: !isBought && isTrial(plan) ? isoOf(row.trialEndsAt) : null,
      interval: row.interval as Interval | null,
      state: row.state as SubscriptionState,
      seats: { paid: row.seats, bought: row.seatsBought, used },
      addOns: row.addOns as LicenceKey[],
      periodStart: isoOf(row.periodStart),
      periodEnd: isoOf(row.periodEnd),
      cancelAt: isoOf(row.cancelAt),
      pastDue: row.pastDueSince && {
        since: row.pastDueSince.toISOString(),
        readOnlyAt: addDays(row.pastDueSince, graceDays).toISOString(),
        starterAt: addDays(row.pastDueSince, pastDueDays).toISOString(),
        nextAttemptAt: isoOf(open.nextAttemptAt),
        attempts: open.attempts,
      },
      card,
      billingEmail: row.billingEmail,
      next: await nextInvoice(ctx, row),
      credit: { amount: Math.max(0, Number(row.creditMinor)), currency },
      pending,
      open: { amount: open.amount, currency },
      openInvoiceId: open.id,
      paidThisYear: { amount: year.amount, currency },
      invoicesThisYear: year.count,
      mayChange: ctx.can("billing:manage") && ctx.actor.type === "user",
      syncedAt: isoOf(row.syncedAt),
    };
  },
});

/** The plan that is paid for; without one that of the workspace now, such as its trial. */
function planShown({ entitlements }: Ctx, row: { plan: string; planVersion: string | null; state: string }) {
  const bought = row.plan as PlanKey;
  const isBought = isPaid(bought) && paidStates.has(row.state as SubscriptionState);
  return isBought
    ? { plan: bought, planVersion: row.planVersion, isBought }
    : { plan: entitlements.plan, planVersion: null, isBought };
}

/** A change that waits for its payment, with its invoice as it is stored here. */
async function pendingShown({ db }: Ctx, waiting: PendingChange | null) {
  if (!waiting) return null;
  const { invoice: stripeId, ...change } = waiting;
  const row = await db.invoice.findFirst({
    where: { stripeId, status: "open" },
    select: { id: true, remainingMinor: true, currency: true, attempts: true },
  });
  if (!row) return null;
  const amount = { amount: Number(row.remainingMinor), currency: row.currency };
  const { label } = versionOf(null).plans[change.plan];
  return { ...change, label, amount, invoiceId: row.id, failed: row.attempts > 0 };
}

/** Invoices that are owed: all that are open, but for that of a change which is not made yet. */
async function openInvoices(ctx: Ctx, waiting: string | undefined) {
  const rows = await ctx.db.invoice.findMany({
    where: { status: "open", ...(waiting === undefined ? {} : { stripeId: { not: waiting } }) },
    orderBy: [{ issuedAt: "desc" }, { id: "asc" }],
    take: 500,
    select: { id: true, remainingMinor: true, currency: true, nextAttemptAt: true, attempts: true },
  });
  const oldest = rows.at(-1);
  return {
    id: oldest?.id ?? null,
    currency: oldest?.currency ?? null,
    nextAttemptAt: oldest?.nextAttemptAt ?? null,
    attempts: oldest?.attempts ?? 0,
    amount: rows.reduce((sum, { remainingMinor }) => sum + Number(remainingMinor), 0),
  };
}

/** Invoices of this calendar year in the workspace's zone that something was paid on. */
async function paidThisYear(ctx: Ctx) {
  const { timeZone } = ctx.tenant;
  const from = momentOfDay(`${localDay(new Date(), timeZone).slice(0, 4)}-01-01`, 0, timeZone);
  const rows = await ctx.db.invoice.findMany({
    where: { issuedAt: { gte: from }, paidMinor: { gt: 0 } },
    orderBy: [{ issuedAt: "desc" }, { id: "asc" }],
    take: 1_000,
    select: { paidMinor: true, currency: true },
  });
  return {
    count: rows.length,
    currency: rows[0]?.currency ?? null,
    amount: rows.reduce((sum, { paidMinor }) => sum + Number(paidMinor), 0),
  };
}

interface Renewing {
  stripeCustomerId: string | null;
  stripeSubscriptionId: string | null;
  cancelAt: Date | null;
  version: number;
}

/** The page works without it: it is then left out, and requested again the next time. */
async function nextInvoice(ctx: Ctx, row: Renewing): Promise<Planned | null> {
  const { stripeCustomerId: customer, stripeSubscriptionId: subscription } = row;
  if (!stripeClient() || !customer || !subscription || row.cancelAt) return null;
  const key = `${ctx.tenant.id} ${row.version}`;
  const cached = upcomingCache.get(key);
  if (cached) return cached.next;
  try {
    const next = await upcoming({ customer, subscription });
    upcomingCache.set(key, { next });
    return next;
  } catch (error) {
    log.warn({ tenantId: ctx.tenant.id, err: error }, "the next invoice could not be fetched");
    return null;
  }
}
