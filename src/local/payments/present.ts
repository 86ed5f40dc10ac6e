import type Stripe from "stripe";
import type { Context } from "./context";
import { showIntent } from "./objects/intent-shape";
import { showInvoice, showInvoiceItem, showLine } from "./objects/invoice-shape";
import { showItem, showSubscription } from "./objects/subscription-shape";
import type { Kind, Tables } from "./tables";

type Show<K extends Kind> = (context: Context, record: Tables[K]) => object;

const special: { [K in Kind]?: Show<K> } = {
  subscriptions: showSubscription,
  items: showItem,
  invoices: showInvoice,
  lines: showLine,
  invoiceItems: showInvoiceItem,
  intents: showIntent,
  events: (_context, record) => showEvent(record),
};

/** A record as Stripe shows it. */
export function present<K extends Kind>(context: Context, kind: K, record: Tables[K]): object {
  const show = special[kind] as Show<K> | undefined;
  if (show) return show(context, record);
  const { hidden: _hidden, ...shown } = record as Tables[K] & { hidden?: unknown };
  return shown;
}

function showEvent({ id, type, created, object, previous, request }: Tables["events"]): object {
  return {
    id,
    object: "event",
    api_version: VERSION,
    context: null,
    created,
    data: { object, ...(previous === null ? {} : { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 0,
    request,
    type,
  } satisfies Omit<Stripe.Event, "type" | "data" | "context"> & Record<string, unknown>;
}

/** The only version of the API that this server speaks: that of the SDK. */
export const VERSION = "2026-10-28.endive";
