import "server-only";
import type Stripe from "stripe";
import { env } from "@/env";
import { currentVersion } from "@/lib/plans";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { asked, requireStripe } from "@/server/stripe";
import { isRefusal } from "@/server/stripe-at";
import { billingEvents } from "../events";
import { liveSubscription } from "../row";
import { type CheckoutChoice, checkoutInput, redirect } from "../schema";
import { pricesOf, requireSold, withChange } from "./choice";
import { ensureCustomer } from "./customer";
import { billingAct, changing, type Held, noteChange, withSale } from "./sync";

/** An address of this workspace's settings: redirect targets never come from a browser. */
export const pageOf = ({ tenant }: Pick<Ctx, "tenant">, path: string): string =>
  `${env.NEXTAUTH_URL}/${tenant.slug}/settings/${path}`;

export const startCheckout = platform.operation({
  ...billingAct,
  input: checkoutInput,
  output: redirect,
  describe:
    "Begins the purchase of a plan with seats and modules, and returns the address of the payments page. Nothing is bought until that page is completed.",
  async run(ctx, input) {
    requireStripe();
    return await withSale(ctx, async (inner) => ({ url: await openCheckout(inner, input) }));
  },
});

async function openCheckout(inner: Held, input: CheckoutChoice): Promise<string> {
  const choice = withChange(input, {});
  await requireSold(inner, choice);
  const customer = await ensureCustomer(inner);
  const unpaid = await refuseSecond(customer);
  const wanted = JSON.stringify(choice);
  const again = await reopened(customer, wanted);
  if (again !== null) return again;
  for (const { id } of unpaid) await cancelled(id);
  const items = await pricesOf(choice, currentVersion);
  const session = await changing(inner, (stripe) =>
    stripe.checkout.sessions.create({
      mode: "subscription",
      customer,
      line_items: items.map(({ price, quantity }) => ({ price, quantity })),
      success_url: `${pageOf(inner, "plan")}?checkout={CHECKOUT_SESSION_ID}`,
      cancel_url: pageOf(inner, "plan"),
      client_reference_id: inner.tenant.id,
      allow_promotion_codes: true,
      tax_id_collection: { enabled: true },
      customer_update: { name: "auto", address: "auto" },
      billing_address_collection: "required",
      metadata: { choice: wanted },
      subscription_data: { metadata: { workspaceId: inner.tenant.id, seatsBought: String(choice.seats) } },
    }),
  );
  if (session.url === null) throw new AppError("UNAVAILABLE", "The payments page could not be opened. Try again.");
  const { plan, interval, seats, addOns } = choice;
  const facts = { plan, interval, seats, addOns, amount: session.amount_total ?? 0 };
  const currency = (session.currency ?? "usd").toUpperCase();
  await noteChange(inner, (tx) =>
    emit(tx, billingEvents.checkoutStarted, { id: tx.tenant.id, data: { ...facts, currency } }),
  );
  return session.url;
}

/**
 * Two tabs, or a payment that has just gone through: a second subscription would be paid besides the first. Those that
 * wait for their first payment are returned: whoever confirms one later would pay for it besides the new one.
 */
async function refuseSecond(customer: string): Promise<Stripe.Subscription[]> {
  const { data } = await asked((stripe) => stripe.subscriptions.list({ customer, status: "all", limit: 100 }));
  const live = liveSubscription(data);
  if (live && live.status !== "incomplete")
    throw new AppError("CONFLICT", "This workspace already has a plan. Change that one instead.");
  return data.filter(({ status }) => status === "incomplete");
}

const cancelled = (id: string) => unlessPaid((stripe) => stripe.subscriptions.cancel(id));

/**
 * The open page of the same choice, so that two tabs pay once. Pages of another choice are closed: the later choice
 * counts.
 */
async function reopened(customer: string, wanted: string): Promise<string | null> {
  const { data } = await asked((stripe) => stripe.checkout.sessions.list({ customer, status: "open", limit: 100 }));
  const same = data.find((session) => session.metadata?.choice === wanted && session.url !== null);
  for (const session of data) if (session !== same) await closed(session);
  return same?.url ?? null;
}

const closed = ({ id }: Stripe.Checkout.Session) => unlessPaid((stripe) => stripe.checkout.sessions.expire(id));

async function unlessPaid(end: (stripe: Stripe) => Promise<unknown>): Promise<void> {
  try {
    await asked(end);
  } catch (error) {
    // Paid between the two calls.
    if (!isRefusal(error)) throw error;
    throw new AppError(
      "CONFLICT",
      "Another billing change of this workspace is in progress. Reload the page.",
      {},
      error,
    );
  }
}
