import "server-only";
import type Stripe from "stripe";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, sqlState } from "@/server/errors";
import { changes, emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { log } from "@/server/log";
import { asked } from "@/server/stripe";
import { billingEvents } from "../events";
import {
  type BillingRow,
  billingRow,
  billingSelect,
  type Fetched,
  type InvoiceRow,
  invoiceRow,
  invoiceSelect,
  isLive,
} from "../row";

/** Calls of Stripe and the writes that follow from them; a call takes ten seconds at most. */
const lockLimit = { timeoutMs: 60_000 };

/**
 * Work on the payment of a workspace, one after the other: whoever fetches under this lock writes nothing that is
 * older than what stands there. The lock ends with the transaction.
 */
export async function withBillingLock<T>(ctx: Ctx, work: (inner: Ctx) => Promise<T>): Promise<T> {
  return await inTransaction(
    ctx,
    async (inner) => {
      await lock(inner);
      return await work(inner);
    },
    lockLimit,
  );
}

/**
 * The same for an act that buys something. Refused while the workspace waits for its deletion: asked under the lock, so
 * that the deletion finds every page on which one could still buy.
 */
export async function withSale<T>(ctx: Ctx, work: (inner: Ctx) => Promise<T>): Promise<T> {
  return await withBillingLock(ctx, async (inner) => {
    await requireSelling(inner);
    return await work(inner);
  });
}

export async function requireSelling({ tenant, db }: Ctx): Promise<void> {
  const row = await db.tenant.findFirst({ where: { id: tenant.id }, select: { deletionDueAt: true } });
  if (row?.deletionDueAt === null) return;
  throw new AppError("CONFLICT", "This workspace will be deleted, so nothing is sold to it. Undo the deletion first.");
}

async function lock({ tenant, db }: Ctx): Promise<void> {
  const key = `billing:${tenant.id}`;
  const idle = String(lockLimit.timeoutMs);
  // The database would end the transaction while it waits for a slow Stripe: after a payment, before the sync.
  const statement = Prisma.sql`
    select 1 as locked from (select set_config('idle_in_transaction_session_timeout', ${idle}, true),
      pg_advisory_xact_lock(hashtextextended(${key}, 0))) l`;
  try {
    await tenantSql(tenant.id, db, statement);
  } catch (error) {
    if (sqlState(error) !== "55P03") throw error;
    const message = "Another payment of this workspace is under way. Try again in a moment.";
    throw new AppError("UNAVAILABLE", message, { retryAfter: 5 }, error);
  }
}

/** The customer of a workspace at Stripe; null before the first checkout. */
export async function customerOf(ctx: Ctx): Promise<string | null> {
  const row = await ctx.db.subscription.findFirst({ select: { stripeCustomerId: true } });
  return row?.stripeCustomerId ?? null;
}

export interface Synced {
  /** Stored columns that were different. */
  fields: string[];
  /** Invoices that were new or different. */
  invoices: number;
}

const nothing: Synced = { fields: [], invoices: 0 };

/**
 * Brings the stored state of a workspace's payment to that of Stripe, under the lock. The only writer of it: success
 * page, portal, webhooks, the nightly comparison and our own changes all end here.
 */
export const syncStripe = (ctx: Ctx): Promise<Synced> => withBillingLock(ctx, syncLocked);

/** The same inside the lock, after a change that was made there. */
export async function syncLocked(inner: Ctx): Promise<Synced> {
  const customer = await customerOf(inner);
  if (customer === null) return nothing;
  const fetched = await fetchCustomer(customer);
  if (fetched === null) {
    log.error({ tenantId: inner.tenant.id, customer }, "the customer of a workspace is gone at Stripe");
    return nothing;
  }
  const live = fetched.subscriptions.filter(isLive);
  if (live.length > 1)
    log.error({ tenantId: inner.tenant.id, subscriptions: live.map(({ id }) => id) }, "a workspace pays twice");
  const row = await writeRow(inner, fetched);
  const invoices = await writeInvoices(inner, fetched.invoices);
  if (row.fields.length > 0 || invoices > 0)
    emit(inner, billingEvents.synced, {
      id: inner.tenant.id,
      before: row.before,
      after: row.after,
      data: { invoices },
    });
  return { fields: row.fields, invoices };
}

/** The state of a customer; null when it was deleted. */
async function fetchCustomer(id: string): Promise<Fetched | null> {
  return await asked(async (stripe) => {
    const [customer, subscriptions, invoices] = await Promise.all([
      stripe.customers.retrieve(id, { expand: ["invoice_settings.default_payment_method"] }),
      stripe.subscriptions
        .list({ customer: id, status: "all", limit: 100, expand: ["data.default_payment_method"] })
        .autoPagingToArray({ limit: 1_000 }),
      stripe.invoices.list({ customer: id, limit: 100 }).autoPagingToArray({ limit: 10_000 }),
    ]);
    if (customer.deleted) return null;
    return { customer, subscriptions, invoices: await Promise.all(invoices.map((one) => withAllLines(stripe, one))) };
  });
}

/** An invoice carries its first ten lines. */
async function withAllLines(stripe: Stripe, invoice: Stripe.Invoice): Promise<Stripe.Invoice> {
  if (!invoice.lines.has_more || !invoice.id) return invoice;
  const data = await stripe.invoices.listLineItems(invoice.id, { limit: 100 }).autoPagingToArray({ limit: 1_000 });
  return { ...invoice, lines: { ...invoice.lines, data } };
}

async function writeRow(inner: Ctx, fetched: Fetched) {
  const before: BillingRow = await inner.db.subscription.findFirstOrThrow({ select: billingSelect });
  const after = billingRow(before, fetched);
  const changed = changes(before, after);
  const data = changed ? { ...changed.after, version: { increment: 1 } } : {};
  await inner.db.subscription.updateMany({ data: { ...data, syncedAt: new Date() } });
  return {
    fields: Object.keys(changed?.after ?? {}),
    before: (changed?.before ?? null) as Record<string, unknown> | null,
    after: (changed?.after ?? null) as Record<string, unknown> | null,
  };
}

async function writeInvoices(inner: Ctx, fetched: readonly Stripe.Invoice[]): Promise<number> {
  const wanted = fetched.flatMap((invoice) => invoiceRow(invoice) ?? []);
  const stored = await inner.db.invoice.findMany({
    where: { stripeId: { in: wanted.map(({ stripeId }) => stripeId) } },
    select: invoiceSelect,
  });
  const known = new Map(stored.map((row) => [row.stripeId, row]));
  const fresh = wanted.filter(({ stripeId }) => !known.has(stripeId));
  if (fresh.length > 0) await inner.db.invoice.createMany({ data: fresh.map(written) });
  let changed = 0;
  for (const row of wanted) {
    const old = known.get(row.stripeId);
    if (!old || !changes(old, row)) continue;
    await inner.db.invoice.updateMany({ where: { stripeId: row.stripeId }, data: written(row) });
    changed += 1;
  }
  return fresh.length + changed;
}

const written = (row: InvoiceRow) => ({ ...row, lines: row.lines as Prisma.InputJsonValue });
