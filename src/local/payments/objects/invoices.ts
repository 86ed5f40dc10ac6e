import { z } from "zod";
import type { Context } from "../context";
import { finalizeInvoice } from "../engine/finalizing";
import { methodFor, tryToPay } from "../engine/paying";
import { dropPending } from "../engine/pending";
import { previewInvoice } from "../engine/preview";
import { voidInvoice } from "../engine/voiding";
import { isWithin, listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { flag, many, one, page, range, text } from "../schema";
import type { Invoice } from "../tables";
import { named } from "./customers";
import { linesOf, showLine } from "./invoice-shape";
import { cardError, paymentMethodFor } from "./payment-methods";
import { discountsFor } from "./promotions";
import { changeOf, existing as existingSubscription, firstState, moving } from "./subscriptions";

const STATES = ["draft", "open", "paid", "uncollectible", "void"] as const;

const previewing = {
  customer: text().optional(),
  discounts: many(z.strictObject({ coupon: text().optional(), promotion_code: text().optional() }))
    .max(20)
    .optional(),
  preview_mode: one("next").optional(),
  subscription: text().optional(),
  subscription_details: z
    .strictObject({
      ...moving,
      cancel_at_period_end: flag().optional(),
      cancel_now: flag().optional(),
    })
    .optional(),
};

export const invoiceRoutes = [
  route(
    "GET /v1/invoices",
    {
      ...page,
      created: range().optional(),
      customer: text().optional(),
      status: one(...STATES).optional(),
      subscription: text().optional(),
    },
    ({ context, params }) => {
      const { customer, created, status, subscription } = params;
      if (customer !== undefined) named(context, customer);
      const found = context.store.where(
        "invoices",
        (each) =>
          (customer === undefined || each.customer === customer) &&
          (subscription === undefined || each.hidden.subscription === subscription) &&
          (status === undefined || each.status === status) &&
          (customer !== undefined || subscription !== undefined || each.test_clock === null) &&
          isWithin(each.created, created),
      );
      return listOf("/v1/invoices", found, params, (each) => present(context, "invoices", each));
    },
  ),
  route("POST /v1/invoices/create_preview", previewing, ({ context, params }) => preview(context, params)),
  route("GET /v1/invoices/:id", {}, ({ context, id }) => present(context, "invoices", existing(context, id))),
  route("GET /v1/invoices/:id/lines", page, ({ context, params, id }) => {
    existing(context, id);
    const lines = linesOf(context, id).toReversed();
    return listOf(`/v1/invoices/${id}/lines`, lines, params, (line) => showLine(context, line));
  }),
  route("POST /v1/invoices/:id/finalize", {}, ({ context, id }) => {
    if (existing(context, id).status !== "draft")
      throw Refusal.parameter("invoice_not_editable", "id", "This invoice is already finalized.");
    return present(context, "invoices", finalizeInvoice(context, id));
  }),
  route("POST /v1/invoices/:id/void", {}, ({ context, id }) => present(context, "invoices", voided(context, id))),
  route("POST /v1/invoices/:id/pay", { off_session: flag().optional(), payment_method: text().optional() }, (call) =>
    pay(call.context, call.id, call.params.payment_method),
  ),
  route(
    "GET /v1/invoice_payments",
    {
      ...page,
      created: range().optional(),
      invoice: text().optional(),
      status: one("canceled", "open", "paid").optional(),
    },
    ({ context, params }) => {
      const { invoice, status, created } = params;
      const found = context.store.where(
        "invoicePayments",
        (each) =>
          (invoice === undefined || each.invoice === invoice) &&
          (status === undefined || each.status === status) &&
          isWithin(each.created, created),
      );
      return listOf("/v1/invoice_payments", found, params, (each) => present(context, "invoicePayments", each));
    },
  ),
];

function pay(context: Context, id: string, given: string | undefined): object {
  const invoice = existing(context, id);
  if (invoice.status === "paid") throw Refusal.parameter("invoice_already_paid", "id", "Invoice is already paid");
  if (invoice.status === "draft") finalizeInvoice(context, id);
  else if (invoice.status !== "open")
    throw Refusal.parameter(undefined, "id", `Invoices with a status of ${invoice.status} cannot be paid.`);
  const ready = context.store.get("invoices", id);
  if (ready.status === "open") {
    const { customer } = ready;
    const method =
      given === undefined ? methodFor(context, ready) : paymentMethodFor(context, customer, given, "payment_method");
    if (!method) {
      const message = "There is no default payment method set on this Customer. Please provide one.";
      throw Refusal.parameter("resource_missing", "payment_method", message);
    }
    const outcome = tryToPay(context, id, { method });
    if (outcome.state !== "paid") throw cardError(outcome.decline, { payment_method: { id: method.id } }, true);
  }
  return present(context, "invoices", context.store.get("invoices", id));
}

/** Voids an open invoice; a change that waits for it is given up with it. */
function voided(context: Context, id: string): Invoice {
  const invoice = existing(context, id);
  if (!["open", "uncollectible"].includes(invoice.status ?? ""))
    throw Refusal.parameter(undefined, "id", `Invoices with a status of ${invoice.status} cannot be voided.`);
  const subscription = context.store.find("subscriptions", invoice.hidden.subscription);
  if (subscription?.hidden.pending?.invoice === id) dropPending(context, subscription.id);
  else voidInvoice(context, invoice);
  return existing(context, id);
}

function existing({ store }: Context, id: string): Invoice {
  const invoice = store.find("invoices", id);
  if (!invoice) throw Refusal.missing("invoice", id);
  return invoice;
}

function preview(context: Context, params: z.output<z.ZodObject<typeof previewing>>): object {
  const { subscription: id, customer, subscription_details: details = {} } = params;
  if (id === undefined) return previewFirst(context, params);
  const subscription = context.store.find("subscriptions", id);
  if (!subscription) throw Refusal.missingParameter("subscription", id, "subscription");
  if (customer !== undefined && subscription.customer !== customer)
    throw Refusal.missingParameter("subscription", id, "subscription");
  if (details.cancel_now)
    return previewInvoice(context, id, { cancelNow: { prorate: details.proration_behavior !== "none" } });
  const change = changeOf(context, existingSubscription(context, id), details);
  const promotions = params.discounts && discountsFor(context, params.discounts, subscription.customer);
  const ends = details.cancel_at_period_end;
  const patch =
    ends === undefined ? {} : { cancel_at_period_end: ends, cancel_at: ends ? subscription.hidden.periodEnd : null };
  return previewInvoice(context, id, { change: { ...change, promotions, patch } });
}

function previewFirst(context: Context, params: z.output<z.ZodObject<typeof previewing>>): object {
  const { customer, subscription_details: details } = params;
  if (customer === undefined)
    throw Refusal.parameter("parameter_missing", "customer", "Missing required param: customer.");
  named(context, customer);
  if (!details?.items) return previewInvoice(context, null, {});
  const items = details.items.map(({ price, quantity, metadata }, index) => {
    if (price === undefined) {
      const name = `subscription_details[items][${index}][price]`;
      throw Refusal.parameter("parameter_missing", name, `Missing required param: ${name}.`);
    }
    return { price, quantity, metadata };
  });
  const state = firstState(context, customer, { items, trial_end: details.trial_end });
  const promotions = discountsFor(context, params.discounts ?? [], customer);
  return previewInvoice(context, null, { creates: { ...state, promotions } });
}
