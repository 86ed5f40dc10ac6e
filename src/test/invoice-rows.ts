import type { Db } from "@/server/db/tenant-db";

/** A paid invoice in the rows of a full workspace. */
export async function makeInvoice(db: Db, marker: string): Promise<string> {
  const amounts = { subtotalMinor: 1, taxMinor: 0, totalMinor: 1, dueMinor: 1, paidMinor: 1, remainingMinor: 0 };
  const at = new Date();
  const dates = { issuedAt: at, periodStart: at, periodEnd: at };
  const urls = { hostedUrl: marker, pdfUrl: marker };
  const data = { stripeId: marker, number: marker, status: "paid", currency: "USD", ...amounts, ...dates, ...urls };
  return (await db.invoice.create({ data, select: { id: true } })).id;
}
