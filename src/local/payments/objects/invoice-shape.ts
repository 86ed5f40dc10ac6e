import type { Context } from "../context";
import type { Invoice, InvoiceItem, Line } from "../tables";

const SHOWN_LINES = 10;

/** An invoice with its first lines. */
export function showInvoice(context: Context, { hidden: _hidden, ...invoice }: Invoice) {
  const lines = linesOf(context, invoice.id).map((line) => showLine(context, line));
  const list = {
    object: "list",
    url: `/v1/invoices/${invoice.id}/lines`,
    has_more: lines.length > SHOWN_LINES,
    data: lines.slice(0, SHOWN_LINES),
    total_count: lines.length,
  };
  return { ...invoice, lines: list };
}

export function linesOf({ store }: Context, invoice: string): Line[] {
  return store.where("lines", (line) => line.invoice === invoice);
}

export function showLine(_context: Context, { hidden: _hidden, ...line }: Line) {
  return line;
}

export function showInvoiceItem(_context: Context, { hidden: _hidden, ...item }: InvoiceItem) {
  return item;
}
