import { subDays, subMonths } from "date-fns";
import type Stripe from "stripe";
import { isPaid } from "@/lib/plans";
import type { PaymentsServer } from "@/local/payments/start";
import { type Customer, customers } from "./platform-customers";

/** A firm of the demo that pays, and when it bought what. */
interface Firm {
  slug: string;
  address: Stripe.AddressParam;
  price: string;
  /** Seats by the moment from which they are paid. */
  seats: { at: Date; count: number }[];
  /** From then on its card is refused. */
  cardFailsAt?: Date;
}

const now = new Date();

const own: readonly Firm[] = [
  {
    slug: "techcorp",
    address: { line1: "220 West Kinzie Street", city: "Chicago", state: "IL", postal_code: "60654", country: "US" },
    price: "2026-11.enterprise.seat.year",
    seats: [
      { at: subMonths(now, 8), count: 36 },
      { at: subDays(subMonths(now, 2), 9), count: 45 },
    ],
  },
  {
    slug: "startupio",
    address: { line1: "18 Brannan Street", city: "San Francisco", state: "CA", postal_code: "94107", country: "US" },
    price: "2026-11.professional.seat.month",
    seats: [
      { at: subDays(subMonths(now, 5), 3), count: 10 },
      { at: subDays(subMonths(now, 1), 11), count: 14 },
    ],
  },
];

const chicago = { line1: "1200 West Lake Street", city: "Chicago", state: "IL", postal_code: "60607", country: "US" };

/** A customer of the console that pays by the month; one that owes money could not pay its last renewal. */
function payingFirm({ slug, plan, members, ageDays, unpaidDays }: Customer): Firm[] {
  if (!isPaid(plan)) return [];
  const price = `2026-11.${plan}.seat.month`;
  const count = members.length + 1;
  if (unpaidDays === undefined)
    return [{ slug, address: chicago, price, seats: [{ at: subDays(now, Math.min(ageDays, mostDays)), count }] }];
  const failedAt = subDays(now, unpaidDays);
  return [
    {
      ...{ slug, address: chicago, price },
      seats: [{ at: subMonths(failedAt, 4), count }],
      cardFailsAt: subDays(failedAt, 6),
    },
  ];
}
const mostDays = 150;

const firms: readonly Firm[] = [...own, ...customers.flatMap(payingFirm)];

/** Sells the firms of the demo their plans, at the times at which they bought them; does nothing the second time. */
export async function bringDemoBilling({ travel }: Pick<PaymentsServer, "travel">): Promise<void> {
  const { requireStripe } = await import("@/server/stripe");
  const { pricesByKey } = await import("@/server/stripe-prices");
  const { syncCatalogue } = await import("../../scripts/stripe-catalogue");
  const { closeConnections, platformClient } = await import("@/server/db/client");
  const { systemCtx } = await import("@/server/member-ctx");
  const { customerOf, syncStripe, withBillingLock } = await import(
    "@/modules/platform/commerce/billing/operations/sync"
  );
  const { ensureCustomer } = await import("@/modules/platform/commerce/billing/operations/customer");
  await import("@/registry/register");
  try {
    const stripe = requireStripe();
    await syncCatalogue(stripe);
    const open = [];
    for (const firm of firms) {
      const tenant = await platformClient().tenant.findUnique({ where: { slug: firm.slug }, select: { id: true } });
      const ctx = tenant && (await systemCtx(tenant.id, "demo", "it sells the demo its plans"));
      if (ctx && (await customerOf(ctx)) === null) open.push({ ...firm, ctx });
    }
    if (open.length === 0) return;
    const prices = await pricesByKey(
      stripe,
      open.map(({ price }) => price),
    );
    const steps = open
      .flatMap((firm) => [
        ...firm.seats.map(({ at, count }, index) => ({ firm, at, count, act: index === 0 ? "buy" : "change" })),
        ...(firm.cardFailsAt ? [{ firm, at: firm.cardFailsAt, count: 0, act: "card" }] : []),
      ])
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    for (const { firm, at, count, act } of steps) {
      travel(Math.floor(at.getTime() / 1000));
      const customer = await withBillingLock(firm.ctx, ensureCustomer);
      const price = prices.get(firm.price)?.id ?? "";
      if (act === "buy")
        await buy(stripe, { customer, price, count, workspaceId: firm.ctx.tenant.id, address: firm.address });
      else if (act === "change") await change(stripe, customer, count);
      else await breakCard(stripe, customer);
    }
    travel();
    for (const { ctx } of open) {
      await ctx.db.subscription.updateMany({
        data: { seatsBought: firms.find((one) => one.slug === ctx.tenant.slug)?.seats.at(-1)?.count ?? null },
      });
      await syncStripe(ctx);
    }
  } finally {
    travel();
    await closeConnections();
  }
}

interface Purchase {
  customer: string;
  price: string;
  count: number;
  workspaceId: string;
  address: Stripe.AddressParam;
}

async function buy(stripe: Stripe, { customer, price, count, workspaceId, address }: Purchase): Promise<void> {
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await stripe.customers.update(customer, { address });
  await stripe.subscriptions.create({
    customer,
    items: [{ price, quantity: count }],
    default_payment_method: card.id,
    metadata: { workspaceId, seatsBought: String(count) },
  });
}

/** From now on the card of a customer is refused. */
async function breakCard(stripe: Stripe, customer: string): Promise<void> {
  const card = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  for (const { id } of (await stripe.subscriptions.list({ customer })).data)
    await stripe.subscriptions.update(id, { default_payment_method: card.id });
}

async function change(stripe: Stripe, customer: string, count: number): Promise<void> {
  const [subscription] = (await stripe.subscriptions.list({ customer })).data;
  const [item] = subscription?.items.data ?? [];
  if (!subscription || !item) throw new Error(`${customer} has no subscription to change.`);
  await stripe.subscriptions.update(subscription.id, {
    items: [{ id: item.id, quantity: count }],
    proration_behavior: "always_invoice",
    metadata: { ...subscription.metadata, seatsBought: String(count) },
  });
}
