import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type Stripe from "stripe";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import { changes, emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { log } from "@/server/log";
import { newId } from "@/server/new-id";
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

/** A workspace whose payment this work alone changes. */
export interface Held extends Ctx {
  /** Of the row of its subscription, while the work lasts. */
  lease: string;
}

/** Every act on the payment: it works with the payments service, and support sessions may not do it. */
export const billingAct = {
  kind: "mutation",
  permission: "billing:manage",
  external: true,
  staff: "never",
  stepUp: true,
} as const;

/** Longer than the calls between two that change something: each of those begins with a renewed lease. */
const leaseSeconds = 60;
const waitMs = 5_000;
const restMs = 50;

/**
 * Work on the payment of a workspace, one after the other: whoever fetches under this lease writes nothing that is
 * older than what stands there. No transaction is open, because the work waits for Stripe; a process that dies leaves
 * the lease to run out.
 */
export async function withBillingLock<T>(ctx: Ctx, work: (inner: Held) => Promise<T>): Promise<T> {
  const inner: Held = { ...ctx, lease: newId() };
  const until = Date.now() + waitMs;
  while (!(await acquireLease(inner))) {
    if (Date.now() > until) throw alreadyRunning();
    await pause(restMs);
  }
  try {
    return await work(inner);
  } finally {
    await returnLease(inner).catch((error: unknown) =>
      log.warn({ tenantId: ctx.tenant.id, err: error }, "the lease of a payment was not returned, and runs out"),
    );
  }
}

/** A call that pays, creates or changes something at Stripe: made only while this work has the payment. */
export async function changing<T>(inner: Held, call: (stripe: Stripe) => Promise<T>): Promise<T> {
  await renewLease(inner);
  return await asked(call);
}

const alreadyRunning = () =>
  new AppError("UNAVAILABLE", "Another billing change of this workspace is in progress. Try again in a moment.", {
    retryAfter: 5,
  });

async function acquireLease({ tenant, db, lease }: Held): Promise<boolean> {
  const taken = await tenantSql(
    tenant.id,
    db,
    Prisma.sql`
      update subscriptions
      set billing_lease = ${lease}::uuid, billing_leased_until = now() + ${leaseSeconds} * interval '1 second'
      where tenant_id = ${tenant.id}::uuid and (billing_lease is null or billing_leased_until < now())
      returning 1 as taken`,
  );
  return taken.length > 0;
}

/** UNAVAILABLE where the lease ran out and another work has the payment now. */
async function renewLease({ tenant, db, lease }: Held): Promise<void> {
  const renewed = await tenantSql(
    tenant.id,
    db,
    Prisma.sql`
      update subscriptions set billing_leased_until = now() + ${leaseSeconds} * interval '1 second'
      where tenant_id = ${tenant.id}::uuid and billing_lease = ${lease}::uuid returning 1 as renewed`,
  );
  if (renewed.length === 0) throw alreadyRunning();
}

async function returnLease({ tenant, db, lease }: Held): Promise<void> {
  await tenantSql(
    tenant.id,
    db,
    Prisma.sql`
      update subscriptions set billing_lease = null, billing_leased_until = null
      where tenant_id = ${tenant.id}::uuid and billing_lease = ${lease}::uuid returning 1 as returned`,
  );
}

/** Writes under the lease, in one transaction. UNAVAILABLE where it ran out and another work has the payment now. */
export async function writeHeld<T>(inner: Held, write: (tx: Ctx) => Promise<T>): Promise<T> {
  return await inTransaction(inner, async (tx) => {
    const held = await tenantSql(
      inner.tenant.id,
      tx.db,
      Prisma.sql`
        select 1 as held from subscriptions
        where tenant_id = ${inner.tenant.id}::uuid and billing_lease = ${inner.lease}::uuid for no key update`,
    );
    if (held.length === 0) throw alreadyRunning();
    return await write(tx);
  });
}

/**
 * The same for an act that buys something. Refused while the workspace waits for its deletion: asked under the lease,
 * so that the deletion finds every page on which one could still buy.
 */
export async function withSale<T>(ctx: Ctx, work: (inner: Held) => Promise<T>): Promise<T> {
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
 * Brings the stored state of a workspace's payment to that of Stripe, under the lease. The only writer of it: success
 * page, portal, webhooks, the nightly comparison and our own changes all end here.
 */
export const syncStripe = (ctx: Ctx, extent: Extent = "recent"): Promise<Synced> =>
  withBillingLock(ctx, (inner) => syncLocked(inner, { extent }));

/** The same under the lease, after a change that was made there. A repeat of its transaction calls nobody again. */
export async function syncLocked(inner: Held, { extent = "recent" }: { extent?: Extent } = {}): Promise<Synced> {
  const customer = await customerOf(inner);
  const fetched = customer === null ? null : await fetchCustomer(inner, customer, extent);
  return await writeHeld(inner, async (tx) =>
    customer === null ? nothing : await writeFetched(tx, customer, fetched),
  );
}

/** Writes the event of a change that was made at Stripe: it stands, whatever becomes of the fetch that follows. */
export const noteChange = (inner: Held, write: (tx: Ctx) => void): Promise<void> =>
  inTransaction(inner, async (tx) => write(tx));

/** Fetches the state after a payment. One that was taken is no failure for the payer: its webhook fetches again. */
export async function syncPaid(inner: Held): Promise<void> {
  await syncLocked(inner).catch((error: unknown) =>
    log.warn({ tenantId: inner.tenant.id, err: error }, "the state after a payment waits for its webhook"),
  );
}

async function writeFetched(inner: Ctx, customer: string, fetched: Fetched | null): Promise<Synced> {
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

/** recent: invoices that may have changed since they were stored · whole: all of them */
type Extent = "recent" | "whole";

/** Invoices in these states change no more. One that counts as uncollectible may still be paid or declared void. */
const settled = ["paid", "void"];

/** From when on invoices may be new or different: the oldest one that is not settled, else the newest one. */
async function changedSince({ db }: Ctx): Promise<number | null> {
  const [open, newest] = await Promise.all([
    db.invoice.findFirst({ where: { status: { notIn: settled } }, orderBy: { issuedAt: "asc" }, select: issued }),
    db.invoice.findFirst({ orderBy: { issuedAt: "desc" }, select: issued }),
  ]);
  const from = (open ?? newest)?.issuedAt;
  // An invoice is created up to some days before it is issued.
  return from === undefined ? null : Math.floor(from.getTime() / 1_000) - draftDays * 86_400;
}
const draftDays = 35;
const issued = { issuedAt: true } as const;

/** The state of a customer; null when it was deleted. */
async function fetchCustomer(ctx: Ctx, id: string, extent: Extent): Promise<Fetched | null> {
  const since = extent === "whole" ? null : await changedSince(ctx);
  const created = since === null ? {} : { created: { gte: since } };
  return await asked(async (stripe) => {
    const [customer, subscriptions, invoices] = await Promise.all([
      stripe.customers.retrieve(id, { expand: ["invoice_settings.default_payment_method"] }),
      stripe.subscriptions
        .list({ customer: id, status: "all", limit: 100, expand: ["data.default_payment_method"] })
        .autoPagingToArray({ limit: 1_000 }),
      stripe.invoices.list({ customer: id, limit: 100, ...created }).autoPagingToArray({ limit: 10_000 }),
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
  const { pendingChange, ...columns } = changed?.after ?? {};
  const pending = pendingChange === undefined ? {} : { pendingChange: pendingChange ?? Prisma.DbNull };
  const data = changed ? { ...columns, ...pending, version: { increment: 1 } } : {};
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
