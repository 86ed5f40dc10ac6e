import "server-only";
import Stripe from "stripe";
import { z } from "zod";
import { tenantById } from "@/server/access";
import { createCtx } from "@/server/context";
import { platformQuery } from "@/server/db/client";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { log } from "@/server/log";
import { unstorableText } from "@/server/storable";
import { requireStripe, webhookSecrets } from "@/server/stripe";
import { billingEvents } from "../events";
import { endOrphan } from "./end-payment";

/** VALIDATION for a body that Stripe did not sign, or not just now, or that is no event: 400. */
class BadWebhook extends AppError {
  override get status(): number {
    return 400;
  }
}
const badSignature = (cause?: unknown) =>
  new BadWebhook("VALIDATION", "This webhook is not signed by the payments service.", undefined, cause);

const latest = 253_402_300_799;
const named = z.string().min(1).max(255);
/** The facts that are read of an event; its object may be of any kind. */
const eventFacts = z.object({
  id: named,
  type: named,
  created: z.int().min(0).max(latest),
  data: z.object({
    object: z.looseObject({
      object: z.string().optional(),
      id: z.string().max(255).optional(),
      customer: z.union([named, z.looseObject({ id: named })]).nullish(),
    }),
  }),
});
type EventFacts = z.output<typeof eventFacts>;

/** The facts of an event, or VALIDATION for a signed body that says none. */
function factsOf(event: unknown): EventFacts {
  const { success, data, error } = eventFacts.safeParse(event);
  if (success && !unstorableText(data)) return data;
  throw new BadWebhook("VALIDATION", "This webhook contains no event of the payments service.", undefined, error);
}

/**
 * Takes a webhook of Stripe: stores its id once and asks for a sync of its customer's workspace. Of the content only
 * the customer counts; a repeated event, and one of a customer that nobody has, changes nothing.
 */
export async function receiveEvent(body: string, signature: string | null): Promise<void> {
  const event = factsOf(verified(body, signature));
  const customer = customerIn(event);
  const stored = await platformQuery<{ id: string }>(
    "billing-event-take",
    `insert into billing_events (id, type, customer_id, created_at) values ($1, $2, $3, to_timestamp($4))
     on conflict (id) do nothing returning id`,
    [event.id, event.type, customer, event.created],
  );
  if (stored.length === 0) return;
  const tenantId = customer === null ? null : await tenantOf(customer);
  const tenant = tenantId === null ? null : await tenantById(tenantId);
  if (!tenant) {
    // Payments of invoices, products and prices name no customer: events about those that do say the same.
    if (customer !== null) {
      const outcome = (await endOrphan(customer))
        ? "a webhook names a customer of a deleted workspace"
        : "a webhook names a customer of no workspace";
      log.warn({ event: event.id, type: event.type, customer }, outcome);
    }
    await processed([event.id]);
    return;
  }
  const ctx = createCtx({ tenant, actor: { type: "webhook", source: "stripe" }, member: null });
  const data = { stripeEvent: event.id, type: event.type };
  await inTransaction(ctx, async (inner) => emit(inner, billingEvents.notified, { id: tenant.id, data }));
}

/** The event, if one of our secrets signed exactly these bytes within the last five minutes. */
function verified(body: string, signature: string | null): Stripe.Event {
  const { webhooks } = requireStripe();
  for (const secret of webhookSecrets()) {
    try {
      return webhooks.constructEvent(body, signature ?? "", secret);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw badSignature(error);
    }
  }
  throw badSignature();
}

/** The customer of an event, or the customer that it is about. */
function customerIn({ data: { object: facts } }: EventFacts): string | null {
  if (facts.object === "customer") return facts.id ?? null;
  if (typeof facts.customer === "string") return facts.customer;
  return facts.customer?.id ?? null;
}

async function tenantOf(customer: string): Promise<string | null> {
  const [row] = await platformQuery<{ tenant_id: string }>(
    "tenant-of-customer",
    "select tenant_id from subscriptions where stripe_customer_id = $1",
    [customer],
  );
  return row?.tenant_id ?? null;
}

async function processed(ids: readonly string[]): Promise<void> {
  await platformQuery("billing-events-done", "update billing_events set processed_at = now() where id = any($1)", [
    ids,
  ]);
}

/** The events of a customer that wait for a sync; those after this time belong to a later one. */
export async function waitingEvents(customer: string): Promise<string[]> {
  const rows = await platformQuery<{ id: string }>(
    "billing-events-waiting",
    "select id from billing_events where customer_id = $1 and processed_at is null order by received_at limit 1000",
    [customer],
  );
  return rows.map(({ id }) => id);
}

export { processed as markProcessed };

/** Whether events of a workspace's customer have waited for longer than their job takes: their hand-over was lost. */
export async function hasLateEvents(tenantId: string, before: Date): Promise<boolean> {
  const rows = await platformQuery(
    "billing-events-late",
    `select 1 from subscriptions s join billing_events e on e.customer_id = s.stripe_customer_id
     where s.tenant_id = $1 and e.processed_at is null and e.received_at < $2 limit 1`,
    [tenantId, before],
  );
  return rows.length > 0;
}

/** Workspaces whose webhooks were received before an instant and not worked off, at most 500. */
export async function lateWorkspaces(before: Date): Promise<string[]> {
  const rows = await platformQuery<{ tenant_id: string }>(
    "billing-workspaces-late",
    `select distinct s.tenant_id from billing_events e join subscriptions s on s.stripe_customer_id = e.customer_id
     where e.processed_at is null and e.received_at < $1 limit 500`,
    [before],
  );
  return rows.map(({ tenant_id: id }) => id);
}

/**
 * Ends what deleted workspaces still pay for: their last webhooks arrived while they were being deleted, or could not be
 * worked off. One that fails is tried again an hour later.
 */
export async function endOrphans(before: Date): Promise<void> {
  const rows = await platformQuery<{ customer_id: string; ids: string[] }>(
    "billing-events-orphans",
    `select customer_id, array_agg(id) as ids from billing_events e
     where processed_at is null and customer_id is not null and received_at < $1
       and not exists (select 1 from subscriptions s where s.stripe_customer_id = e.customer_id)
     group by customer_id order by customer_id limit 100`,
    [before],
  );
  for (const { customer_id: customer, ids } of rows)
    try {
      await endOrphan(customer);
      await processed(ids);
    } catch (error) {
      log.error({ customer, err: error }, "what a deleted workspace pays for could not be ended");
    }
}

/** Days for which webhooks are kept: Stripe repeats one for three. */
const retentionDays = 60;
const forgottenAtOnce = 10_000;

/** Deletes old webhooks, those of customers that nobody has included. */
export async function forgetEvents(now: Date): Promise<void> {
  await platformQuery(
    "billing-events-forget",
    `delete from billing_events where id in
       (select id from billing_events where received_at < $1 order by received_at limit $2)`,
    [new Date(now.getTime() - retentionDays * 86_400_000), forgottenAtOnce],
  );
}
