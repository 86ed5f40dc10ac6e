// @module-tag once

import "@/registry/operations";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { MeterKey } from "@/lib/meters";
import { localDay } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { tokenHash } from "@/server/crypto";
import { record, type Use } from "@/server/usage/record";
import { reserve } from "@/server/usage/reserve";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { listUsageAlerts } from "./operations/alerts";
import { exportUsage, listUsageEvents } from "./operations/events";
import { notifyThresholds } from "./operations/notify";
import { getUsage, getUsageByDay, getUsageTable } from "./operations/summary";

const hourMs = 3_600_000;
const used = (ctx: Ctx, meter: MeterKey, quantity: number, more: Partial<Use> = {}) =>
  record(ctx, [{ meter, quantity, key: randomUUID(), at: new Date(), source: "test", ...more }]);

let workspace: TestWorkspace;
let owner: Ctx;
let manager: Ctx;
let people: { west: TestMember; alone: TestMember };
let team: string;
let key: string;
beforeAll(async () => {
  workspace = await testWorkspace({ plan: "trial" });
  [owner, manager] = [await workspace.role("owner"), await workspace.role("manager")];
  people = { west: await workspace.join("member"), alone: await workspace.join("member") };
  team = (await owner.db.team.create({ data: { name: "West", nameKey: "west" } })).id;
  await owner.db.teamMember.create({ data: { teamId: team, memberId: people.west.id } });
  const named = { name: "Sync", prefix: "tl_x", keyHash: tokenHash(randomUUID()), scopes: [] };
  key = (await owner.db.apiKey.create({ data: { ...named, memberId: people.alone.id } })).id;
  await used(owner, "apiCalls", 70, { memberId: people.west.id });
  await used(owner, "apiCalls", 20, { memberId: people.alone.id, apiKeyId: key });
  await used(owner, "apiCalls", 10);
  await used(owner, "emailsSent", 5, { memberId: people.west.id });
  await used(owner, "apiCalls", 1_000, { at: new Date(Date.now() - 34 * 24 * hourMs) });
  for (const memberId of [people.west.id, people.alone.id]) await used(owner, "activeMembers", 1, { memberId });
});

const today = () => localDay(new Date(), workspace.tenant.timeZone);

describe("the summary", () => {
  test("has all meters with limits, what is held, costs and a forecast", async () => {
    await reserve(owner, { meter: "importedRows", quantity: 40, source: "test" });
    const { meters, today: last } = await getUsage(owner, {});
    expect(last).toBe(today());
    const of = (meter: MeterKey) => meters.find((one) => one.meter === meter);
    expect(of("apiCalls")).toMatchObject({ used: 100, limit: 100_000, reserved: 0, reachedOn: null });
    expect(of("apiCalls")?.forecast).toBeGreaterThanOrEqual(100);
    expect(of("emailsSent")).toMatchObject({ used: 5, limit: 500, cost: { amount: 0, currency: "USD" } });
    expect(of("importedRows")).toMatchObject({ used: 0, reserved: 40, limit: 250_000 });
    expect(of("activeMembers")).toMatchObject({ used: 2, limit: 5, forecast: null });
  });

  test("of 90 days has what is older, and no limits", async () => {
    const { meters, from, until } = await getUsage(owner, { period: "90days" });
    expect(meters[0]).toMatchObject({ meter: "apiCalls", used: 1_100, limit: null, forecast: null });
    expect((Date.parse(until) - Date.parse(from)) / (24 * hourMs)).toBe(89);
  });
});

describe("the parts of the workspace", () => {
  test("by day and team, member or key add up to the same", async () => {
    for (const by of ["team", "member", "key"] as const) {
      const { days, series } = await getUsageByDay(owner, { meter: "apiCalls", by });
      expect(days.at(-1)).toBe(today());
      const last = days.length - 1;
      expect(series.reduce((sum, one) => sum + (one.values[last] ?? 0), 0)).toBe(100);
      expect(series.reduce((sum, one) => sum + one.total, 0)).toBe(100);
    }
    const { series } = await getUsageByDay(owner, { meter: "apiCalls" });
    expect(series.map(({ id, name, total }) => [id, name, total])).toEqual([
      [team, "West", 70],
      [null, "No team", 30],
    ]);
    const keys = await getUsageByDay(owner, { meter: "apiCalls", by: "key" });
    expect(keys.series.map(({ name, total }) => [name, total])).toEqual([
      ["Without API key", 80],
      ["Sync", 20],
    ]);
  });

  test("more than eight are eight and all others", async () => {
    const { system, join } = await testWorkspace({ plan: "trial" });
    for (let nth = 1; nth <= 10; nth++) await used(system, "apiCalls", nth, { memberId: (await join("member")).id });
    const { series } = await getUsageByDay(system, { meter: "apiCalls", by: "member" });
    expect(series.map(({ total }) => total)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 3]);
    expect(series.at(-1)).toMatchObject({ id: null, name: "All others" });
  });

  test("the table has teams with their members, and all together", async () => {
    const { rows, together } = await getUsageTable(owner, {});
    const west = rows.find(({ id }) => id === team);
    expect(west).toMatchObject({ name: "West", used: { apiCalls: 70, emailsSent: 5, activeMembers: 1 } });
    expect([west?.of, rows.find(({ name }) => name === "No team")?.of]).toEqual([team, "none"]);
    expect(west?.members?.map(({ name, used: theirs }) => [name, theirs.apiCalls])).toEqual([[people.west.name, 70]]);
    expect(together).toMatchObject({ apiCalls: 100, emailsSent: 5, activeMembers: 2 });
  });

  test("names of API keys are for members who manage keys", async () => {
    const { rows } = await getUsageTable(manager, { by: "key" });
    expect(rows.map(({ id, of, name }) => [id, of, name])).toContainEqual([null, null, `Key of ${people.alone.name}`]);
    expect(JSON.stringify(rows)).not.toContain("Sync");
    const events = await listUsageEvents(manager, { meter: "apiCalls", apiKeyId: key });
    expect(events.rows.map((row) => row.key)).toEqual([{ id: null, name: `Key of ${people.alone.name}` }]);
  });
});

test("events are paged, newest first, of a day, a member, a team or a key", async () => {
  const { system, join } = await testWorkspace({ plan: "trial" });
  const member = await join("member");
  const start = Date.now() - 5_000;
  for (let nth = 0; nth < 5; nth++) await used(system, "emailsSent", nth + 1, { at: new Date(start + nth * 10) });
  await used(system, "emailsSent", 9, { memberId: member.id });
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listUsageEvents(system, {
      meter: "emailsSent",
      limit: 2,
      period: "90days",
      ...(cursor ? { cursor } : {}),
    });
    seen.push(...page.rows.map(({ quantity }) => quantity));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual([9, 5, 4, 3, 2, 1]);
  const day = localDay(new Date(), system.tenant.timeZone);
  const theirs = await listUsageEvents(system, { meter: "emailsSent", memberId: member.id, day });
  expect(theirs.rows).toMatchObject([{ quantity: 9, source: "test", member: { id: member.id, name: member.name } }]);
  const nobodys = await listUsageEvents(system, { meter: "emailsSent", memberId: "none", period: "90days" });
  expect(nobodys.rows.map(({ quantity }) => quantity)).toEqual([5, 4, 3, 2, 1]);
});

test("the file has a line for each part of a day, and no formula", async () => {
  const { system, join } = await testWorkspace({ plan: "trial" });
  const member = await join("member");
  await system.db.member.updateMany({ where: { id: member.id }, data: { name: "=cmd()" } });
  await used(system, "emailsSent", 25, { memberId: member.id });
  const { name, content } = await exportUsage(system, {});
  const day = localDay(new Date(), system.tenant.timeZone);
  expect(name).toBe(`usage-${day.slice(0, 7)}-01-to-${day}.csv`);
  expect(content.split("\r\n")).toEqual([
    "Day,Meter,Team,Member,API key,Quantity,Estimated cost (USD)",
    `${day},E-mails sent,,'=cmd(),,25,0.020000`,
    "",
  ]);
});

describe("limits", () => {
  test("owners and admins are told once at 80% and once at 100%", async () => {
    const { system, role } = await testWorkspace({ plan: "trial" });
    const owner = await role("owner");
    const told = async () =>
      (await system.db.event.findMany({ where: { name: "plan.limitNear" }, orderBy: { id: "asc" } })).map(
        ({ data }) => data,
      );
    const now = new Date();
    await used(system, "emailsSent", 399);
    await notifyThresholds(system, now);
    expect(await told()).toEqual([]);
    await used(system, "emailsSent", 1);
    await Promise.all([notifyThresholds(system, now), notifyThresholds(system, now)]);
    await notifyThresholds(system, now);
    const notice = { limit: "emailsSent", most: 500 };
    const near = { ...notice, threshold: 80, used: 400, text: "400 of 500 e-mails of this month are used" };
    expect(await told()).toEqual([near]);
    await used(system, "emailsSent", 100);
    await notifyThresholds(system, now);
    const reached = { ...notice, threshold: 100, used: 500, text: "500 of 500 e-mails of this month are used" };
    expect(await told()).toEqual([near, reached]);
    const alerts = await listUsageAlerts(owner, {});
    expect(alerts.map(({ kind, of, threshold }) => [kind, of, threshold])).toEqual([
      ["limit", "E-mails sent", 100],
      ["limit", "E-mails sent", 80],
    ]);
  });
});
