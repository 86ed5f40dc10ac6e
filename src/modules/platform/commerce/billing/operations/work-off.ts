import "server-only";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { log } from "@/server/log";
import { stripeClient } from "@/server/stripe";
import { billingEvents } from "../events";
import { markProcessed, waitingEvents } from "./receive-event";
import { customerOf, type Synced, syncStripe } from "./sync";

/**
 * Fetches the state for the webhooks that wait. Read before the sync begins: a webhook that arrives meanwhile may tell
 * of something later, so it keeps waiting for its own. Null when an earlier run did the work.
 */
export async function workOffEvents(ctx: Ctx): Promise<Synced | null> {
  const customer = await customerOf(ctx);
  const waiting = customer === null ? [] : await waitingEvents(customer);
  if (waiting.length === 0) return null;
  const synced = await syncStripe(ctx);
  await markProcessed(waiting);
  return synced;
}

/** Compares a workspace with Stripe; a difference that no waiting webhook explains is repaired and reported. */
export async function reconcile(ctx: Ctx): Promise<string[]> {
  if (!stripeClient()) return [];
  await workOffEvents(ctx);
  const { fields, invoices } = await syncStripe(ctx, "whole");
  const drifted = [...fields, ...(invoices > 0 ? ["invoices"] : [])];
  if (drifted.length === 0) return [];
  log.error({ tenantId: ctx.tenant.id, fields: drifted }, "the payment of a workspace differed from Stripe's");
  await inTransaction(ctx, async (inner) =>
    emit(inner, billingEvents.drifted, { id: ctx.tenant.id, data: { fields: drifted } }),
  );
  return drifted;
}
