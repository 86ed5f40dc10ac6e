import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { asked, requireStripe } from "@/server/stripe";
import { isDecline, isRefusal, paying } from "@/server/stripe-at";
import { billingEvents } from "../events";
import { type InvoiceLine, invoiceSelect, type PendingChange } from "../row";
import { type Applied, applied, type invoice, invoiceIdInput, invoices, pdfUrl, stateOutput } from "../schema";
import { invoiceScope } from "../scope";
import { stateOf } from "./ending";
import { billingAct, changing, type Held, noteChange, syncLocked, syncPaid, withBillingLock } from "./sync";

const select = { id: true, ...invoiceSelect } satisfies Prisma.InvoiceSelect;
type Row = Prisma.InvoiceGetPayload<{ select: typeof select }>;

function present(row: Row, waiting: string | undefined): z.input<typeof invoice> {
  const optional = row.status === "open" && row.stripeId === waiting;
  const money = (amount: bigint | number) => ({ amount: Number(amount), currency: row.currency });
  return {
    id: row.id,
    number: row.number,
    status: row.status as z.input<typeof invoice>["status"],
    pastDue: row.status === "open" && row.attempts > 0 && !optional,
    optional,
    issuedAt: row.issuedAt.toISOString(),
    dueAt: isoOf(row.dueAt),
    paidAt: isoOf(row.paidAt),
    periodStart: row.periodStart.toISOString(),
    periodEnd: row.periodEnd.toISOString(),
    lines: (row.lines as unknown as InvoiceLine[]).map((line) => ({ ...line, amount: money(line.amount) })),
    subtotal: money(row.subtotalMinor),
    tax: money(row.taxMinor),
    total: money(row.totalMinor),
    due: money(row.dueMinor),
    remaining: money(row.remainingMinor),
    hasPdf: row.pdfUrl !== null,
  };
}

export const listInvoices = platform.operation({
  kind: "query",
  permission: "billing:manage",
  orPermission: "workspace:manage",
  input: z.object({}),
  output: invoices,
  rest: { method: "GET", path: "/billing/invoices" },
  describe: "The workspace's invoices, newest first, with their lines; at most 500. Amounts are in minor units.",
  async run(ctx) {
    const rows = await ctx.db.invoice.findMany({ orderBy: [{ issuedAt: "desc" }, { id: "asc" }], take: 500, select });
    const waiting = await invoiceOfPending(ctx);
    return rows.map((row) => present(row, waiting));
  },
});

/** Stripe's id of the invoice that a change waits for; undefined while none does. */
async function invoiceOfPending({ db }: Ctx): Promise<string | undefined> {
  const row = await db.subscription.findFirst({ select: { pendingChange: true } });
  return (row?.pendingChange as PendingChange | null)?.invoice;
}

async function requireInvoice(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.db.invoice.findFirst({ where: { id }, select });
  if (!row) throw notFound("invoice");
  return row;
}

export const getInvoicePdf = platform.operation({
  kind: "query",
  permission: "billing:manage",
  orPermission: "workspace:manage",
  staff: "never",
  uses: [{ scope: invoiceScope, ids: ({ id }) => [id] }],
  input: invoiceIdInput,
  output: pdfUrl,
  describe:
    "The current address of an invoice's PDF file at the payments service; the address expires after some time.",
  async run(ctx, { id }) {
    const { stripeId } = await requireInvoice(ctx, id);
    const { invoice_pdf: url } = await asked((stripe) => stripe.invoices.retrieve(stripeId));
    if (!url) throw new AppError("NOT_FOUND", "This invoice has no PDF file yet. Try again later.");
    return { url };
  },
});

export const payInvoice = platform.operation({
  ...billingAct,
  on: { scope: invoiceScope, ids: ({ id }) => [id] },
  input: invoiceIdInput,
  output: applied,
  describe: "Pays an open invoice with the stored card. If that fails, the response says where to pay it instead.",
  async run(ctx, { id }) {
    requireStripe();
    return await withBillingLock(ctx, async (inner) => {
      const { stripeId, number, currency, status } = await requireInvoice(inner, id);
      if (status !== "open") return { outcome: "unchanged" as const, url: null, message: null };
      const { amount, ...outcome } = await tryToPay(inner, stripeId);
      if (amount === null) await syncLocked(inner);
      else {
        const data = { number, amount, currency };
        await noteChange(inner, (tx) => emit(tx, billingEvents.paid, { id: tx.tenant.id, data }));
        await syncPaid(inner);
      }
      return outcome;
    });
  },
});

export const dropPendingChange = platform.operation({
  ...billingAct,
  input: z.object({}),
  output: stateOutput,
  describe:
    "Cancels a change of plan that is waiting for its payment: the invoice is cancelled, and the plan does not change.",
  async run(ctx) {
    requireStripe();
    return await withBillingLock(ctx, async (inner) => {
      const stripeId = await invoiceOfPending(inner);
      if (stripeId !== undefined && (await voided(inner, stripeId)))
        await noteChange(inner, (tx) => emit(tx, billingEvents.changeDropped, { id: tx.tenant.id, data: {} }));
      await syncLocked(inner);
      return await stateOf(inner);
    });
  },
});

/** Whether an invoice was open and is void now; one that was paid meanwhile is left as it is. */
async function voided(inner: Held, stripeId: string): Promise<boolean> {
  const { status } = await asked((stripe) => stripe.invoices.retrieve(stripeId));
  if (status !== "open") return false;
  await changing(inner, (stripe) => stripe.invoices.voidInvoice(stripeId));
  return true;
}

/** Repeated within a minute with the same card it is one try; Stripe itself refuses to pay a paid invoice. */
async function payKey(stripeId: string): Promise<string> {
  const { customer } = await asked((stripe) =>
    stripe.invoices.retrieve(stripeId, { expand: ["customer.invoice_settings.default_payment_method"] }),
  );
  const settings = customer !== null && typeof customer !== "string" && !customer.deleted && customer.invoice_settings;
  const card = settings ? settings.default_payment_method : null;
  const cardId = typeof card === "string" ? card : card?.id;
  return `pay:${stripeId}:${cardId}:${Math.floor(Date.now() / 60_000)}`;
}

/** With the amount that was paid now; null for none. */
async function tryToPay(inner: Held, stripeId: string): Promise<Applied & { amount: number | null }> {
  try {
    const key = await payKey(stripeId);
    const { amount_paid: amount } = await changing(inner, (stripe) => stripe.invoices.pay(stripeId, {}, paying(key)));
    return { outcome: "done", url: null, message: null, amount };
  } catch (error) {
    if (!isDecline(error) && !isRefusal(error)) throw error;
    const now = await asked((stripe) => stripe.invoices.retrieve(stripeId));
    // Paid in another tab, or by Stripe's own next attempt.
    if (now.status === "paid") return { outcome: "unchanged", url: null, message: null, amount: null };
    const message = isDecline(error)
      ? error.message
      : "This invoice cannot be paid with the stored card. Pay it on its page instead.";
    return { outcome: "confirm", url: now.hosted_invoice_url ?? null, message, amount: null };
  }
}
