// @module-tag once

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import type { Ctx } from "../context";
import { record } from "./record";
import { commit, expiresFrom, forgetReservations, giveBackExpired, release, reserve } from "./reserve";

const limit = 500; // E-mails of a trial.
const mail = { meter: "emailsSent", quantity: 1, source: "test" } as const;

/** A workspace that has so many e-mails left. */
async function withLeft(left: number, at = new Date()): Promise<Ctx> {
  const { system } = await testWorkspace({ plan: "trial" });
  if (left < limit) await record(system, [{ ...mail, quantity: limit - left, key: randomUUID(), at }], at);
  return system;
}

const period = async (ctx: Ctx) =>
  await adminQuery<{ month: string; used: number; reserved: number }>(
    "select month, used::int, reserved::int from usage_periods where tenant_id = $1 order by month",
    [ctx.tenant.id],
  );
const counts = async (ctx: Ctx) => (await period(ctx)).map(({ used, reserved }) => [used, reserved]);
const outcomes = async (work: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(work);
  const refused = settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  return { done: settled.length - refused.length, codes: [...new Set(refused.map(({ code }) => code))] };
};

describe("a limit", () => {
  test("100 parallel calls on a balance of 10 give exactly 10, and committed they are exactly the limit", async () => {
    const ctx = await withLeft(10);
    const held: string[] = [];
    const work = Array.from({ length: 100 }, async () => void held.push(await reserve(ctx, mail)));
    expect(await outcomes(work)).toEqual({ done: 10, codes: ["LIMIT_REACHED"] });
    expect(await counts(ctx)).toEqual([[490, 10]]);
    await Promise.all(held.map((id) => commit(ctx, id)));
    expect(await counts(ctx)).toEqual([[500, 0]]);
    await expect(reserve(ctx, mail)).rejects.toMatchObject({ code: "LIMIT_REACHED" });
  });

  test("the refusal says what is left and until when, and holds nothing", async () => {
    const at = new Date("2026-11-20T12:00:00Z");
    const ctx = await withLeft(3, at);
    await expect(reserve(ctx, { ...mail, quantity: 4, at })).rejects.toMatchObject({
      code: "LIMIT_REACHED",
      message:
        "The plan has 500 e-mails a month: 3 e-mails are left, and this needs 4 e-mails. Nothing was done. Move to a larger plan, or wait until 2026-12-01.",
      details: { limit, used: 497, left: 3, resetsAt: "2026-12-01T06:00:00.000Z" },
    });
    expect(await counts(ctx)).toEqual([[497, 0]]);
  });

  test("a quantity that is none is refused", async () => {
    const ctx = await withLeft(10);
    for (const quantity of [0, -1, 0.5]) {
      await expect(reserve(ctx, { ...mail, quantity })).rejects.toMatchObject({ code: "VALIDATION" });
    }
    expect(await counts(ctx)).toEqual([[490, 0]]);
  });

  test("a plan without a limit reserves without end", async () => {
    const ctx = await withLeft(10);
    const entitled = { ...ctx, entitlements: { ...ctx.entitlements, limit: () => null } };
    await commit(ctx, await reserve(entitled, { ...mail, quantity: 1000 }));
    expect(await counts(ctx)).toEqual([[1490, 0]]);
  });
});

describe("a reservation", () => {
  test("a part of it is committed and the rest given back; a second commit changes nothing", async () => {
    const ctx = await withLeft(10);
    const id = await reserve(ctx, { ...mail, quantity: 8 });
    await Promise.all([commit(ctx, id, 5), commit(ctx, id, 5), commit(ctx, id, 5)]);
    expect(await counts(ctx)).toEqual([[495, 0]]);
    await expect(commit(ctx, id, 6)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(commit(ctx, await reserve(ctx, mail), 2)).rejects.toMatchObject({ code: "VALIDATION" });
    await release(ctx, id);
    expect(await counts(ctx)).toEqual([[495, 1]]);
  });

  test("released it counts nothing, and cannot be committed", async () => {
    const ctx = await withLeft(2);
    const id = await reserve(ctx, { ...mail, quantity: 2 });
    await Promise.all([release(ctx, id), release(ctx, id)]);
    expect(await counts(ctx)).toEqual([[498, 0]]);
    await expect(commit(ctx, id)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await counts(ctx)).toEqual([[498, 0]]);
  });

  test("of a commit and a release at one moment one counts", async () => {
    const ctx = await withLeft(10);
    for (let round = 0; round < 5; round++) {
      const id = await reserve(ctx, mail);
      await outcomes([commit(ctx, id), release(ctx, id)]);
    }
    const [{ used = 0, reserved = 0 } = {}] = await period(ctx);
    const [row] = await adminQuery<{ sum: number }>(
      "select coalesce(sum(committed), 0)::int as sum from usage_reservations where tenant_id = $1",
      [ctx.tenant.id],
    );
    expect([used, reserved]).toEqual([490 + (row?.sum ?? 0), 0]);
  });

  test("expired it is given back by the next one, and by the job; committed late it counts only if there is room", async () => {
    const at = new Date();
    const later = new Date(at.getTime() + 60_000);
    const ctx = await withLeft(2);
    const held = { ...mail, heldMs: 1_000 };
    const [first, second] = [await reserve(ctx, { ...held, at }), await reserve(ctx, { ...held, at })];
    await expect(reserve(ctx, { ...mail, at })).rejects.toMatchObject({ code: "LIMIT_REACHED" });
    const next = await reserve(ctx, { ...mail, at: later });
    expect(await counts(ctx)).toEqual([[498, 1]]);
    await commit(ctx, first);
    await expect(commit(ctx, second)).rejects.toMatchObject({ code: "LIMIT_REACHED" });
    expect(await counts(ctx)).toEqual([[499, 1]]);
    await commit(ctx, next);
    expect(await counts(ctx)).toEqual([[500, 0]]);

    const other = await withLeft(1);
    await reserve(other, { ...held, at });
    expect(await expiresFrom(other)).toEqual(new Date(at.getTime() + held.heldMs));
    await Promise.all([giveBackExpired(other, later), giveBackExpired(other, later)]);
    expect(await counts(other)).toEqual([[499, 0]]);
    expect(await expiresFrom(other)).toBeNull();
  });
});

describe("a month", () => {
  test.each<[string, string, string, string[]]>([
    ["the end of a month of 31 days", "America/Chicago", "2026-10-31T23:59:59-05:00", ["2026-10", "2026-11"]],
    ["a leap day", "Europe/Berlin", "2028-02-29T23:59:59+01:00", ["2028-02", "2028-03"]],
    ["the last of February otherwise", "Europe/Berlin", "2027-02-28T23:59:59+01:00", ["2027-02", "2027-03"]],
    ["a night in which the clocks change", "Europe/Berlin", "2026-03-31T23:59:59+02:00", ["2026-03", "2026-04"]],
    ["the hour that comes twice", "America/Havana", "2026-10-31T23:59:59-04:00", ["2026-10", "2026-11"]],
    ["a zone ahead of all others", "Pacific/Kiritimati", "2026-12-31T23:59:59+14:00", ["2026-12", "2027-01"]],
  ])("ends in the workspace's own calendar: %s", async (_case, timeZone, lastSecond, months) => {
    const { system, tenant } = await testWorkspace({ plan: "trial" });
    await adminQuery("update tenants set time_zone = $2 where id = $1", [tenant.id, timeZone]);
    const ctx = { ...system, tenant: { ...tenant, timeZone } };
    const last = new Date(lastSecond);
    const first = new Date(last.getTime() + 1_000);
    for (const at of [last, first]) await commit(ctx, await reserve(ctx, { ...mail, quantity: limit, at }));
    expect(await period(ctx)).toEqual(months.map((month) => ({ month, used: limit, reserved: 0 })));
    // The clock jumps back: the earlier month counts again, is still full, and nothing is counted twice.
    await expect(reserve(ctx, { ...mail, at: last })).rejects.toMatchObject({ code: "LIMIT_REACHED" });
    expect((await period(ctx)).map(({ used }) => used)).toEqual([limit, limit]);
  });
});

describe("a budget that stops", () => {
  let workspace: TestWorkspace;
  beforeAll(async () => {
    workspace = await testWorkspace({ plan: "trial" });
  });
  const budget = (ctx: Ctx, data: object) =>
    ctx.db.budget.create({
      data: {
        ...{ kind: "usage", scope: "workspace", amountMinor: 1n, currency: "USD", thresholds: [100], stops: true },
        ...data,
      },
    });

  test("refuses what would cost more, before it happens: 30 at one moment get what the amount allows", async () => {
    const { system } = await testWorkspace({ plan: "trial" });
    // 1 cent pays for 12 e-mails of 0.08 cents.
    await budget(system, {});
    const work = Array.from({ length: 30 }, () => reserve(system, mail));
    expect(await outcomes(work)).toEqual({ done: 12, codes: ["LIMIT_REACHED"] });
    expect(await counts(system)).toEqual([[0, 12]]);
  });

  test("binds its own team, the teams below, or its member alone, in its own currency", async () => {
    const { system: ctx, join } = workspace;
    const [inside, outside] = [await join("member"), await join("member")];
    const above = await ctx.db.team.create({ data: { name: "West", nameKey: "west" } });
    const below = await ctx.db.team.create({ data: { name: "Coast", nameKey: "coast", parentId: above.id } });
    await ctx.db.teamMember.create({ data: { teamId: below.id, memberId: inside.id } });
    // 150 yen to the dollar: 1 yen is two thirds of a cent, which pays for 8 e-mails.
    await budget(ctx, { scope: "team", teamId: above.id, currency: "JPY", ratePerUsd: "150" });
    const of = (memberId: string, quantity: number) => reserve(ctx, { ...mail, memberId, quantity });
    await commit(ctx, await of(inside.id, 8));
    await expect(of(inside.id, 1)).rejects.toMatchObject({
      code: "LIMIT_REACHED",
      message: expect.stringContaining("The budget of West is"),
    });
    await release(ctx, await of(outside.id, 100));
    const own = await budget(ctx, { scope: "member", memberId: outside.id });
    await expect(of(outside.id, 13)).rejects.toMatchObject({ details: { budgetId: own.id } });
    await ctx.db.budget.updateMany({ where: { id: own.id }, data: { archivedAt: new Date() } });
    await release(ctx, await of(outside.id, 13));
  });

  test("that only tells refuses nothing", async () => {
    const { system } = await testWorkspace({ plan: "trial" });
    await budget(system, { stops: false });
    await reserve(system, { ...mail, quantity: 100 });
  });
});

test("reservations that ended more than 40 days ago are deleted, and what they counted stays", async () => {
  const now = new Date();
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const ctx = await withLeft(limit);
  const old = await reserve(ctx, { ...mail, at: daysAgo(41) });
  await commit(ctx, old);
  const open = await reserve(ctx, { ...mail, at: daysAgo(41), heldMs: 60 * 86_400_000 });
  const recent = await reserve(ctx, { ...mail, at: daysAgo(39) });
  await release(ctx, recent);
  const before = await period(ctx);
  await forgetReservations(ctx, now);
  const left = await adminQuery<{ id: string }>("select id from usage_reservations where tenant_id = $1", [
    ctx.tenant.id,
  ]);
  expect(left.map(({ id }) => id).sort()).toEqual([open, recent].sort());
  expect(await period(ctx)).toEqual(before);
});
