import type { Context } from "../context";
import { emit, emitChange } from "../events";
import { present } from "../present";
import type { Invoice } from "../tables";

/** Makes an open invoice void: nothing is paid on it, and the credit that it had used is the customer's again. */
export function voidInvoice(context: Context, { id }: Invoice): Invoice {
  const { store } = context;
  const invoice = store.get("invoices", id);
  const now = context.timeOf(invoice.customer);
  giveBack(context, invoice);
  for (const payment of store.where("invoicePayments", (each) => each.invoice === id && each.status === "open"))
    store.put("invoicePayments", {
      ...payment,
      status: "canceled",
      status_transitions: { ...payment.status_transitions, canceled_at: now },
    });
  const voided = store.put("invoices", {
    ...invoice,
    amount_remaining: 0,
    auto_advance: false,
    next_payment_attempt: null,
    status: "void",
    status_transitions: { ...invoice.status_transitions, voided_at: now },
  });
  emit(context, "invoice.voided", "invoices", voided);
  return voided;
}

function giveBack(context: Context, { customer: id, starting_balance: before, ending_balance: after }: Invoice): void {
  const used = (after ?? before) - before;
  if (used === 0) return;
  const customer = context.store.get("customers", id);
  const shown = present(context, "customers", customer);
  const richer = context.store.put("customers", { ...customer, balance: customer.balance - used });
  emitChange(context, "customer.updated", "customers", { before: shown, after: richer });
}
