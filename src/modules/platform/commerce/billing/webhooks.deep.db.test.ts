// @module-tag once

import "@/registry/register";
import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, inject, test, vi } from "vitest";
import { POST } from "@/app/api/webhooks/stripe/route";
import { env } from "@/env";
import { soldPrices } from "@/lib/price-keys";
import { localDay } from "@/lib/working-time";
import { startPayments } from "@/local/payments/start";
import { freePort } from "@/local/ports";
import { log } from "@/server/log";
import { stripeAt } from "@/server/stripe-at";
import { pricesByKey } from "@/server/stripe-prices";
import { requestDueWork } from "@/server/workflows/clock";
import { later } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { rowHash } from "@/test/full-workspace";
import { billingOf, boughtBy, payingWorkspace, signed, stripe, trialWorkspace } from "@/test/payments";
import { syncCatalogue } from "../../../../../scripts/stripe-catalogue";
import { reconcileBilling, resumeBilling } from "./jobs";
import { previewChange } from "./operations/change";
import { startCheckout } from "./operations/checkout";
import { cancelPlan } from "./operations/ending";
import { followSeats } from "./operations/follow-seats";
import { getBilling } from "./operations/overview";
import { lateWorkspaces } from "./operations/receive-event";
import { syncStripe } from "./operations/sync";
import { reconcile, workOffEvents } from "./operations/work-off";
import { lineOf } from "./row";

const bodyOf = (customer: string | null, more: object = {}) =>
  JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: "event",
    created: Math.floor(Date.now() / 1_000),
    type: "customer.subscription.updated",
    data: { object: { object: "subscription", id: "sub_1", customer } },
    ...more,
  });

const post = async (body: string, signature: string | null = signed(body)) => {
  const headers = signature === null ? {} : { "stripe-signature": signature };
  return await POST(new Request("http://localhost:3000/api/webhooks/stripe", { method: "POST", headers, body }));
};

const stored = async (body: string) => {
  const { id } = JSON.parse(body) as { id: string };
  return await adminQuery<{ customer_id: string | null; processed: boolean }>(
    "select customer_id, processed_at is not null as processed from billing_events where id = $1",
    [id],
  );
};
const notified = (tenantId: string) =>
  adminQuery("select 1 from events where tenant_id = $1 and name = 'billing.notified'", [tenantId]);

const odd: Record<string, unknown> = {
  nothing: null,
  "a number": 7,
  "a text": "event",
  "a list": [],
  "an empty object": {},
  "no id": { id: undefined },
  "an empty id": { id: "" },
  "an id that is a number": { id: 5 },
  "an id of a thousand letters": { id: "e".repeat(1_000) },
  "an id with NUL": { id: "evt_\u0000" },
  "no type": { type: undefined },
  "a type that is a list": { type: [] },
  "no moment": { created: undefined },
  "a moment that is a text": { created: "today" },
  "a moment beyond all years": { created: 1e15 },
  "a moment of half a second": { created: 1.5 },
  "no data": { data: undefined },
  "data that is null": { data: null },
  "no object": { data: {} },
  "an object that is null": { data: { object: null } },
  "an object that is a text": { data: { object: "subscription" } },
  "an object that is a list": { data: { object: [] } },
  "a customer that is a number": { data: { object: { customer: 5 } } },
  "a customer without an id": { data: { object: { customer: {} } } },
  "a customer whose id is a list": { data: { object: { customer: { id: [] } } } },
  "a customer with an id that is a number": { data: { object: { object: "customer", id: 5 } } },
};

test.each(Object.entries(odd))(
  "a signed body with %s is answered with 400, and nothing is stored",
  async (_, given) => {
    const isWhole =
      given === null || typeof given !== "object" || Array.isArray(given) || Object.keys(given).length === 0;
    const count = async () => (await adminQuery("select count(*)::int as n from billing_events"))[0];
    const before = await count();
    const response = await post(isWhole ? JSON.stringify(given) : bodyOf(null, given as object));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "VALIDATION" } });
    expect(await count()).toEqual(before);
  },
);

test("an event of an unknown type and of no customer is taken", async () => {
  const body = bodyOf(null, { type: "moon.landed", data: { object: { object: "moon" } } });
  expect((await post(body)).status).toBe(200);
  expect(await stored(body)).toEqual([{ customer_id: null, processed: true }]);
});

afterEach(() => {
  vi.restoreAllMocks();
  const { key, url, webhookSecret } = inject("payments");
  Object.assign(env, {
    STRIPE_SECRET_KEY: key,
    STRIPE_API_URL: url,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_WEBHOOK_SECRET_OLD: undefined,
  });
});

describe("a webhook", () => {
  test("that is signed is stored once, and asks for a sync of its customer's workspace", async () => {
    const { owner, customer } = await payingWorkspace();
    const body = bodyOf(customer);
    const answers = await Promise.all([post(body), post(body), post(body)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await stored(body)).toEqual([{ customer_id: customer, processed: false }]);
    expect(await notified(owner.tenant.id)).toHaveLength(1);
  });

  const now = () => Math.floor(Date.now() / 1_000);
  const forged: [string, (body: string) => string | null][] = [
    ["without a signature", () => null],
    ["with a signature of another secret", (body) => signed(body, now(), "whsec_another_secret")],
    ["with a signature of another body", (body) => signed(`${body} `)],
    ["that is older than five minutes", (body) => signed(body, now() - 301)],
    ["that was written anew", (body) => signed(JSON.stringify(JSON.parse(body), null, 2))],
    ["with a signature that is none", () => "t=1,v1="],
  ];
  test.each(forged)("%s is refused, and nothing is written", async (_what, signature) => {
    const { owner, customer } = await payingWorkspace();
    const before = await rowHash(owner.tenant.id);
    const body = bodyOf(customer);
    expect((await post(body, signature(body))).status).toBe(400);
    expect(await stored(body)).toEqual([]);
    expect(await rowHash(owner.tenant.id)).toBe(before);
  });

  test("is taken with the secret before, while it is changed, and no longer", async () => {
    const { customer } = await payingWorkspace();
    const [first, second] = [bodyOf(customer), bodyOf(customer)];
    const old = "whsec_secret_of_last_year";
    env.STRIPE_WEBHOOK_SECRET_OLD = old;
    expect((await post(first, signed(first, now(), old))).status).toBe(200);
    env.STRIPE_WEBHOOK_SECRET_OLD = undefined;
    expect((await post(second, signed(second, now(), old))).status).toBe(400);
    expect(await stored(second)).toEqual([]);
  });

  test("of a customer that nobody has is stored and ignored; one that names no customer leaves no line in the log", async () => {
    const warn = vi.spyOn(log, "warn");
    for (const customer of ["cus_of_nobody", null]) {
      const body = bodyOf(customer);
      expect((await post(body)).status).toBe(200);
      expect(await stored(body)).toEqual([{ customer_id: customer, processed: true }]);
    }
    expect(warn.mock.calls.map(([line]) => line)).toMatchObject([{ customer: "cus_of_nobody" }]);
  });

  test("with invented contents changes nothing: only the state that Stripe has counts", async () => {
    const victim = await payingWorkspace({ seats: 4 });
    const other = await payingWorkspace({ seats: 6 });
    const [before, hash] = [await billingOf(victim.owner.tenant.id), await rowHash(other.owner.tenant.id)];
    const invented = {
      object: "subscription",
      id: other.subscription,
      customer: victim.customer,
      status: "canceled",
      items: { data: [{ quantity: 1_000, price: { lookup_key: "2026-11.enterprise.seat.month" } }] },
      metadata: { workspaceId: other.owner.tenant.id },
    };
    await post(bodyOf(victim.customer, { data: { object: invented } }));
    expect(await workOffEvents(victim.owner)).toEqual({ fields: [], invoices: 0 });
    expect(await billingOf(victim.owner.tenant.id)).toEqual(before);
    expect(await rowHash(other.owner.tenant.id)).toBe(hash);
  });

  test("is worked off with all others that wait, once", async () => {
    const { owner, customer, subscription } = await payingWorkspace();
    await stripe().subscriptions.update(subscription, { cancel_at_period_end: true });
    const bodies = [bodyOf(customer), bodyOf(customer), bodyOf(customer)];
    for (const body of bodies) await post(body);
    expect((await workOffEvents(owner))?.fields).toEqual(["cancelAt"]);
    for (const body of bodies) expect(await stored(body)).toMatchObject([{ processed: true }]);
    expect(await workOffEvents(owner)).toBeNull();
  });

  test("whose hand-over was lost is worked off some minutes later", async () => {
    const { workspace, owner, customer } = await payingWorkspace();
    const body = bodyOf(customer);
    await post(body);
    const sweeps = () =>
      adminQuery("select 1 from sweeps where tenant_id = $1 and job = $2", [owner.tenant.id, resumeBilling.id]);
    const slots = async (at: Date) => (await resumeBilling.due?.(workspace.system, at))?.slots;
    expect(await slots(new Date())).toEqual([]);
    expect(await lateWorkspaces(new Date(Date.now() - 5 * 60_000))).not.toContain(owner.tenant.id);
    const soon = new Date(Date.now() + 6 * 60_000);
    expect(await slots(soon)).toHaveLength(1);
    expect(await lateWorkspaces(soon)).toContain(owner.tenant.id);
    await requestDueWork(workspace.tenant, soon);
    expect(await sweeps()).toHaveLength(1);
    await workOffEvents(owner);
    expect(await slots(soon)).toEqual([]);
  });

  test("of the first purchase that never arrived is made up for by the comparison of the next day", async () => {
    const { workspace, owner, subscription } = await payingWorkspace();
    await adminQuery(
      `update subscriptions set state = 'none', plan = 'trial', stripe_subscription_id = null, seats = null
       where tenant_id = $1`,
      [owner.tenant.id],
    );
    const system = await later(workspace.system);
    const noon = new Date("2026-11-23T12:00:00Z");
    expect((await reconcileBilling.due?.(system, noon))?.slots).toEqual([localDay(noon, owner.tenant.timeZone)]);
    await reconcile(system);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ state: "active", stripe_subscription_id: subscription });
  });

  test("is not looked for where nobody ever began to buy", async () => {
    const system = await later((await trialWorkspace()).system);
    expect(await reconcileBilling.due?.(system, new Date("2026-11-23T12:00:00Z"))).toEqual({ slots: [], next: null });
  });
});

test("sixty events, shuffled, repeated, some badly signed or late, end in Stripe's truth", async () => {
  const all = await Promise.all([
    payingWorkspace(),
    payingWorkspace({ interval: "year" }),
    payingWorkspace({ seats: 9 }),
  ]);
  const deliveries: { body: string; signature: string }[] = [];
  for (let nth = 0; nth < 60; nth++) {
    const { subscription, customer } = all[nth % all.length] ?? all[0];
    const { items } = await stripe().subscriptions.retrieve(subscription);
    await stripe().subscriptions.update(subscription, {
      items: [{ id: items.data[0]?.id ?? "", quantity: 5 + ((nth * 7) % 13) }],
      cancel_at_period_end: nth % 5 === 0,
    });
    const body = bodyOf(customer);
    for (let copy = 0; copy <= nth % 5; copy++) {
      const late = nth % 20 === 7;
      const bad = nth % 10 === 3;
      deliveries.push({ body, signature: signed(body, undefined, bad ? "whsec_another_secret" : undefined) });
      if (late) deliveries.push({ body, signature: signed(body, Math.floor(Date.now() / 1_000) - 400) });
    }
  }
  deliveries.sort(
    (a, b) => Math.sin(a.body.length * 97 + a.signature.charCodeAt(20)) - Math.sin(b.signature.charCodeAt(30)),
  );
  for (let from = 0; from < deliveries.length; from += 10) {
    await Promise.all(deliveries.slice(from, from + 10).map(({ body, signature }) => post(body, signature)));
    await Promise.all(all.map(({ owner }) => workOffEvents(owner)));
  }
  for (const { owner, subscription } of all) {
    const truth = await stripe().subscriptions.retrieve(subscription);
    expect(await billingOf(owner.tenant.id)).toMatchObject({
      seats: truth.items.data[0]?.quantity,
      state: truth.status,
      cancel_at: truth.cancel_at_period_end ? new Date(Number(truth.items.data[0]?.current_period_end) * 1_000) : null,
    });
    expect(await syncStripe(owner)).toEqual({ fields: [], invoices: 0 });
  }
});

describe("seats", () => {
  test("follow members up and down, but not below those that were bought", async () => {
    const { workspace, owner, subscription } = await payingWorkspace({ seats: 2 });
    const quantity = async () => (await stripe().subscriptions.retrieve(subscription)).items.data[0]?.quantity;
    expect(await followSeats(owner)).toBeNull();
    const joined = [await workspace.join("member"), await workspace.join("viewer"), await workspace.join("member")];
    expect([await followSeats(owner), await quantity()]).toEqual([4, 4]);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 4, seats_bought: 2 });
    for (const { id } of joined) await adminQuery("update members set status = 'removed' where id = $1", [id]);
    expect([await followSeats(owner), await quantity()]).toEqual([2, 2]);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 2, seats_bought: 2 });
  });

  test("bought and released fifty times, several at once, end right", async () => {
    const { workspace, owner, subscription } = await payingWorkspace({ seats: 1 });
    const { id } = await workspace.join("member");
    const set = (status: string) => adminQuery("update members set status = $2 where id = $1", [id, status]);
    for (let round = 0; round < 50; round++) {
      await set(round % 2 === 0 ? "removed" : "active");
      await Promise.all([followSeats(owner), ...(round % 10 === 0 ? [followSeats(owner), followSeats(owner)] : [])]);
    }
    const { items } = await stripe().subscriptions.retrieve(subscription);
    expect(items.data.map(({ quantity }) => quantity)).toEqual([2]);
    expect(await billingOf(owner.tenant.id)).toMatchObject({ seats: 2, seats_bought: 1 });
    const { lines } = await stripe().invoices.createPreview({ subscription });
    const prorations = lines.data.map(lineOf).filter(({ proration }) => proration);
    expect(Math.abs(prorations.reduce((sum, { amount }) => sum + amount, 0) - 2_900)).toBeLessThanOrEqual(51);
  });
});

describe("the nightly comparison", () => {
  test("repairs a difference, and says so in log and events", async () => {
    const error = vi.spyOn(log, "error");
    const { owner, subscription } = await payingWorkspace();
    expect(await reconcile(owner)).toEqual([]);
    await stripe().subscriptions.update(subscription, { cancel_at_period_end: true });
    expect(await reconcile(owner)).toEqual(["cancelAt"]);
    expect((await billingOf(owner.tenant.id)).cancel_at).not.toBeNull();
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ fields: ["cancelAt"] }), expect.any(String));
    expect(
      await adminQuery("select data from events where tenant_id = $1 and name = 'billing.drifted'", [owner.tenant.id]),
    ).toEqual([{ data: { fields: ["cancelAt"] } }]);
  });
});

describe("without a payments service", () => {
  const choice = { plan: "professional", interval: "month", seats: 3 } as const;

  test("that is set up, nothing can be bought and the overview says so", async () => {
    const owner = await (await trialWorkspace()).role("owner");
    env.STRIPE_SECRET_KEY = undefined;
    const before = await rowHash(owner.tenant.id);
    const refused = { code: "UNAVAILABLE", message: "Payments are not set up." };
    await expect(startCheckout(owner, choice)).rejects.toMatchObject(refused);
    await expect(previewChange(owner, { seats: 4 })).rejects.toMatchObject(refused);
    expect(await getBilling(await later(owner), {})).toMatchObject({ available: false, plan: "trial", next: null });
    expect((await post(bodyOf("cus_1"))).status).toBe(503);
    expect(await rowHash(owner.tenant.id)).toBe(before);
  });

  test("that can be reached, changes are refused, nothing changes, and the overview lacks the next invoice alone", async () => {
    const { owner } = await payingWorkspace();
    const before = await rowHash(owner.tenant.id);
    env.STRIPE_API_URL = `http://127.0.0.1:${await freePort()}`;
    const acts = [
      () => startCheckout(owner, choice),
      () => previewChange(owner, { seats: 7 }),
      () => cancelPlan(owner, {}),
    ];
    for (const act of acts) await expect(act()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(syncStripe(owner)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(await getBilling(owner, {})).toMatchObject({ available: true, plan: "professional", next: null });
    expect(await rowHash(owner.tenant.id)).toBe(before);
  });

  test("that stays up, a purchase breaks off in the middle, and the next attempt finds the same customer", async () => {
    const server = await startPayments({ port: await freePort() });
    try {
      Object.assign(env, { STRIPE_SECRET_KEY: server.key, STRIPE_API_URL: server.url });
      const own = stripeAt(server.key, server.url);
      await syncCatalogue(own);
      const owner = await (await trialWorkspace()).role("owner");
      const before = await boughtBy(owner.tenant.id);
      for (let tries = 0; tries < 2; tries++) server.faults.add({ status: 500, path: /checkout/ });
      await expect(startCheckout(owner, choice)).rejects.toMatchObject({ code: "UNAVAILABLE" });
      expect(await boughtBy(owner.tenant.id)).toEqual(before);
      await startCheckout(owner, choice);
      expect((await own.customers.list()).data.map(({ id }) => id)).toEqual([
        (await billingOf(owner.tenant.id)).stripe_customer_id,
      ]);
    } finally {
      await server.stop();
    }
  });

  test("the products and prices are made once, and a price that differs is a new one under the same key", async () => {
    const server = await startPayments({ port: await freePort() });
    try {
      const own = stripeAt(server.key, server.url);
      expect((await syncCatalogue(own)).length).toBeGreaterThan(10);
      expect(await syncCatalogue(own)).toEqual([]);
      const prices = soldPrices();
      const [first] = prices;
      const key = first?.key ?? "";
      const old = (await pricesByKey(own, [key])).get(key);
      const dearer = prices.map((price) => (price.key === key ? { ...price, amount: price.amount + 100 } : price));
      expect(await syncCatalogue(own, { prices: dearer })).toHaveLength(1);
      const fresh = (await pricesByKey(own, [key])).get(key);
      expect([fresh?.unit_amount, fresh?.id === old?.id]).toEqual([Number(old?.unit_amount) + 100, false]);
      expect(await own.prices.retrieve(old?.id ?? "")).toMatchObject({
        active: false,
        lookup_key: null,
        metadata: { key },
      });
    } finally {
      await server.stop();
    }
  });
});
