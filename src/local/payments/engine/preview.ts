import type { Context } from "../context";
import { newId } from "../ids";
import { linesOf, showLine } from "../objects/invoice-shape";
import { present } from "../present";
import { Refusal } from "../refusal";
import type { Invoice } from "../tables";
import { applyChange, type Change } from "./changing";
import { draftSubscription, type NewSubscription } from "./creating";
import { settlementOf, waitingFor } from "./drafting";
import { cancelNow } from "./ending";
import { draftRenewal } from "./renewing";

type Asked = { change?: Change; creates?: NewSubscription; cancelNow?: { prorate?: boolean } };

/** The invoice that a change would bring, worked out by making the change and undoing it. */
export function previewInvoice(context: Context, subscription: string | null, asked: Asked): object {
  return context.store.pretend(() => {
    const invoice = subscription === null ? firstInvoice(context, asked) : nextInvoice(context, subscription, asked);
    return shown(context, invoice);
  });
}

function firstInvoice(context: Context, { creates }: Asked): Invoice {
  if (!creates) throw Refusal.parameter("invoice_upcoming_none", "subscription", "No upcoming invoices for customer.");
  return draftSubscription(context, creates);
}

function nextInvoice(context: Context, id: string, { change, cancelNow: ending }: Asked): Invoice {
  const { store } = context;
  if (ending) {
    const ended = cancelNow(context, store.get("subscriptions", id), { ...ending, invoiceNow: true });
    const latest = store.find("invoices", ended.latest_invoice);
    if (latest?.created === context.timeOf(ended.customer)) return latest;
    throw none();
  }
  if (["canceled", "incomplete", "incomplete_expired"].includes(store.get("subscriptions", id).status)) throw none();
  const due = change && applyChange(context, id, change);
  if (due) return due;
  const subscription = store.get("subscriptions", id);
  const isEnding = subscription.cancel_at !== null && subscription.cancel_at <= subscription.hidden.periodEnd;
  if (isEnding && waitingFor(context, id).length === 0) throw none();
  const at = subscription.hidden.periodEnd;
  return { ...draftRenewal(context, subscription), created: at };
}

const none = () => Refusal.parameter("invoice_upcoming_none", "subscription", "No upcoming invoices for customer.");

/** As it would be when it is final: the balance is used. It has no number and all of its lines. */
function shown(context: Context, invoice: Invoice): object {
  const id = newId("upcoming_in");
  const lines = linesOf(context, invoice.id).map((line) => ({ ...showLine(context, line), invoice: id }));
  const list = {
    object: "list",
    url: `/v1/invoices/${id}/lines`,
    has_more: false,
    data: lines,
    total_count: lines.length,
  };
  const { ending } = settlementOf(invoice);
  return { ...present(context, "invoices", { ...invoice, ending_balance: ending }), id, lines: list };
}
