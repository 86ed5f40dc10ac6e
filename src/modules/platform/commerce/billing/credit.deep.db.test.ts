// @module-tag once

import "@/registry/register";
import { describe, expect, test } from "vitest";
import { later } from "@/test/ctx";
import { billingOf, payingWorkspace, setCard, stripe, trialWorkspace } from "@/test/payments";
import { applyChange, previewChange } from "./operations/change";
import { dropPendingChange, listInvoices, payInvoice } from "./operations/invoices";
import { getBilling } from "./operations/overview";

describe("the credit that a smaller plan leaves", () => {
  test("is shown before the change, pays the next invoice, and stays on Billing", async () => {
    const { owner } = await payingWorkspace({ plan: "enterprise", interval: "year", seats: 4 });
    const change = { plan: "professional", interval: "year" } as const;
    const shown = await previewChange(owner, change);
    expect(shown.creditBefore.amount).toBe(0);
    const left = shown.creditAfter.amount;
    // A year of four seats costs $1,160 less, but for the seconds since it began.
    expect(left).toBeGreaterThan(119_000);
    expect(shown.next).toMatchObject({
      total: { amount: 116_000 },
      fromBalance: { amount: 116_000 },
      due: { amount: 0 },
    });
    await applyChange(owner, { ...change, prorationDate: shown.prorationDate, due: 0 });
    const billing = await getBilling(owner, {});
    expect(billing.credit).toEqual({ amount: left, currency: "USD" });
    expect(billing.next).toMatchObject({ fromBalance: { amount: 116_000 }, due: { amount: 0 } });
  });

  test("counts in the preview of a new period, which begins at once", async () => {
    const { owner } = await payingWorkspace({ interval: "month", seats: 25 });
    const fewer = await previewChange(owner, { seats: 2 });
    await applyChange(owner, { seats: 2, prorationDate: fewer.prorationDate, due: 0 });
    const credit = fewer.creditAfter.amount;
    const shown = await previewChange(owner, { interval: "year" });
    const due = shown.now?.total.amount ?? 0;
    expect([shown.creditBefore.amount, shown.now?.due.amount]).toEqual([credit, 0]);
    expect(shown.creditAfter.amount).toBe(credit - due);
    expect(shown.next).toMatchObject({ total: { amount: 58_000 }, due: { amount: 58_000 - (credit - due) } });
  });
});

/** A firm with five seats whose card declined the charge for nine. */
async function withDeclinedChange() {
  const { owner, customer, subscription } = await payingWorkspace({ seats: 5 });
  await setCard(customer, "pm_card_chargeCustomerFail");
  const shown = await previewChange(owner, { seats: 9 });
  await applyChange(owner, { seats: 9, prorationDate: shown.prorationDate, due: shown.now?.due.amount ?? 0 });
  return { owner, customer, subscription };
}

describe("a change that was not paid", () => {
  test("is no debt: the plan is active, and the change waits for another card", async () => {
    const { owner, customer } = await withDeclinedChange();
    const billing = await getBilling(owner, {});
    expect(billing).toMatchObject({
      ...{ state: "active", pastDue: null, open: { amount: 0 }, openInvoiceId: null },
      pending: { plan: "professional", label: "Professional", seats: 9, interval: "month", failed: true },
    });
    expect(billing.pending?.amount.amount).toBeGreaterThan(0);
    const open = (await listInvoices(owner, {})).filter(({ status }) => status === "open");
    expect(open).toMatchObject([{ id: billing.pending?.invoiceId, pastDue: false, optional: true }]);
    await setCard(customer, "pm_card_visa");
    await payInvoice(owner, { id: billing.pending?.invoiceId ?? "" });
    expect(await getBilling(owner, {})).toMatchObject({ pending: null, seats: { paid: 9 }, open: { amount: 0 } });
  });

  test("is dropped with its invoice, once, and the seats stay", async () => {
    const { owner, subscription } = await withDeclinedChange();
    await dropPendingChange(owner, {});
    await dropPendingChange(owner, {});
    expect(await getBilling(owner, {})).toMatchObject({ pending: null, seats: { paid: 5 }, open: { amount: 0 } });
    expect((await listInvoices(owner, {})).map(({ status }) => status).sort()).toEqual(["paid", "void"]);
    expect((await stripe().subscriptions.retrieve(subscription)).pending_update).toBeNull();
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 5, seats_bought: 5, state: "active" });
    expect(await owner.db.event.count({ where: { name: "billing.changeDropped" } })).toBe(1);
  });

  test("that was paid meanwhile is made, and nothing is dropped", async () => {
    const { owner, customer } = await withDeclinedChange();
    await setCard(customer, "pm_card_visa");
    const { data } = await stripe().invoices.list({ customer, status: "open" });
    await stripe().invoices.pay(data[0]?.id ?? "");
    await dropPendingChange(owner, {});
    expect(await getBilling(owner, {})).toMatchObject({ pending: null, seats: { paid: 9 }, open: { amount: 0 } });
    expect((await listInvoices(owner, {})).map(({ status }) => status)).toEqual(["paid", "paid"]);
    expect(await owner.db.event.count({ where: { name: "billing.changeDropped" } })).toBe(0);
  });
});

test("a trial is named with its end, whatever plan comes after it", async () => {
  const workspace = await trialWorkspace();
  const owner = await workspace.role("owner");
  const endsAt = new Date(Date.now() + 9 * 86_400_000);
  await owner.db.subscription.updateMany({ data: { plan: "starter", trialEndsAt: endsAt } });
  const during = await getBilling(await later(owner), {});
  expect(during).toMatchObject({ plan: "trial", label: "Trial", trialEndsAt: endsAt.toISOString(), next: null });
  await owner.db.subscription.updateMany({ data: { trialEndsAt: new Date() } });
  expect(await getBilling(await later(owner), {})).toMatchObject({
    plan: "starter",
    label: "Starter",
    trialEndsAt: null,
  });
});
