import { previewChange } from "@/modules/platform/commerce/billing/operations/change";
import { syncStripe } from "@/modules/platform/commerce/billing/operations/sync";
import { type Ctx, createCtx } from "@/server/context";
import type { AllowedCase, Arrange } from "./allowed-case";
import { adminQuery } from "./db";
import { pay, setCard, stripe } from "./payments";

/** The workspace's own jobs prepare: the caller of a case may lack the right. */
const system = ({ tenant }: Ctx) =>
  createCtx({ tenant, actor: { type: "system", job: "test", reason: "arrange" }, member: null });

const seats = 25;

/** Pays by another customer than before, so that no case meets what an earlier one left. */
const paying: Arrange = async (_db, _ids, ctx) => {
  await pay(system(ctx), { seats });
  return undefined;
};

const withoutPlan: Arrange = async (_db, _ids, ctx) => {
  await adminQuery("update subscriptions set stripe_customer_id = null where tenant_id = $1", [ctx.tenant.id]);
  return undefined;
};

const shown: Arrange = async (_db, _ids, ctx) => {
  const inner = system(ctx);
  await pay(inner, { seats });
  const { prorationDate, now } = await previewChange(inner, { interval: "year" });
  return { prorationDate: String(prorationDate), due: String(now?.due.amount) };
};

const ending: Arrange = async (_db, _ids, ctx) => {
  const inner = system(ctx);
  const { subscription } = await pay(inner, { seats });
  await stripe().subscriptions.update(subscription, { cancel_at_period_end: true });
  await syncStripe(inner);
  return undefined;
};

/** The workspace's sample of an invoice becomes one that the payments server knows. */
const withInvoice: Arrange = async (_db, { invoice = "" }, ctx) => {
  await pay(system(ctx), { seats });
  const known = await newestInvoice(ctx);
  const [row] = await adminQuery<{ stripe_id: string }>("delete from invoices where id = $1 returning stripe_id", [
    known,
  ]);
  await adminQuery("update invoices set stripe_id = $2 where id = $1", [invoice, row?.stripe_id]);
  return { invoice };
};

/** An invoice that the bank refused at first: the card is another one now. */
const withOpenInvoice: Arrange = async (_db, _ids, ctx) => {
  const inner = system(ctx);
  const { customer, subscription } = await pay(inner, { seats });
  await setCard(customer, "pm_card_chargeCustomerFail");
  const { items } = await stripe().subscriptions.retrieve(subscription);
  await stripe().subscriptions.update(subscription, {
    items: [{ id: items.data[0]?.id ?? "", quantity: seats * 2 }],
    proration_behavior: "always_invoice",
    payment_behavior: "pending_if_incomplete",
  });
  await setCard(customer, "pm_card_visa");
  await syncStripe(inner);
  return { invoice: await newestInvoice(ctx) };
};

async function newestInvoice(ctx: Ctx): Promise<string> {
  const [row] = await adminQuery<{ id: string }>(
    "select id from invoices where tenant_id = $1 and stripe_id like 'in_%' order by created_at desc, id desc limit 1",
    [ctx.tenant.id],
  );
  return row?.id ?? "";
}

export const billingCases: Record<string, AllowedCase> = {
  startCheckout: { arrange: withoutPlan, input: () => ({ seats }) },
  previewChange: { arrange: paying, input: () => ({ interval: "year" }) },
  applyChange: {
    arrange: shown,
    input: ({ prorationDate, due }) => ({ interval: "year", prorationDate: Number(prorationDate), due: Number(due) }),
  },
  cancelPlan: { arrange: paying },
  resumePlan: { arrange: ending },
  refreshBilling: { arrange: paying },
  openPortal: { arrange: paying },
  getInvoicePdf: { arrange: withInvoice, input: ({ invoice }) => ({ id: invoice }) },
  dropPendingChange: { arrange: paying },
  payInvoice: { arrange: withOpenInvoice, input: ({ invoice }) => ({ id: invoice }) },
  updateBillingDetails: { input: () => ({ company: "Another firm" }) },
};
