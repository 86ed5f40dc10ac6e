import "@/registry/parts";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { env } from "@/env";
import { type PaymentsServer, startPayments } from "@/local/payments/start";
import { freePort } from "@/local/ports";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { stripeAt } from "@/server/stripe-at";
import { rowHash } from "@/test/full-workspace";
import { billingOf, invoicesOf, payingWorkspace, setCard, trialWorkspace } from "@/test/payments";
import { syncCatalogue } from "../../../../scripts/stripe-catalogue";
import { applyChange, previewChange } from "./operations/change";
import { startCheckout } from "./operations/checkout";
import { payInvoice } from "./operations/invoices";
import { getBilling } from "./operations/overview";
import { syncStripe, withBillingLock } from "./operations/sync";

const choice = { plan: "professional", interval: "month", seats: 3 } as const;
/** Longer than the app waits for a call that asks no bank. */
const tooLong = 6_000;
const away = { code: "UNAVAILABLE", message: expect.stringContaining("nothing is bought twice") };

let server: PaymentsServer;
beforeEach(async () => {
  server = await startPayments({ port: await freePort() });
  await syncCatalogue(stripeAt(server.key, server.url));
});
afterEach(async () => {
  const { key, url } = inject("payments");
  Object.assign(env, { STRIPE_SECRET_KEY: key, STRIPE_API_URL: url });
  await server.stop();
});
const use = () => Object.assign(env, { STRIPE_SECRET_KEY: server.key, STRIPE_API_URL: server.url });

describe("a payments service that is slow", () => {
  test("opens one page, though its answer was lost", async () => {
    use();
    const owner = await (await trialWorkspace()).role("owner");
    const before = await rowHash(owner.tenant.id);
    server.faults.delayMs = tooLong;
    server.faults.delayed = { method: "POST", path: /^\/v1\/checkout\/sessions$/ };
    await expect(startCheckout(owner, choice)).rejects.toMatchObject(away);
    expect(await rowHash(owner.tenant.id)).toBe(before);
    expect(await getBilling(owner, {})).toMatchObject({ available: true, plan: "trial", next: null });
    server.faults.delayMs = 0;
    const { url } = await startCheckout(owner, choice);
    const own = stripeAt(server.key, server.url);
    const sessions = await own.checkout.sessions.list();
    expect(sessions.data.filter(({ status }) => status === "open").map((one) => one.url)).toEqual([url]);
    expect((await own.customers.list()).data).toHaveLength(1);
  });

  test("takes a change that it answered too late once, and the app knows of it afterwards", async () => {
    use();
    const { owner, subscription } = await payingWorkspace({ seats: 2, at: server });
    const shown = await previewChange(owner, { interval: "year" });
    const wish = { interval: "year", prorationDate: shown.prorationDate, due: shown.now?.due.amount ?? 0 } as const;
    const before = await rowHash(owner.tenant.id);
    server.faults.delayMs = 22_000;
    server.faults.delayed = { method: "POST", path: /^\/v1\/subscriptions\/sub_/ };
    await expect(applyChange(owner, wish)).rejects.toMatchObject(away);
    expect(await rowHash(owner.tenant.id)).toBe(before);
    server.faults.delayMs = 0;
    const own = stripeAt(server.key, server.url);
    const intervalOf = async () => (await own.subscriptions.retrieve(subscription)).items.data[0]?.plan.interval;
    await expect.poll(intervalOf, { timeout: 10_000 }).toBe("year");
    expect(await applyChange(owner, wish)).toMatchObject({ outcome: "unchanged" });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ interval: "year", seats: 2, state: "active" });
    expect((await invoicesOf(owner.tenant.id)).map(({ status }) => status)).toEqual(["paid", "paid"]);
  }, 60_000);

  test("has time to ask a bank that is slow", async () => {
    use();
    const { owner, subscription } = await payingWorkspace({ seats: 2, at: server });
    const shown = await previewChange(owner, { interval: "year" });
    const wish = { interval: "year", prorationDate: shown.prorationDate, due: shown.now?.due.amount ?? 0 } as const;
    server.faults.delayMs = tooLong;
    server.faults.delayed = { method: "POST", path: /^\/v1\/subscriptions\/sub_/ };
    expect(await applyChange(owner, wish)).toMatchObject({ outcome: "done" });
    const own = stripeAt(server.key, server.url);
    expect((await own.invoices.list({ subscription })).data.map(({ status }) => status)).toEqual(["paid", "paid"]);
  }, 30_000);

  test("has time to take the payment of an invoice", async () => {
    use();
    const { owner, customer, subscription } = await payingWorkspace({ seats: 2, at: server });
    const own = stripeAt(server.key, server.url);
    await setCard(customer, "pm_card_chargeCustomerFail", own);
    const { items } = await own.subscriptions.retrieve(subscription);
    await own.subscriptions.update(subscription, {
      items: [{ id: items.data[0]?.id ?? "", quantity: 9 }],
      proration_behavior: "always_invoice",
      payment_behavior: "pending_if_incomplete",
    });
    await syncStripe(owner);
    const open = (await invoicesOf(owner.tenant.id)).find(({ status }) => status === "open");
    expect(await payInvoice(owner, { id: open?.id ?? "" })).toMatchObject({ outcome: "confirm" });
    // Another card at once is another try, not the answer of the last one.
    await setCard(customer, "pm_card_visa", own);
    server.faults.delayMs = tooLong;
    server.faults.delayed = { method: "POST", path: /^\/v1\/invoices\/in_.*\/pay$/ };
    expect(await payInvoice(owner, { id: open?.id ?? "" })).toMatchObject({ outcome: "done" });
    expect((await invoicesOf(owner.tenant.id)).map(({ status }) => status)).toEqual(["paid", "paid"]);
  }, 30_000);

  test("does not lose its transaction while that waits for it", async () => {
    const owner = await (await trialWorkspace()).role("owner");
    const [limit] = await withBillingLock(owner, ({ tenant, db }) =>
      tenantSql<{ idle: string }>(
        tenant.id,
        db,
        Prisma.sql`select current_setting('idle_in_transaction_session_timeout') as idle`,
      ),
    );
    expect(limit).toEqual({ idle: "1min" });
  });
});
