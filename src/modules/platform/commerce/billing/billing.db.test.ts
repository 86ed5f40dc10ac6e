// @module-tag once

import "@/registry/register";
import { describe, expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { advance, billingOf, holdPayment, invoicesOf, payingWorkspace, setCard, stripe } from "@/test/payments";
import { applyChange, previewChange } from "./operations/change";
import { startCheckout } from "./operations/checkout";
import { cancelPlan, resumePlan } from "./operations/ending";
import { followSeats } from "./operations/follow-seats";
import { listInvoices, payInvoice } from "./operations/invoices";
import { getBilling } from "./operations/overview";
import { syncStripe } from "./operations/sync";

const choice = { plan: "professional", interval: "month", seats: 3 } as const;

describe("checkout", () => {
  test("two at once lead to one customer and one page, which asks for what was chosen", async () => {
    const workspace = await testWorkspace();
    const [owner, other] = [await workspace.role("owner"), await workspace.role("owner")];
    const [one, two] = await Promise.all([startCheckout(owner, choice), startCheckout(other, choice)]);
    expect(one.url).toBe(two.url);
    const customer = String((await billingOf(workspace.tenant.id)).stripe_customer_id);
    const all = await stripe().customers.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
    expect(all.filter(({ metadata }) => metadata.workspaceId === workspace.tenant.id).map(({ id }) => id)).toEqual([
      customer,
    ]);
    const { data } = await stripe().checkout.sessions.list({ customer });
    expect(data.map(({ status, amount_total: total }) => [status, total])).toEqual([["open", 3 * 2_900]]);
  });

  test("two at once of a workspace that has a customer lead to one page too", async () => {
    const workspace = await testWorkspace();
    const [owner, other] = [await workspace.role("owner"), await workspace.role("owner")];
    await startCheckout(owner, choice);
    const later = { ...choice, seats: 4 };
    const [one, two] = await Promise.all([startCheckout(owner, later), startCheckout(other, later)]);
    expect(one.url).toBe(two.url);
    const customer = String((await billingOf(workspace.tenant.id)).stripe_customer_id);
    const { data } = await stripe().checkout.sessions.list({ customer });
    expect(data.map(({ status }) => status)).toEqual(["open", "expired"]);
  });

  test("a later choice closes the page of the earlier one", async () => {
    const owner = await (await testWorkspace()).role("owner");
    const first = await startCheckout(owner, choice);
    const second = await startCheckout(owner, { ...choice, seats: 4 });
    expect(second.url).not.toBe(first.url);
    const customer = String((await billingOf(owner.tenant.id)).stripe_customer_id);
    const { data } = await stripe().checkout.sessions.list({ customer, limit: 10 });
    expect(data.map(({ status }) => status)).toEqual(["open", "expired"]);
  });

  test("fewer seats than members, more than the plan has, and modules that are not sold are refused", async () => {
    const workspace = await testWorkspace();
    const owner = await workspace.role("owner");
    for (let more = 0; more < 3; more++) await workspace.join("member");
    const refused: [Parameters<typeof startCheckout>[1], string][] = [
      [{ ...choice, seats: 3 }, "seats"],
      [{ ...choice, seats: 26 }, "seats"],
      [{ ...choice, seats: 5, addOns: ["crm-core"] }, "addOns"],
    ];
    for (const [wrong, path] of refused)
      await expect(startCheckout(owner, wrong)).rejects.toMatchObject({
        code: "VALIDATION",
        details: { fields: [{ path }] },
      });
    expect((await billingOf(owner.tenant.id)).stripe_customer_id).toBeNull();
  });

  test("a workspace that pays already is sent to change its plan", async () => {
    const { owner, customer } = await payingWorkspace();
    await expect(startCheckout(owner, choice)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await stripe().checkout.sessions.list({ customer })).data).toEqual([]);
  });
});

describe("sync", () => {
  test("writes plan, seats, period, card and invoices as Stripe has them, and the second time nothing", async () => {
    const { owner, subscription } = await payingWorkspace({ interval: "year", seats: 4 });
    expect(await billingOf(owner.tenant.id)).toMatchObject({
      plan: "professional",
      plan_version: "2026-11",
      interval: "year",
      state: "active",
      seats: 4,
      seats_bought: 4,
      add_ons: [],
      cancel_at: null,
      past_due_since: null,
      stripe_subscription_id: subscription,
      card_last4: "4242",
    });
    expect(await invoicesOf(owner.tenant.id)).toMatchObject([{ status: "paid", total: 4 * 29_000, remaining: 0 }]);
    expect(await syncStripe(owner)).toEqual({ fields: [], invoices: 0 });
  });

  test("one that waits for another reads what Stripe has afterwards", async () => {
    const { owner, subscription } = await payingWorkspace({ seats: 2 });
    await using held = await holdPayment(owner.tenant.id);
    const waiting = syncStripe(owner);
    const { items } = await stripe().subscriptions.retrieve(subscription);
    await stripe().subscriptions.update(subscription, { items: [{ id: items.data[0]?.id ?? "", quantity: 6 }] });
    await held.release();
    expect((await waiting).fields).toContain("seats");
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 6 });
  });

  test("the end of a subscription leads to Starter", async () => {
    const { owner, subscription } = await payingWorkspace();
    await stripe().subscriptions.cancel(subscription);
    await syncStripe(owner);
    expect(await billingOf(owner.tenant.id)).toMatchObject({
      plan: "starter",
      state: "canceled",
      interval: null,
      seats: null,
      stripe_subscription_id: null,
    });
  });

  test("a price that nobody knows leaves the plan as it is", async () => {
    const { owner, subscription } = await payingWorkspace();
    const product = await stripe().products.create({ name: "Foreign" });
    const price = await stripe().prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: 1,
      recurring: { interval: "month" },
    });
    const before = await billingOf(owner.tenant.id);
    const { items } = await stripe().subscriptions.retrieve(subscription);
    await stripe().subscriptions.update(subscription, {
      items: [{ id: items.data[0]?.id ?? "", price: price.id, quantity: 9 }],
    });
    await syncStripe(owner);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ plan: before.plan, seats: before.seats, state: "active" });
  });

  test("a month that began on the 31st ends on the 28th", async () => {
    const { owner, clock } = await payingWorkspace({ since: "2026-01-31T10:00:00Z" });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ period_end: new Date("2026-02-28T10:00:00Z") });
    await advance(String(clock), "2026-02-28T12:00:00Z");
    await syncStripe(owner);
    expect(await billingOf(owner.tenant.id)).toMatchObject({
      period_start: new Date("2026-02-28T10:00:00Z"),
      period_end: new Date("2026-03-31T10:00:00Z"),
    });
  });

  test("a renewal that fails is past due since then, and a payment ends it", async () => {
    const { owner, clock, customer } = await payingWorkspace({ since: "2026-11-01T10:00:00Z" });
    await setCard(customer, "pm_card_chargeCustomerFail");
    await advance(String(clock), "2026-12-01T12:00:00Z");
    await syncStripe(owner);
    const due = await billingOf(owner.tenant.id);
    expect(due).toMatchObject({ state: "past_due", plan: "professional" });
    expect(String((due.past_due_since as Date).toISOString())).toMatch(/^2026-12-01T1[01]/);
    const [open] = (await listInvoices(owner, {})).filter(({ status }) => status === "open");
    expect(open).toMatchObject({ pastDue: true });
    const declined = await payInvoice(owner, { id: open?.id ?? "" });
    expect(declined).toMatchObject({ outcome: "confirm", url: expect.stringContaining("http") });
    await setCard(customer, "pm_card_visa");
    expect(await payInvoice(owner, { id: open?.id ?? "" })).toMatchObject({ outcome: "done" });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ state: "active", past_due_since: null });
    expect(await payInvoice(owner, { id: open?.id ?? "" })).toMatchObject({ outcome: "unchanged" });
  });
});

describe("changes", () => {
  test("a change costs exactly what its preview showed", async () => {
    const { owner } = await payingWorkspace({ seats: 5, since: "2026-04-01T00:00:00Z" });
    const shown = await previewChange(owner, { seats: 7 });
    const due = shown.now?.due.amount ?? 0;
    expect(shown.credit.amount + shown.charge.amount).toBe(due);
    expect(shown.next?.due.amount).toBe(7 * 2_900);
    const done = await applyChange(owner, { seats: 7, prorationDate: shown.prorationDate, due });
    expect(done).toEqual({ outcome: "done", url: null, message: null });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 7, seats_bought: 7 });
    expect((await invoicesOf(owner.tenant.id)).at(-1)).toMatchObject({ status: "paid", total: due });
  });

  test("another amount is refused with the one of now, and so is a preview of long ago", async () => {
    const { owner } = await payingWorkspace();
    const shown = await previewChange(owner, { seats: 8 });
    const due = shown.now?.due.amount ?? 0;
    const before = await billingOf(owner.tenant.id);
    for (const wrong of [
      { prorationDate: shown.prorationDate, due: due - 1 },
      { prorationDate: shown.prorationDate - 3_600, due },
    ])
      await expect(applyChange(owner, { seats: 8, ...wrong })).rejects.toMatchObject({
        code: "CONFLICT",
        details: { current: { to: { seats: 8 } } },
      });
    expect(await billingOf(owner.tenant.id)).toEqual(before);
    expect(await invoicesOf(owner.tenant.id)).toHaveLength(1);
  });

  test("another interval begins a year now, and gives back the rest of the month", async () => {
    const { owner } = await payingWorkspace({ seats: 2 });
    const shown = await previewChange(owner, { interval: "year" });
    const due = shown.now?.due.amount ?? 0;
    expect(due).toBeGreaterThan(0);
    expect(shown.next?.due.amount).toBe(2 * 29_000);
    await applyChange(owner, { interval: "year", prorationDate: shown.prorationDate, due });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ interval: "year", seats: 2 });
  });

  test.each([
    ["declined", "pm_card_chargeCustomerFail"],
    ["waits for the bank", "pm_card_authenticationRequired"],
  ])("a payment that is %s changes nothing until it is paid", async (_what, card) => {
    const { owner, customer } = await payingWorkspace({ seats: 5 });
    await setCard(customer, card);
    const shown = await previewChange(owner, { seats: 9 });
    const due = shown.now?.due.amount ?? 0;
    const outcome = await applyChange(owner, { seats: 9, prorationDate: shown.prorationDate, due });
    expect(outcome).toMatchObject({ outcome: "confirm", url: expect.stringMatching(/^http/) });
    expect(await billingOf(owner.tenant.id)).toMatchObject({
      seats: 5,
      seats_bought: 5,
      state: "active",
      past_due_since: null,
    });
    await setCard(customer, "pm_card_visa");
    const [open] = (await listInvoices(owner, {})).filter(({ status }) => status === "open");
    await payInvoice(owner, { id: open?.id ?? "" });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 9, seats_bought: 9 });
  });

  test("fewer seats are credited, and a refused purchase of fewer leaves the floor as it was", async () => {
    const { owner } = await payingWorkspace({ seats: 8 });
    const shown = await previewChange(owner, { seats: 3 });
    const due = shown.now?.due.amount ?? 0;
    expect([due, shown.credit.amount + shown.charge.amount < 0]).toEqual([0, true]);
    const { prorationDate } = shown;
    await expect(applyChange(owner, { seats: 3, prorationDate, due: due - 1 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await syncStripe(owner);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 8, seats_bought: 8 });
    await applyChange(owner, { seats: 3, prorationDate, due });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 3, seats_bought: 3 });
    expect((await getBilling(owner, {})).next?.due.amount).toBeLessThan(3 * 2_900);
  });

  test("fewer seats of a dearer interval sink the floor only when they are paid", async () => {
    const { owner, customer } = await payingWorkspace({ seats: 8 });
    await setCard(customer, "pm_card_chargeCustomerFail");
    const change = { seats: 3, interval: "year" } as const;
    const shown = await previewChange(owner, change);
    const due = shown.now?.due.amount ?? 0;
    expect(due).toBeGreaterThan(0);
    await applyChange(owner, { ...change, prorationDate: shown.prorationDate, due });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 8, seats_bought: 8, interval: "month" });
    await setCard(customer, "pm_card_visa");
    const [open] = (await listInvoices(owner, {})).filter(({ status }) => status === "open");
    await payInvoice(owner, { id: open?.id ?? "" });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 3, seats_bought: 3, interval: "year" });
  });

  test("seats that were never paid raise no floor when as many members are there", async () => {
    const since = "2026-11-02T10:00:00Z";
    const { workspace, owner, customer, clock } = await payingWorkspace({ seats: 1, since });
    await setCard(customer, "pm_card_chargeCustomerFail");
    const shown = await previewChange(owner, { seats: 3 });
    await applyChange(owner, { seats: 3, prorationDate: shown.prorationDate, due: shown.now?.due.amount ?? 0 });
    const joined = [await workspace.join("member"), await workspace.join("member")];
    await advance(String(clock), "2026-11-03T10:00:00Z");
    await followSeats(owner);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 3, seats_bought: 1 });
    for (const { id } of joined) await adminQuery("update members set status = 'removed' where id = $1", [id]);
    await followSeats(owner);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 1, seats_bought: 1 });
  });

  test("a cancelled plan goes on to the end of its period, and can be taken back", async () => {
    const { owner } = await payingWorkspace();
    expect(await previewChange(owner, { cancel: true })).toMatchObject({ takesEffect: "periodEnd", now: null });
    const { cancelAt } = await cancelPlan(owner, {});
    const row = await billingOf(owner.tenant.id);
    expect(row).toMatchObject({ state: "active", plan: "professional", cancel_at: row.period_end });
    expect(cancelAt).toBe((row.period_end as Date).toISOString());
    expect((await getBilling(owner, {})).next).toBeNull();
    expect(await resumePlan(owner, {})).toMatchObject({ cancelAt: null });
    expect((await getBilling(owner, {})).next?.due.amount).toBe(5 * 2_900);
  });

  test("an end that the portal set is taken back too", async () => {
    const { owner, subscription } = await payingWorkspace();
    const { items } = await stripe().subscriptions.retrieve(subscription);
    await stripe().subscriptions.update(subscription, { cancel_at: items.data[0]?.current_period_end ?? 0 });
    await syncStripe(owner);
    expect((await billingOf(owner.tenant.id)).cancel_at).not.toBeNull();
    await resumePlan(owner, {});
    expect((await billingOf(owner.tenant.id)).cancel_at).toBeNull();
  });
});
