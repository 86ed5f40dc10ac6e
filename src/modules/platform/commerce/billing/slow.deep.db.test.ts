// @module-tag once

import "@/registry/register";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { env } from "@/env";
import { type PaymentsServer, startPayments } from "@/local/payments/start";
import { freePort } from "@/local/ports";
import { stripeAt } from "@/server/stripe-at";
import { later } from "@/test/ctx";
import { rowHash } from "@/test/full-workspace";
import { billingOf, boughtBy, invoicesOf, payingWorkspace, setCard, trialWorkspace } from "@/test/payments";
import { syncCatalogue } from "../../../../../scripts/stripe-catalogue";
import { applyChange, previewChange } from "./operations/change";
import { startCheckout } from "./operations/checkout";
import { payInvoice } from "./operations/invoices";
import { getBilling } from "./operations/overview";
import { syncStripe } from "./operations/sync";

const choice = { plan: "professional", interval: "month", seats: 3 } as const;
/** Longer than the app waits for a call that asks no bank. */
const tooLong = 6_000;
const away = { code: "UNAVAILABLE", message: expect.stringContaining("nothing is bought twice") };

let server: PaymentsServer;
beforeAll(async () => {
  server = await startPayments({ port: await freePort() });
  await syncCatalogue(stripeAt(server.key, server.url));
  Object.assign(env, { STRIPE_SECRET_KEY: server.key, STRIPE_API_URL: server.url });
});
afterAll(async () => {
  const { key, url } = inject("payments");
  Object.assign(env, { STRIPE_SECRET_KEY: key, STRIPE_API_URL: url });
  await server.stop();
});
const own = () => stripeAt(server.key, server.url);
const slow = (ms: number, method: string, path: RegExp) => server.faults.delay({ ms, only: { method, path } });

// They wait for real time limits, so they wait together: each delays the calls of its own workspace only.
describe.concurrent("a payments service that is slow", () => {
  test("opens one page, though its answer was lost", async ({ expect }) => {
    const owner = await (await trialWorkspace()).role("owner");
    const before = await boughtBy(owner.tenant.id);
    const inTime = slow(tooLong, "POST", /^\/v1\/checkout\/sessions$/);
    await expect(startCheckout(owner, choice)).rejects.toMatchObject(away);
    expect(await boughtBy(owner.tenant.id)).toEqual(before);
    expect(await getBilling(await later(owner), {})).toMatchObject({ available: true, plan: "trial", next: null });
    inTime();
    const { url } = await startCheckout(owner, choice);
    const all = await own().customers.list({ limit: 100 });
    const customers = all.data.filter(({ metadata }) => metadata.workspaceId === owner.tenant.id);
    expect(customers).toHaveLength(1);
    const sessions = await own().checkout.sessions.list({ customer: customers[0]?.id ?? "" });
    expect(sessions.data.filter(({ status }) => status === "open").map((one) => one.url)).toEqual([url]);
  });

  test("takes a change that it answered too late once, and the app knows of it afterwards", async ({ expect }) => {
    const { owner, subscription } = await payingWorkspace({ seats: 2, at: server });
    const shown = await previewChange(owner, { interval: "year" });
    const wish = { interval: "year", prorationDate: shown.prorationDate, due: shown.now?.due.amount ?? 0 } as const;
    const before = await rowHash(owner.tenant.id);
    const inTime = slow(22_000, "POST", new RegExp(`/subscriptions/${subscription}$`));
    await expect(applyChange(owner, wish)).rejects.toMatchObject(away);
    expect(await rowHash(owner.tenant.id)).toBe(before);
    inTime();
    const intervalOf = async () => (await own().subscriptions.retrieve(subscription)).items.data[0]?.plan.interval;
    await expect.poll(intervalOf).toBe("year");
    expect(await applyChange(owner, wish)).toMatchObject({ outcome: "unchanged" });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ interval: "year", seats: 2, state: "active" });
    expect((await invoicesOf(owner.tenant.id)).map(({ status }) => status)).toEqual(["paid", "paid"]);
  });

  test("has time to ask a bank that is slow", async ({ expect }) => {
    const { owner, subscription } = await payingWorkspace({ seats: 2, at: server });
    const shown = await previewChange(owner, { interval: "year" });
    const wish = { interval: "year", prorationDate: shown.prorationDate, due: shown.now?.due.amount ?? 0 } as const;
    slow(tooLong, "POST", new RegExp(`/subscriptions/${subscription}$`));
    expect(await applyChange(owner, wish)).toMatchObject({ outcome: "done" });
    expect((await own().invoices.list({ subscription })).data.map(({ status }) => status)).toEqual(["paid", "paid"]);
  });

  test("has time to take the payment of an invoice", async ({ expect }) => {
    const { owner, customer, subscription } = await payingWorkspace({ seats: 2, at: server });
    await setCard(customer, "pm_card_chargeCustomerFail", own());
    const { items } = await own().subscriptions.retrieve(subscription);
    await own().subscriptions.update(subscription, {
      items: [{ id: items.data[0]?.id ?? "", quantity: 9 }],
      proration_behavior: "always_invoice",
      payment_behavior: "pending_if_incomplete",
    });
    await syncStripe(owner);
    const open = (await invoicesOf(owner.tenant.id)).find(({ status }) => status === "open");
    expect(await payInvoice(owner, { id: open?.id ?? "" })).toMatchObject({ outcome: "confirm" });
    // Another card at once is another try, not the answer of the last one.
    await setCard(customer, "pm_card_visa", own());
    slow(tooLong, "POST", new RegExp(`/invoices/${open?.id}/pay$`));
    expect(await payInvoice(owner, { id: open?.id ?? "" })).toMatchObject({ outcome: "done" });
    expect((await invoicesOf(owner.tenant.id)).map(({ status }) => status)).toEqual(["paid", "paid"]);
  });
});
