// @module-tag once

import "@/registry/register";
import { randomUUID } from "node:crypto";
import { tz } from "@date-fns/tz";
import { faker } from "@faker-js/faker";
import { addHours, startOfHour } from "date-fns";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { env } from "@/env";
import { type MeterKey, meterKeys } from "@/lib/meters";
import { type PaymentsServer, startPayments } from "@/local/payments/start";
import { freePort } from "@/local/ports";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { stripeAt } from "@/server/stripe-at";
import { record } from "@/server/usage/record";
import { adminQuery } from "@/test/db";
import { type Paying, payingWorkspace, trialWorkspace } from "@/test/payments";
import { syncCatalogue } from "../../../../../scripts/stripe-catalogue";
import { sendUsage } from "./jobs";
import { planUse, settleMs } from "./operations/plan-use";
import { sendUse } from "./operations/send-use";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const hourAgo = (hours: number) => new Date(Math.floor(Date.now() / hourMs) * hourMs - hours * hourMs);

let server: PaymentsServer;
beforeAll(async () => {
  server = await startPayments({ port: await freePort() });
  await syncCatalogue(stripeAt(server.key, server.url));
});
afterEach(() => {
  const { key, url } = inject("payments");
  Object.assign(env, { STRIPE_SECRET_KEY: key, STRIPE_API_URL: url });
});
afterAll(() => server.stop());
const use = () => Object.assign(env, { STRIPE_SECRET_KEY: server.key, STRIPE_API_URL: server.url });
const away = async () => Object.assign(env, { STRIPE_API_URL: `http://127.0.0.1:${await freePort()}` });
const own = () => stripeAt(server.key, server.url);

async function paying(): Promise<Paying> {
  use();
  return await payingWorkspace({ at: server });
}

const used = (ctx: Ctx, meter: MeterKey, quantity: number, at: Date, now?: Date) =>
  record(ctx, [{ meter, quantity, at, key: randomUUID(), source: "test" }], now);

/** As the job does it, and how many parts that were. */
async function send(ctx: Ctx, now = new Date(), most?: number): Promise<number> {
  await planUse(ctx, now);
  return await sendUse(ctx, now, most);
}

/** Stripe's value of a meter in a time. */
async function toldOf(customer: string, meter: MeterKey, from: Date, until: Date): Promise<number> {
  const found = (await own().billing.meters.list({ limit: 100 })).data.find(({ event_name }) => event_name === meter);
  const span = { customer, start_time: from.getTime() / 1_000, end_time: until.getTime() / 1_000 };
  const { data } = await own().billing.meters.listEventSummaries(found?.id ?? "", span);
  return data[0]?.aggregated_value ?? 0;
}
const told = (customer: string, meter: MeterKey) => toldOf(customer, meter, hourAgo(36 * 24), hourAgo(0));

const ledgerOf = async (tenantId: string, meter: string): Promise<number> => {
  const [row] = await adminQuery<{ total: number }>(
    "select coalesce(sum(quantity), 0)::int as total from usage_events where tenant_id = $1 and meter = $2",
    [tenantId, meter],
  );
  return row?.total ?? 0;
};

const statesOf = (tenantId: string) =>
  adminQuery<{ meter: string; part: number; quantity: number; state: string }>(
    `select meter, part, quantity::int, state from usage_sendings where tenant_id = $1 order by meter, hour, part`,
    [tenantId],
  );

const sums: MeterKey[] = ["apiCalls", "emailsSent", "importedRows"];

describe("use at the payments service", () => {
  test("equals the ledger after outages, kills and repeated runs", async () => {
    const { owner, customer } = await paying();
    const tenantId = owner.tenant.id;
    const some = (howMany: number) =>
      Array.from({ length: howMany }, () => ({
        meter: faker.helpers.arrayElement(sums),
        quantity: faker.number.int({ min: 1, max: 500 }),
        at: hourAgo(faker.number.int({ min: 2, max: 34 * 24 })),
        key: randomUUID(),
        source: "test",
      }));
    for (let outage = 1; outage <= 3; outage++) {
      await record(owner, some(60));
      use();
      await send(owner, new Date(), 20);
      await away();
      expect(await send(owner)).toBe(0);
      use();
      await send(owner, new Date(), 20);
      // A kill between Stripe's answer and the mark.
      await adminQuery(
        "update usage_sendings set state = 'open' where tenant_id = $1 and state = 'sent' and part = 1",
        [tenantId],
      );
    }
    // Several processes at once, too.
    await Promise.all([send(owner), send(owner)]);
    while ((await send(owner)) > 0);
    for (const meter of sums)
      expect([meter, await told(customer, meter)]).toEqual([meter, await ledgerOf(tenantId, meter)]);
    expect((await statesOf(tenantId)).every(({ state }) => state === "sent")).toBe(true);
    expect(await send(owner)).toBe(0);
  });

  test("is sent once by several processes at once, none of which stops the other", async () => {
    const { owner, customer } = await paying();
    const hours = Array.from({ length: 60 }, (_, index) => index + 2);
    const some = hours.flatMap((hour) => sums.map((meter) => ({ meter, hour })));
    await record(
      owner,
      some.map(({ meter, hour }) => ({ meter, quantity: hour, at: hourAgo(hour), key: randomUUID(), source: "test" })),
    );
    await Promise.all(Array.from({ length: 6 }, () => send(owner)));
    while ((await send(owner)) > 0);
    for (const meter of sums)
      expect([meter, await told(customer, meter)]).toEqual([meter, await ledgerOf(owner.tenant.id, meter)]);
  });

  test("is noted in one order by processes whose plans differ, so that none waits for another in a circle", async () => {
    const { owner } = await paying();
    const hours = Array.from({ length: 60 }, (_, index) => index + 2);
    const some = hours.flatMap((hour) => sums.map((meter) => ({ meter, hour })));
    await record(
      owner,
      some.map(({ meter, hour }) => ({ meter, quantity: hour, at: hourAgo(hour), key: randomUUID(), source: "test" })),
    );
    const ways = [
      ["enable_hashagg", "enable_hashjoin"],
      ["enable_sort", "enable_mergejoin"],
    ];
    for (let round = 0; round < 20; round++) {
      await adminQuery("delete from usage_sendings where tenant_id = $1", [owner.tenant.id]);
      const attempts = await Promise.all(
        Array.from({ length: 6 }, (_, process) =>
          inTransaction(owner, async (inner) => {
            for (const setting of ways[process % 2] ?? [])
              await tenantSql(inner.tenant.id, inner.db, Prisma.sql`select set_config(${setting}, 'off', true)`);
            await planUse(inner, new Date());
            return inner.attempt;
          }),
        ),
      );
      expect(attempts).toEqual([1, 1, 1, 1, 1, 1]);
    }
    expect(await statesOf(owner.tenant.id)).toHaveLength(some.length);
  });

  test("waits for the end of the hour, and use that comes later is sent as a difference", async () => {
    const { owner, customer } = await paying();
    await used(owner, "apiCalls", 7, hourAgo(5));
    await used(owner, "apiCalls", 9, new Date());
    await send(owner);
    expect(await toldOf(customer, "apiCalls", hourAgo(40), hourAgo(-1))).toBe(7);
    await used(owner, "apiCalls", 3, new Date(hourAgo(5).getTime() + 1_000));
    await send(owner);
    expect(await toldOf(customer, "apiCalls", hourAgo(5), hourAgo(4))).toBe(10);
    expect(await statesOf(owner.tenant.id)).toEqual([
      { meter: "apiCalls", part: 1, quantity: 7, state: "sent" },
      { meter: "apiCalls", part: 2, quantity: 3, state: "sent" },
    ]);
  });

  test("whose answer was lost more than a day ago is not told twice, and one that never arrived is told", async () => {
    const { owner, customer } = await paying();
    await used(owner, "apiCalls", 7, hourAgo(50));
    await send(owner);
    await used(owner, "emailsSent", 4, hourAgo(50));
    await away();
    expect(await send(owner)).toBe(0);
    use();
    // As if the app had died before it noted the answer.
    await adminQuery("update usage_sendings set state = 'open' where tenant_id = $1", [owner.tenant.id]);
    const later = Date.now() + 25 * hourMs;
    server.travel(Math.floor(later / 1_000));
    try {
      expect(await send(owner, new Date(later))).toBe(2);
    } finally {
      server.travel();
    }
    expect([await told(customer, "apiCalls"), await told(customer, "emailsSent")]).toEqual([7, 4]);
  });

  test("counts the busiest day of the paid period, also one of which is heard later", async () => {
    const { owner, customer } = await paying();
    const from = hourAgo(30 * 24);
    await adminQuery(
      "update subscriptions set period_start = $2, period_end = now() + interval '1 day' where tenant_id = $1",
      [owner.tenant.id, from],
    );
    const value = (until: Date) => toldOf(customer, "activeMembers", from, until);
    const noonOf = (daysAgo: number) =>
      new Date(`${new Date(Date.now() - daysAgo * dayMs).toISOString().slice(0, 10)}T12:00:00Z`);
    await adminQuery("update tenants set time_zone = 'UTC' where id = $1", [owner.tenant.id]);
    const ctx = { ...owner, tenant: { ...owner.tenant, timeZone: "UTC" } };
    await used(ctx, "activeMembers", 9, new Date(from.getTime() - dayMs));
    await used(ctx, "activeMembers", 2, noonOf(9));
    await used(ctx, "activeMembers", 3, new Date(noonOf(9).getTime() + hourMs));
    await used(ctx, "activeMembers", 4, noonOf(5));
    await send(ctx);
    expect([await value(new Date(noonOf(9).getTime() + hourMs)), await value(hourAgo(0))]).toEqual([2, 5]);
    await used(ctx, "activeMembers", 6, new Date(noonOf(9).getTime() + 60_000));
    await send(ctx);
    expect([await value(new Date(noonOf(9).getTime() + hourMs)), await value(hourAgo(0))]).toEqual([8, 11]);
  });

  test("that is too old is left out, and the rest goes on", async () => {
    const { owner, customer } = await paying();
    const old = hourAgo(40 * 24);
    await used(owner, "apiCalls", 5, old, old);
    await used(owner, "apiCalls", 6, hourAgo(34 * 24));
    expect(await send(owner)).toBe(1);
    expect(await told(customer, "apiCalls")).toBe(6);
    expect((await statesOf(owner.tenant.id)).map(({ state }) => state)).toEqual(["skipped", "sent"]);
  });

  test("of a meter that the service does not have waits without holding up others", async () => {
    const { owner, customer } = await paying();
    const bare = await startPayments({ port: await freePort() });
    try {
      await syncCatalogue(stripeAt(bare.key, bare.url), {
        meters: [{ eventName: "emailsSent", label: "E-mails", aggregation: "sum" }],
      });
      await used(owner, "apiCalls", 5, hourAgo(9));
      await used(owner, "emailsSent", 2, hourAgo(8));
      Object.assign(env, { STRIPE_SECRET_KEY: bare.key, STRIPE_API_URL: bare.url });
      const other = await stripeAt(bare.key, bare.url).customers.create({ name: "Same" });
      const point = (id: string) =>
        adminQuery("update subscriptions set stripe_customer_id = $2 where tenant_id = $1", [owner.tenant.id, id]);
      await point(other.id);
      expect(await send(owner)).toBe(1);
      use();
      await point(customer);
      expect(await send(owner)).toBe(1);
      expect(await told(customer, "apiCalls")).toBe(5);
    } finally {
      await bare.stop();
    }
  });

  test("is due each hour for a workspace with a customer, and more often after an outage", async () => {
    const { owner } = await paying();
    const now = new Date("2026-11-23T10:17:00Z");
    const slots = async (at: Date) => (await sendUsage.due?.(owner, at))?.slots;
    expect(await sendUsage.due?.(owner, now)).toEqual({ slots: ["2026-11-23T10"], next: null });
    expect(await slots(new Date("2026-11-23T11:03:00Z"))).toEqual(["2026-11-23T10"]);
    await used(owner, "apiCalls", 5, hourAgo(9));
    await planUse(owner, new Date());
    expect(await slots(now)).toEqual(["2026-11-23T10", "2026-11-23T10:1"]);
    const { owner: late } = await paying();
    // It was written after the job of its hour had run.
    await used(late, "apiCalls", 5, hourAgo(9));
    const nextHour = addHours(startOfHour(new Date(Date.now() - settleMs), { in: tz("UTC") }), 1);
    expect((await sendUsage.due?.(late, new Date()))?.next).toEqual(new Date(nextHour.getTime() + settleMs));
    const free = await (await trialWorkspace()).role("owner");
    expect(await sendUsage.due?.(free, now)).toEqual({ slots: [], next: null });
    await used(free, "apiCalls", 5, hourAgo(9));
    expect(await send(free)).toBe(0);
  });

  test("has a meter for each of the app's", async () => {
    const { data } = await own().billing.meters.list({ limit: 100 });
    expect(data.map(({ event_name }) => event_name).sort()).toEqual([...meterKeys].sort());
  });
});
