import Stripe from "stripe";
import { inject } from "vitest";
import { currentVersion, type Interval, type PaidPlan } from "@/lib/plans";
import { priceKey } from "@/lib/price-keys";
import { syncStripe } from "@/modules/platform/commerce/billing/operations/sync";
import type { Ctx } from "@/server/context";
import { stripeAt } from "@/server/stripe-at";
import { pricesByKey } from "@/server/stripe-prices";
import { type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import type { Held } from "./hold";
import { newMark } from "./new-mark";

/** The payments server of this run, as another client than the app's. */
export function stripe(): Stripe {
  const { key, url } = inject("payments");
  return stripeAt(key, url);
}

interface Wish {
  plan?: PaidPlan;
  interval?: Interval;
  seats?: number;
  card?: string;
  /** Begins on a test clock at this moment: "2026-01-31T10:00:00Z". */
  since?: string;
  /** Another payments server than that of the run. */
  at?: { key: string; url: string };
}

/** A workspace that pays. */
export interface Paying {
  workspace: TestWorkspace;
  owner: Ctx;
  customer: string;
  subscription: string;
  clock: string | null;
}

/** A workspace that has bought nothing: its trial runs. */
export async function trialWorkspace(): Promise<TestWorkspace> {
  const workspace = await testWorkspace();
  await adminQuery(
    `update subscriptions set plan = 'trial', plan_version = null, state = 'none', trial_ends_at = now() + interval '14 days'
     where tenant_id = $1`,
    [workspace.tenant.id],
  );
  return workspace;
}

/** A new workspace with an owner, a card and a subscription that is synced. */
export async function payingWorkspace(wish: Wish = {}): Promise<Paying> {
  const workspace = await trialWorkspace();
  const owner = await workspace.role("owner");
  return { workspace, owner, ...(await pay(owner, wish)) };
}

/** Gives a workspace a customer with a card and a subscription, as a checkout would. */
export async function pay(
  ctx: Ctx,
  { plan = "professional", interval = "month", seats = 5, card = "pm_card_visa", since, at }: Wish = {},
): Promise<Pick<Paying, "customer" | "subscription" | "clock">> {
  const { id } = ctx.tenant;
  const sdk = at ? stripeAt(at.key, at.url) : stripe();
  const clock =
    since === undefined
      ? null
      : (await sdk.testHelpers.testClocks.create({ frozen_time: Date.parse(since) / 1_000 })).id;
  const customer = await sdk.customers.create({
    name: ctx.tenant.name,
    email: `pay-${newMark()}@test.example`,
    metadata: { workspaceId: id },
    ...(clock ? { test_clock: clock } : {}),
  });
  await setCard(customer.id, card, sdk);
  const key = priceKey({ kind: "seat", plan, interval, version: currentVersion });
  const price = (await pricesByKey(sdk, [key])).get(key)?.id ?? "";
  const subscription = await sdk.subscriptions.create({
    customer: customer.id,
    items: [{ price, quantity: seats }],
    metadata: { workspaceId: id, seatsBought: String(seats) },
  });
  await adminQuery("update subscriptions set stripe_customer_id = $2 where tenant_id = $1", [id, customer.id]);
  await syncStripe(ctx);
  return { customer: customer.id, subscription: subscription.id, clock };
}

/** Makes a test card the one that pays. */
/** The stored payment of a workspace, but for its customer at Stripe, which a purchase that breaks off leaves behind. */
export async function boughtBy(tenantId: string): Promise<Record<string, unknown>> {
  const { stripe_customer_id: _, updated_at: __, ...bought } = await billingOf(tenantId);
  return bought;
}

/** Holds the payment of a workspace as somebody who talks to Stripe for long; returns the release. */
export async function holdPayment(tenantId: string): Promise<Held> {
  const set = (lease: string) => adminQuery(`update subscriptions set ${lease} where tenant_id = $1`, [tenantId]);
  await set("billing_lease = gen_random_uuid(), billing_leased_until = now() + interval '1 hour'");
  const release = async () => void (await set("billing_lease = null, billing_leased_until = null"));
  return { release, [Symbol.asyncDispose]: release };
}

export async function setCard(customer: string, card: string, sdk = stripe()): Promise<void> {
  const method = await sdk.paymentMethods.attach(card, { customer });
  await sdk.customers.update(customer, { invoice_settings: { default_payment_method: method.id } });
}

/** Moves a test clock in steps that the server takes, and waits until it is there. */
export async function advance(clock: string, to: string): Promise<void> {
  const { testClocks } = stripe().testHelpers;
  const target = Date.parse(to) / 1_000;
  for (;;) {
    const { frozen_time: now } = await testClocks.retrieve(clock);
    if (now >= target) return;
    await testClocks.advance(clock, { frozen_time: Math.min(target, now + 50 * 86_400) });
    while ((await testClocks.retrieve(clock)).status !== "ready");
  }
}

/** A webhook's signature, as Stripe makes it. */
export const signed = (
  body: string,
  timestamp = Math.floor(Date.now() / 1_000),
  secret = inject("payments").webhookSecret,
) => new Stripe("sk_test_signing").webhooks.generateTestHeaderString({ payload: body, secret, timestamp });

/** The stored state of a workspace's payment. */
export async function billingOf(tenantId: string): Promise<Record<string, unknown>> {
  const [row] = await adminQuery<Record<string, unknown>>(
    `select plan, plan_version, interval, state, seats, seats_bought, add_ons, period_start, period_end, cancel_at,
            past_due_since, stripe_customer_id, stripe_subscription_id, card_last4
     from subscriptions where tenant_id = $1`,
    [tenantId],
  );
  return row ?? {};
}

/** The stored invoices of a workspace, oldest first. */
export const invoicesOf = (tenantId: string) =>
  adminQuery<{ id: string; status: string; total: number; remaining: number; reason: string }>(
    `select id, status, total_minor::int as total, remaining_minor::int as remaining, reason from invoices
     where tenant_id = $1 order by issued_at, id`,
    [tenantId],
  );
