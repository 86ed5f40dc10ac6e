// @module-tag once

import "@/registry/register";
import { addDays } from "date-fns";
import { describe, expect, test } from "vitest";
import { env } from "@/env";
import { Visitor } from "@/local/payments/browser.fixture";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { sendWhenDue } from "@/modules/platform/history/notifications/mails/operations/send";
import { relayOnce } from "@/server/outbox/relay";
import { record } from "@/server/usage/record";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { mailsTo } from "@/test/mail";
import { billingOf, invoicesOf, payingWorkspace, stripe, trialWorkspace } from "@/test/payments";
import { startCheckout } from "./operations/checkout";
import { getBillingDetails, updateBillingDetails } from "./operations/details";
import { refreshBilling } from "./operations/ending";
import { getInvoicePdf, listInvoices } from "./operations/invoices";
import { notifyPastDue } from "./operations/past-due";
import { openPortal } from "./operations/portal";
import { syncStripe } from "./operations/sync";

const choice = { plan: "professional", interval: "month", seats: 3 } as const;
const [pays, declined, confirms] = ["4242424242424242", "4000000000000002", "4000002500003155"];

const onInvoice = { name: "Halden, Inc.", line1: "220 West Kinzie Street", city: "Chicago", country: "US" };

async function atCheckout() {
  const owner = await (await trialWorkspace()).role("owner");
  const { url } = await startCheckout(owner, choice);
  const visitor = await new Visitor().open(url);
  const pay = (card: string) => visitor.send({ action: "pay", card, ...onInvoice });
  return { owner, url, visitor, pay };
}

describe("the page of the payments service", () => {
  test("leads back to this workspace, which then has the plan that was paid", async () => {
    const { owner, visitor, pay } = await atCheckout();
    expect((await later(owner)).tenant.subscription.state).toBe("none");
    await pay(pays);
    expect(visitor.url).toMatch(
      new RegExp(`^${env.NEXTAUTH_URL}/${owner.tenant.slug}/settings/plan\\?checkout=cs_test_\\w+$`),
    );
    expect(await refreshBilling(owner, {})).toEqual({ plan: "professional", state: "active", cancelAt: null });
    const { entitlements } = await later(owner);
    expect([entitlements.plan, entitlements.standing]).toEqual(["professional", "active"]);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 3, seats_bought: 3, card_last4: "4242" });
    expect(await invoicesOf(owner.tenant.id)).toMatchObject([{ status: "paid", total: 8_700 }]);
    const [invoice] = await listInvoices(owner, {});
    expect(await getInvoicePdf(owner, { id: invoice?.id ?? "" })).toEqual({ url: expect.stringContaining("http") });
  });

  test.each([
    ["a declined card", declined],
    ["a confirmation that is refused", confirms],
  ])("buys nothing with %s, and afterwards what was chosen", async (_what, card) => {
    const { owner, visitor, pay } = await atCheckout();
    await pay(card);
    if (card === confirms) await visitor.send({ action: "refuse" });
    expect(await syncStripe(owner)).toMatchObject({ invoices: 0 });
    expect(await billingOf(owner.tenant.id)).toMatchObject({ plan: "trial", state: "none", seats: null });
    await pay(card === confirms ? confirms : pays);
    if (card === confirms) await visitor.send({ action: "confirm" });
    await syncStripe(owner);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ plan: "professional", state: "active", seats: 3 });
  });

  test("of an earlier choice cannot be paid, so that there is one subscription", async () => {
    const { owner, url, pay } = await atCheckout();
    const second = await new Visitor().open((await startCheckout(owner, { ...choice, seats: 5 })).url);
    await pay(pays);
    expect((await new Visitor().open(url)).text).toContain("expired");
    await second.send({ action: "pay", card: pays, ...onInvoice });
    await syncStripe(owner);
    const customer = String((await billingOf(owner.tenant.id)).stripe_customer_id);
    expect((await stripe().subscriptions.list({ customer, status: "all" })).data).toHaveLength(1);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 5 });
    await expect(startCheckout(owner, choice)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("details on invoices", () => {
  test("are read from the payments service and written to it", async () => {
    const { owner } = await payingWorkspace();
    const address = {
      line1: "220 West Kinzie Street",
      city: "Chicago",
      state: "IL",
      postalCode: "60654",
      country: "US",
    };
    const taxId = { type: "us_ein", value: "36-4821907" } as const;
    const changed = await updateBillingDetails(owner, {
      company: "Halden, Inc.",
      email: "books@halden.example",
      address,
      taxId,
    });
    expect(changed).toMatchObject({
      company: "Halden, Inc.",
      email: "books@halden.example",
      address: { ...address, line2: expect.toSatisfy((text) => !text) },
      taxIds: [{ type: taxId.type, value: taxId.value }],
    });
    expect(await getBillingDetails(owner, {})).toEqual(changed);
    expect((await updateBillingDetails(owner, { taxId: null })).taxIds).toEqual([]);
    expect(await adminQuery("select billing_email from subscriptions where tenant_id = $1", [owner.tenant.id])).toEqual(
      [{ billing_email: "books@halden.example" }],
    );
  });

  test("and the card are changed on a page that leads back here", async () => {
    const { owner } = await payingWorkspace();
    for (const flow of ["overview", "paymentMethod", "details"] as const) {
      const visitor = await new Visitor().open((await openPortal(owner, { flow })).url);
      expect(visitor.status).toBe(200);
      expect(visitor.html).toContain(`${env.NEXTAUTH_URL}/${owner.tenant.slug}/settings/billing`);
    }
  });
});

test("owners, and others who may pay, are told of an unpaid invoice at each of its moments, once", async () => {
  const workspace = await testWorkspace();
  const [owner, admin, other] = [
    await workspace.join("owner"),
    await workspace.join("admin"),
    await workspace.join("admin"),
  ];
  await adminQuery(
    "insert into member_grants (id, tenant_id, member_id, permission, effect) values (gen_random_uuid(), $1, $2, 'billing:manage', 'allow')",
    [workspace.tenant.id, admin.id],
  );
  const since = new Date("2026-03-01T10:00:00Z");
  await adminQuery(
    "update subscriptions set plan = 'professional', state = 'past_due', past_due_since = $2 where tenant_id = $1",
    [workspace.tenant.id, since],
  );
  // No mail of the month is left.
  const used = { meter: "emailsSent", quantity: 5_000, key: "all", at: new Date(), source: "test" } as const;
  const system = await later(workspace.system);
  await record(system, [used]);
  const told = async (days: number) => {
    for (let twice = 0; twice < 2; twice++) {
      await notifyPastDue(system, addDays(since, days));
      while (await relayOnce(notifications));
      const waiting = await system.db.notificationMail.findMany({ where: { status: "waiting" } });
      for (const { id } of waiting) await sendWhenDue(system, id);
    }
    const inboxes = await Promise.all([owner, admin, other].map(({ email }) => mailsTo(email)));
    return inboxes.map((mails) => mails.length);
  };
  expect(await told(-1)).toEqual([0, 0, 0]);
  expect(await told(0)).toEqual([1, 1, 0]);
  expect(await told(5)).toEqual([1, 1, 0]);
  expect(await told(11)).toEqual([2, 2, 0]);
  expect(await told(14)).toEqual([3, 3, 0]);
  expect(await told(20)).toEqual([3, 3, 0]);
  const [last, , first] = await mailsTo(owner.email);
  expect([first?.subject, last?.subject]).toEqual([
    expect.stringContaining(`Payment failed for ${workspace.tenant.name}. Pay the invoice before March 15, 2026`),
    expect.stringContaining(`${workspace.tenant.name} is read-only until its invoice is paid`),
  ]);
  expect(last?.text).toContain(`/${workspace.tenant.slug}/settings/billing`);
  const logged = await workspace.system.db.notificationMail.findMany({ select: { status: true, memberId: true } });
  expect(logged).toHaveLength(6);
  expect(new Set(logged.map(({ status }) => status))).toEqual(new Set(["sent"]));
  expect(new Set(logged.map(({ memberId }) => memberId))).toEqual(new Set([owner.id, admin.id]));
});
