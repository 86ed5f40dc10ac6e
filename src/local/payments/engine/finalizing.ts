import type { Context } from "../context";
import { emit, emitChange } from "../events";
import { newId } from "../ids";
import { linesOf } from "../objects/invoice-shape";
import { present } from "../present";
import type { Invoice } from "../tables";
import { settlementOf, summed, whoPays } from "./drafting";
import { counted } from "./lines";
import { paid } from "./paying";

/** Makes a draft final: its number, its pages, the balance that it uses; with nothing left to pay it is paid. */
export function finalizeInvoice(context: Context, id: string): Invoice {
  const { store } = context;
  const draft = store.get("invoices", id);
  recount(context, draft);
  const customer = store.get("customers", draft.customer);
  const now = context.timeOf(customer.id);
  const sums = summed(context, id);
  const { due, ending } = settlementOf(sums);
  const number = `${customer.invoice_prefix}-${String(customer.next_invoice_sequence).padStart(4, "0")}`;
  changeBalance(context, customer.id, ending);
  const page = `${context.origin}/i/${id}/${draft.hidden.secret}`;
  const taxIds = store.where("taxIds", (each) => each.customer === customer.id);
  const invoice = store.put("invoices", {
    ...sums,
    ...whoPays(store.get("customers", customer.id)),
    customer_tax_ids: taxIds.map(({ type, value }) => ({ type, value })),
    amount_due: due,
    amount_remaining: due,
    automatically_finalizes_at: null,
    effective_at: now,
    ending_balance: ending,
    hosted_invoice_url: page,
    invoice_pdf: `${page}/pdf`,
    next_payment_attempt: draft.auto_advance && due > 0 ? now : null,
    number,
    status: "open",
    status_transitions: { ...draft.status_transitions, finalized_at: now },
  });
  emit(context, "invoice.finalized", "invoices", invoice);
  if (due === 0) return paid(context, id);
  openPayment(context, invoice, now);
  return store.get("invoices", id);
}

function recount(context: Context, { id, customer }: Invoice): void {
  for (const line of linesOf(context, id)) {
    const now = counted(context, line, customer);
    if (now !== line) context.store.put("lines", now);
  }
}

function changeBalance(context: Context, id: string, ending: number): void {
  const { store } = context;
  const customer = store.get("customers", id);
  const before = present(context, "customers", customer);
  const after = store.put("customers", {
    ...customer,
    balance: ending,
    next_invoice_sequence: customer.next_invoice_sequence + 1,
  });
  if (ending !== customer.balance) emitChange(context, "customer.updated", "customers", { before, after });
}

function openPayment(context: Context, invoice: Invoice, now: number): void {
  const { store } = context;
  const intent = store.put("intents", {
    id: newId("pi"),
    amount: invoice.amount_due,
    created: now,
    currency: invoice.currency,
    customer: invoice.customer,
    invoice: invoice.id,
    payment_method: null,
    status: "requires_payment_method",
    charge: null,
    secret: newId("x", 24).slice(2),
    error: null,
  });
  store.put("invoicePayments", {
    id: newId("inpay"),
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: "payment_intent", payment_intent: intent.id },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  });
  store.change("invoices", invoice.id, { hidden: { ...invoice.hidden, intent: intent.id } });
  emit(context, "payment_intent.created", "intents", intent);
}
