// @module-tag once

import { randomUUID } from "node:crypto";
import { tz } from "@date-fns/tz";
import { startOfMonth, subSeconds } from "date-fns";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type MeterKey, meterKeys } from "@/lib/meters";
import { localDay, weekdayOf } from "@/lib/working-time";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import type { TenantInfo } from "../context";
import { tenantDb } from "../db/tenant-db";
import { forgetKeys, record, type Use } from "./record";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await testWorkspace({ plan: "trial" });
});

const use = (more: Partial<Use> = {}): Use => ({
  ...{ meter: "apiCalls", quantity: 1, key: randomUUID(), at: new Date(), source: "test" },
  ...more,
});
const dataOf = (tenant: TenantInfo) => ({ tenant, db: tenantDb(tenant.id).db });
const ledger = (tenantId: string) =>
  adminQuery<{ meter: string; quantity: number; team_id: string | null; cost: string; at: Date }>(
    "select meter, quantity, team_id, cost::text, at from usage_events where tenant_id = $1 order by at, meter, id",
    [tenantId],
  );
const keysOf = async (tenantId: string) =>
  (await adminQuery<{ key: string }>("select key from usage_keys where tenant_id = $1 order by at", [tenantId])).map(
    ({ key }) => key,
  );

/** A workspace of its own in a zone. */
async function inZone(timeZone: string): Promise<TenantInfo> {
  const { tenant } = await testWorkspace({ plan: "trial" });
  await adminQuery("update tenants set time_zone = $2 where id = $1", [tenant.id, timeZone]);
  return { ...tenant, timeZone };
}

describe("the ledger", () => {
  test("use that comes twice counts once, within a call and across calls, and the answer says how much was new", async () => {
    const { tenant } = await testWorkspace({ plan: "trial" });
    const data = dataOf(tenant);
    const [one, two] = [use({ quantity: 3 }), use({ meter: "importedRows" })];
    expect(await record(data, [one, two, one])).toEqual({ added: 2 });
    expect(await record(data, [two, one, { ...one, quantity: 99 }])).toEqual({ added: 0 });
    expect(await record(data, [{ ...one, meter: "emailsSent" }])).toEqual({ added: 1 });
    expect((await ledger(tenant.id)).map(({ meter, quantity, cost }) => [meter, quantity, Number(cost)])).toEqual([
      ["apiCalls", 3, 0.006],
      ["emailsSent", 3, 0.24],
      ["importedRows", 1, 0.001],
    ]);
    const periods = await adminQuery("select meter, used::int from usage_periods where tenant_id = $1 order by meter", [
      tenant.id,
    ]);
    expect(periods).toEqual([
      { meter: "apiCalls", used: 3 },
      { meter: "emailsSent", used: 3 },
      { meter: "importedRows", used: 1 },
    ]);
  });

  test("use that comes again in another month counts once", async () => {
    const { tenant } = await testWorkspace({ plan: "trial" });
    const border = startOfMonth(new Date(), { in: tz("UTC") });
    const [before, after] = [subSeconds(border, 1), border];
    const one = use({ at: before });
    expect(await record(dataOf(tenant), [one, use({ at: after })], border)).toEqual({ added: 2 });
    expect(await record(dataOf(tenant), [{ ...one, at: after }], border)).toEqual({ added: 0 });
    const tables = await adminQuery<{ name: string }>(
      "select tableoid::regclass::text as name from usage_events where tenant_id = $1 order by at",
      [tenant.id],
    );
    const named = (at: Date) => `usage_events_${at.toISOString().slice(0, 7).replace("-", "_")}`;
    // The database of the tests may have been made in this month or in an earlier one.
    const parts = await adminQuery<{ name: string }>(
      "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'usage_events'::regclass",
    );
    const partOf = (at: Date) => (parts.some(({ name }) => name === named(at)) ? named(at) : "usage_events_default");
    expect(tables.map(({ name }) => name)).toEqual([before, after].map(partOf));
  });

  test("two workspaces may use one key", async () => {
    const [a, b] = [await testWorkspace({ plan: "trial" }), await testWorkspace({ plan: "trial" })];
    const one = use();
    expect(await record(dataOf(a.tenant), [one])).toEqual({ added: 1 });
    expect(await record(dataOf(b.tenant), [one])).toEqual({ added: 1 });
  });

  test.each<[string, Partial<Use>, string]>([
    ["a negative quantity", { quantity: -1 }, "whole number above zero"],
    ["zero", { quantity: 0 }, "whole number above zero"],
    ["a part of a unit", { quantity: 1.5 }, "whole number above zero"],
    ["no number", { quantity: Number.NaN }, "whole number above zero"],
    ["an unknown meter", { meter: "coffee" as MeterKey }, "no such meter"],
    ["an inherited name as meter", { meter: "toString" as MeterKey }, "no such meter"],
    ["a time 40 days ago", { at: new Date(Date.now() - 40 * 86_400_000) }, "more than 35 days ago"],
    ["a time in the future", { at: new Date(Date.now() + 6 * 60_000) }, "more than 5 minutes in the future"],
    ["no time", { at: new Date(Number.NaN) }, "not a time"],
    ["no key", { key: "" }, "key must have"],
  ])("%s is refused, and nothing of the call is written", async (_case, wrong, message) => {
    const { tenant } = workspace;
    const before = await ledger(tenant.id);
    await expect(record(dataOf(tenant), [use(), use(wrong)])).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining(message),
    });
    expect(await ledger(tenant.id)).toEqual(before);
  });

  test("a clock that is a few minutes ahead is no reason to lose use", async () => {
    const late = use({ at: new Date(Date.now() + 4 * 60_000) });
    const early = use({ at: new Date(Date.now() - 34 * 86_400_000) });
    expect(await record(dataOf(workspace.tenant), [late, early])).toEqual({ added: 2 });
  });

  test("use of a member counts to the first of their teams as it is then", async () => {
    const { tenant, join } = await testWorkspace({ plan: "trial" });
    const { db } = dataOf(tenant);
    const [member, alone] = [await join("member"), await join("member")];
    const teams: string[] = [];
    for (const name of ["West", "East"]) {
      const { id } = await db.team.create({ data: { name, nameKey: name } });
      await db.teamMember.create({ data: { teamId: id, memberId: member.id } });
      teams.push(id);
    }
    await record({ tenant, db }, [use({ memberId: member.id }), use({ memberId: alone.id })]);
    await db.teamMember.deleteMany({ where: { memberId: member.id } });
    const found = (await ledger(tenant.id)).map(({ team_id }) => team_id);
    expect(found.sort()).toEqual([[...teams].sort()[0], null].sort());
  });

  test("a key is free again only when its use could not be repeated any more", async () => {
    const { tenant } = await testWorkspace({ plan: "trial" });
    const data = dataOf(tenant);
    const now = new Date();
    const [old, fresh] = [use({ at: new Date(now.getTime() - 34 * 86_400_000) }), use()];
    await record(data, [old, fresh]);
    const daysOn = (days: number) => new Date(now.getTime() + days * 86_400_000);
    await forgetKeys(data, daysOn(1));
    expect(await record(data, [old], now)).toEqual({ added: 0 });
    await forgetKeys(data, daysOn(3), 1);
    expect(await keysOf(tenant.id)).toEqual([fresh.key]);
    await expect(record(data, [old], daysOn(3))).rejects.toMatchObject({ code: "VALIDATION" });
    const reused = use({ key: old.key, at: daysOn(3) });
    expect(await record(data, [reused], daysOn(3))).toEqual({ added: 1 });
  });

  test("nobody changes or removes an entry, not even by statements of the app", async () => {
    const { tenant } = workspace;
    const { db } = dataOf(tenant);
    await expect(db.usageEvent.updateMany({ data: { quantity: 5 } })).rejects.toThrow("permission denied");
    await expect(db.usageEvent.deleteMany({})).rejects.toThrow("permission denied");
  });
});

/** The sums of a list by a key of each. */
function sums<T>(rows: readonly T[], keyOf: (row: T) => string, amountOf: (row: T) => number) {
  const found: Record<string, number> = {};
  for (const row of rows) found[keyOf(row)] = (found[keyOf(row)] ?? 0) + amountOf(row);
  return found;
}

describe("sums", () => {
  test("by hour, day, week, month, meter, member, team and key they equal the ledger, in every zone", async () => {
    const zones = [
      "America/Chicago",
      "Asia/Kathmandu",
      "Pacific/Chatham",
      "Australia/Lord_Howe",
      "UTC",
      "America/Havana",
    ];
    const now = new Date("2026-11-15T12:00:00Z");
    const members = [randomUUID(), randomUUID(), null];
    const entry = fc.record({
      meter: fc.constantFrom(...meterKeys),
      quantity: fc.integer({ min: 1, max: 1_000_000 }),
      // Both changes of the clocks in America, and the end of a month, lie in the time that is accepted.
      minutesAgo: fc.integer({ min: 0, max: 35 * 1440 }),
      key: fc.integer({ min: 0, max: 40 }).map(String),
      memberId: fc.constantFrom(...members),
      apiKeyId: fc.constantFrom(...members),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zones),
        fc.array(fc.array(entry, { maxLength: 20 }), { maxLength: 4 }),
        async (zone, calls) => {
          const tenant = await inZone(zone);
          const data = dataOf(tenant);
          const batches = calls.map((call) =>
            call.map(({ minutesAgo, ...one }) => use({ ...one, at: new Date(now.getTime() - minutesAgo * 60_000) })),
          );
          await Promise.all(batches.map((batch) => record(data, batch, now)));
          const rows = await adminQuery<Entry>(
            "select meter, at, quantity, member_id, team_id, api_key_id from usage_events where tenant_id = $1",
            [tenant.id],
          );
          const hours = await adminQuery<Entry & { events: number }>(
            `select meter, hour as at, quantity::int, member_id, team_id, api_key_id, events
           from usage_hours where tenant_id = $1`,
            [tenant.id],
          );
          const distinct = new Set(batches.flat().map(({ meter, key }) => `${meter} ${key}`));
          expect(rows).toHaveLength(distinct.size);
          expect(hours.reduce((sum, { events }) => sum + events, 0)).toBe(rows.length);
          for (const keyOf of groupings(zone)) {
            expect(sums(hours, keyOf, (row) => row.quantity)).toEqual(sums(rows, keyOf, (row) => row.quantity));
          }
          const periods = await adminQuery<{ meter: string; month: string; used: number }>(
            "select meter, month, used::int from usage_periods where tenant_id = $1",
            [tenant.id],
          );
          expect(
            sums(
              periods,
              (row) => `${row.meter} ${row.month}`,
              (row) => row.used,
            ),
          ).toEqual(
            sums(
              rows,
              (row) => `${row.meter} ${localDay(row.at, zone).slice(0, 7)}`,
              (row) => row.quantity,
            ),
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});

interface Entry {
  meter: string;
  at: Date;
  quantity: number;
  member_id: string | null;
  team_id: string | null;
  api_key_id: string | null;
}

const nobody = "00000000-0000-0000-0000-000000000000";
const groupings = (zone: string): ((row: Entry) => string)[] => [
  ({ meter }) => meter,
  ({ meter, at }) => `${meter} ${localDay(at, zone)}`,
  ({ meter, at }) => {
    const day = localDay(at, zone);
    return `${meter} ${Math.floor((Date.parse(day) / 86_400_000 - weekdayOf(day)) / 7)}`;
  },
  ({ meter, at }) => `${meter} ${localDay(at, zone).slice(0, 7)}`,
  ({ member_id }) => member_id ?? nobody,
  ({ team_id }) => team_id ?? nobody,
  ({ api_key_id }) => api_key_id ?? nobody,
];
