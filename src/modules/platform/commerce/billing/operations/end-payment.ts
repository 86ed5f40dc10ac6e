import "server-only";
import type Stripe from "stripe";
import { z } from "zod";
import type { Ctx } from "@/server/context";
import { platformQuery } from "@/server/db/client";
import { asked } from "@/server/stripe";
import { isMissing } from "@/server/stripe-at";
import { isLive } from "../row";
import { customerOf, withBillingLock } from "./sync";

/** Closes pages on which somebody could still buy: nothing is sold to a workspace that waits for its deletion. */
export async function closeCheckouts(ctx: Ctx): Promise<void> {
  await withCustomer(ctx, expireCheckouts);
}

/**
 * Ends everything that a workspace pays for, at once: it is being deleted. Pages on which somebody could still buy are
 * closed first. The customer and its invoices stay at the payments service, as accounts must.
 */
export async function endPayment(ctx: Ctx): Promise<void> {
  await withCustomer(ctx, endCustomer);
}

async function withCustomer(ctx: Ctx, end: (stripe: Stripe, customer: string) => Promise<void>): Promise<void> {
  await withBillingLock(ctx, async (inner) => {
    const customer = await customerOf(inner);
    if (customer === null) return;
    await asked((stripe) => end(stripe, customer)).catch((error: unknown) => {
      // The operator deleted the customer there.
      if (!isMissing((error as Error).cause)) throw error;
    });
  });
}

async function expireCheckouts(stripe: Stripe, customer: string): Promise<void> {
  const open = await stripe.checkout.sessions.list({ customer, status: "open", limit: 100 });
  for (const { id } of open.data) await stripe.checkout.sessions.expire(id);
}

async function endCustomer(stripe: Stripe, customer: string): Promise<void> {
  await expireCheckouts(stripe, customer);
  const { data } = await stripe.subscriptions.list({ customer, status: "all", limit: 100 });
  for (const { id } of data.filter(isLive)) await stripe.subscriptions.cancel(id);
}

/** Whether the log of staff says that a workspace was deleted here: other apps may share the account at Stripe. */
async function wasDeleted(workspaceId: string): Promise<boolean> {
  if (!z.uuid().safeParse(workspaceId).success) return false;
  const rows = await platformQuery(
    "was-deleted",
    "select 1 from staff_events where workspace_id = $1::uuid and name = 'workspace.deleted' limit 1",
    [workspaceId],
  );
  return rows.length > 0;
}

/**
 * Ends what is paid for a workspace that was deleted: something was bought, or made by hand, after its payment had
 * ended. False for customers of other workspaces, and of nobody.
 */
export async function endOrphan(customer: string): Promise<boolean> {
  const found = await asked((stripe) => stripe.customers.retrieve(customer)).catch((error: unknown) => {
    if (isMissing((error as Error).cause)) return null;
    throw error;
  });
  const workspaceId = found && !found.deleted ? found.metadata.workspaceId : undefined;
  if (!workspaceId || !(await wasDeleted(workspaceId))) return false;
  await asked((stripe) => endCustomer(stripe, customer));
  return true;
}
