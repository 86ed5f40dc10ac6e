import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

const change = z.object({
  plan: z.string(),
  interval: z.string().nullable(),
  seats: z.int().nullable(),
  addOns: z.array(z.string()),
  /** Charged at once, in minor units. */
  amount: z.int(),
  currency: z.string(),
});

/** Payment of a workspace; its record has the id of the workspace. */
export const billingEvents = defineEvents("billing", {
  /** A webhook of Stripe names this workspace's customer: the state is to be fetched. */
  notified: z.object({ stripeEvent: z.string(), type: z.string() }),
  /** The state of plan, seats, card or invoices as Stripe has it differs from the stored one, which was replaced. */
  synced: z.object({ invoices: z.int() }),
  /** The nightly comparison found a difference that no webhook had announced. */
  drifted: z.object({ fields: z.array(z.string()) }),
  checkoutStarted: change,
  changed: change,
  cancelled: z.object({ at: z.iso.datetime() }),
  resumed: noData,
  /** A change that waited for its payment was given up. */
  changeDropped: noData,
  portalOpened: noData,
  paid: z.object({ number: z.string().nullable(), amount: z.int(), currency: z.string() }),
  /** An invoice is open; those who may pay are notified with one sentence. */
  unpaid: z.object({ text: z.string(), days: z.int(), memberIds: z.array(z.uuid()) }),
  detailsChanged: z.object({ fields: z.array(z.string()) }),
});
