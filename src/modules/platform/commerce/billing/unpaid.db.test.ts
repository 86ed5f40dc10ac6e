// @module-tag once

import "@/registry/register";
import { describe, expect, test } from "vitest";
import { advance, billingOf, invoicesOf, type Paying, payingWorkspace, setCard, stripe } from "@/test/payments";
import { applyChange, previewChange } from "./operations/change";
import { followSeats } from "./operations/follow-seats";
import { payInvoice } from "./operations/invoices";
import { syncStripe } from "./operations/sync";

/** A workspace whose renewal of the 1st of December was declined. */
async function unpaidWorkspace(wish: Parameters<typeof payingWorkspace>[0] = {}): Promise<Paying> {
  const paying = await payingWorkspace({ since: "2026-11-01T10:00:00Z", ...wish });
  await setCard(paying.customer, "pm_card_chargeCustomerFail");
  await advance(String(paying.clock), wish.interval === "year" ? "2027-11-01T12:00:00Z" : "2026-12-01T12:00:00Z");
  await syncStripe(paying.owner);
  return paying;
}

describe("an unpaid renewal", () => {
  test.each([
    ["fewer seats, which cost nothing now", { seats: 1 }],
    ["more seats", { seats: 6 }],
    ["another interval", { interval: "year" as const }],
  ])("is not passed by with %s", async (_change, change) => {
    const { owner, customer, subscription } = await unpaidWorkspace();
    await setCard(customer, "pm_card_visa");
    await syncStripe(owner);
    const [before, invoices] = [await billingOf(owner.tenant.id), await invoicesOf(owner.tenant.id)];
    const now = Math.floor(Date.parse("2026-12-01T12:00:00Z") / 1_000);
    const refusal = { code: "CONFLICT", message: expect.stringContaining("Pay it in Billing") };
    await expect(previewChange(owner, change)).rejects.toMatchObject(refusal);
    await expect(applyChange(owner, { ...change, prorationDate: now, due: 0 })).rejects.toMatchObject(refusal);
    expect((await stripe().subscriptions.retrieve(subscription)).status).toBe("past_due");
    expect((await stripe().subscriptions.retrieve(subscription)).items.data[0]?.quantity).toBe(5);
    await syncStripe(owner);
    expect(await billingOf(owner.tenant.id)).toEqual(before);
    expect(await invoicesOf(owner.tenant.id)).toEqual(invoices);
  });

  test("stays unpaid when a later invoice is paid, until it is paid itself", async () => {
    const { owner, customer, subscription } = await unpaidWorkspace();
    const since = (await billingOf(owner.tenant.id)).past_due_since;
    expect(since).toBeInstanceOf(Date);
    await setCard(customer, "pm_card_visa");
    const { items } = await stripe().subscriptions.retrieve(subscription);
    // By hand at Stripe: the latest invoice is of nothing, so Stripe calls the subscription active.
    await stripe().subscriptions.update(subscription, {
      items: [{ id: items.data[0]?.id ?? "", quantity: 1 }],
      proration_behavior: "always_invoice",
    });
    expect((await stripe().subscriptions.retrieve(subscription)).status).toBe("active");
    await syncStripe(owner);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ past_due_since: since });
    const open = (await invoicesOf(owner.tenant.id)).find(({ status }) => status === "open");
    expect(await payInvoice(owner, { id: open?.id ?? "" })).toMatchObject({ outcome: "done" });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ past_due_since: null, state: "active" });
  });

  test("of a year is not passed by with a member who joins", async () => {
    const { workspace, owner, customer, subscription } = await unpaidWorkspace({ interval: "year", seats: 1 });
    await setCard(customer, "pm_card_visa");
    await workspace.join("member");
    await followSeats(owner);
    const { status, items } = await stripe().subscriptions.retrieve(subscription);
    expect([status, items.data[0]?.quantity]).toEqual(["past_due", 2]);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ state: "past_due", seats: 2 });
  });
});
