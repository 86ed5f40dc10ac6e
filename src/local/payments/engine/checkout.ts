import type { Card } from "../cards";
import type { Context } from "../context";
import { emit, emitChange, emitObject } from "../events";
import { letters, newId } from "../ids";
import { newCustomer } from "../objects/customers";
import { linesOf } from "../objects/invoice-shape";
import { keepCard } from "../objects/payment-methods";
import { addTaxId } from "../objects/tax-ids";
import { present } from "../present";
import type { Customer, Session } from "../tables";
import { createSubscription, draftSubscription, type NewSubscription } from "./creating";
import type { Presence } from "./paying";
import { draftRenewal } from "./renewing";

const DAY = 24 * 60 * 60;

/** The price of a session, today and later. */
export type Quote = {
  lines: { amount: number; price: string; quantity: number | null }[];
  subtotal: number;
  off: number;
  due: number;
  trialEnd: number | null;
  /** The next payment: its time and its amount, without what is paid by use. */
  next: { at: number; amount: number };
};

/** Works out what a session costs, by buying it and undoing that. */
export function quoteFor(context: Context, session: Session): Quote {
  const { store } = context;
  return store.pretend(() => {
    const customer = session.customer ?? newCustomer(context, {}).id;
    const invoice = draftSubscription(context, bought(context, session, customer));
    const first = store.get("subscriptions", String(invoice.hidden.subscription));
    const lines = linesOf(context, invoice.id);
    const next = draftRenewal(context, first);
    return {
      lines: session.hidden.lines.map(({ price, quantity }) => ({
        price,
        quantity,
        amount: lines.find(({ pricing }) => pricing?.price_details.price === price)?.amount ?? 0,
      })),
      subtotal: invoice.subtotal,
      off: invoice.subtotal - invoice.total,
      due: invoice.amount_due,
      trialEnd: first.trial_end,
      next: { at: first.hidden.periodEnd, amount: next.total },
    };
  });
}

function bought(context: Context, { hidden, created }: Session, customer: string): NewSubscription {
  const now = context.timeOf(customer);
  const trialEnd = hidden.trialDays === null ? hidden.trialEnd : now + hidden.trialDays * DAY;
  return {
    customer,
    items: hidden.lines.map(({ price, quantity }) => ({ price: context.store.get("prices", price), quantity })),
    trialEnd: trialEnd !== null && trialEnd > created ? trialEnd : null,
    metadata: hidden.subscriptionMetadata,
    description: hidden.description,
    promotions: hidden.discounts,
    trialSettings: hidden.trialSettings,
  };
}

/** The details that a person typed on the page. */
export type Details = {
  email: string;
  name: string | null;
  address: Customer["address"];
  taxId: { type: string; value: string } | null;
};

/** Ends a session whose payment the test bank has agreed to: the card is kept, the subscription bought and paid. */
export function completeSession(
  context: Context,
  session: Session,
  { card, presence, details }: { card: Card | null; presence: Presence; details: Details },
): Session {
  const { store } = context;
  const customer = session.customer ?? newCustomer(context, { email: details.email, name: details.name }).id;
  saveDetails(context, session, customer, details);
  const method = card && keepCard(context, card, customer, presence === "confirmed");
  const quote = quoteFor(context, { ...session, customer });
  if (card && quote.due === 0) announceSetup(context, customer, String(method?.id));
  const subscription = createSubscription(
    context,
    { ...bought(context, session, customer), method: method?.id ?? null },
    method ? { presence, method } : {},
  );
  const { email, name, phone, address } = store.get("customers", customer);
  const taxIds = store.where("taxIds", (each) => each.customer === customer);
  const done = store.put("sessions", {
    ...session,
    amount_subtotal: quote.subtotal,
    amount_total: quote.due,
    customer,
    customer_details: {
      address,
      business_name: null,
      email,
      individual_name: null,
      name,
      phone: phone ?? null,
      tax_exempt: "none",
      tax_ids: taxIds.map(({ type, value }) => ({ type, value })),
    },
    discounts: session.hidden.discounts,
    invoice: subscription.latest_invoice,
    payment_status: quote.due === 0 ? "no_payment_required" : "paid",
    status: "complete",
    subscription: subscription.id,
    total_details: { amount_discount: quote.off, amount_shipping: 0, amount_tax: 0 },
    url: null,
    hidden: { ...session.hidden, confirming: null },
  });
  emit(context, "checkout.session.completed", "sessions", done);
  return done;
}

function saveDetails(context: Context, session: Session, id: string, details: Details): void {
  const { store } = context;
  const customer = store.get("customers", id);
  const before = present(context, "customers", customer);
  const { nameUpdate, addressUpdate } = session.hidden;
  const after = store.put("customers", {
    ...customer,
    email: customer.email ?? details.email,
    name: (nameUpdate ? details.name : null) ?? customer.name,
    address: (addressUpdate ? details.address : null) ?? customer.address,
  });
  emitChange(context, "customer.updated", "customers", { before, after });
  const { taxId } = details;
  const isKnown = store.all("taxIds").some((each) => each.customer === id && each.value === taxId?.value);
  if (taxId && !isKnown) addTaxId(context, id, taxId);
}

/** A card that is kept although nothing is paid today. */
function announceSetup(context: Context, customer: string, method: string): void {
  const intent = {
    id: newId("seti"),
    object: "setup_intent",
    client_secret: letters(24),
    created: context.timeOf(customer),
    customer,
    livemode: false,
    metadata: {},
    payment_method: method,
    payment_method_types: ["card"],
    status: "requires_confirmation",
    usage: "off_session",
  };
  emitObject(context, "setup_intent.created", customer, intent);
  emitObject(context, "setup_intent.succeeded", customer, { ...intent, status: "succeeded" });
}
