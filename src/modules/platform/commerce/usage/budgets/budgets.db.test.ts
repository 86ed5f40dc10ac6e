// @module-tag once

import "@/registry/operations";
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { listAudit } from "@/modules/platform/history/audit/operations/list";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { sendWhenDue } from "@/modules/platform/history/notifications/mails/operations/send";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { record } from "@/server/usage/record";
import { reserve } from "@/server/usage/reserve";
import { requestDueWork } from "@/server/workflows/clock";
import { askAfterActivity } from "@/server/workflows/follow-activity";
import { registerJobs } from "@/server/workflows/job";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { mailTo } from "@/test/mail";
import { setHours } from "@/test/working-hours";
import { tendUsage } from "../jobs";
import { listUsageAlerts } from "../operations/alerts";
import { notifyThresholds } from "../operations/notify";
import { archiveBudget, createBudget, restoreBudget, updateBudget } from "./operations/budgets";
import { listBudgets } from "./operations/list";

const usd = (amount: number) => ({ amount, currency: "USD" });
/** E-mails cost 0.08 cents: 125 of them are 10 cents. */
const mails = (ctx: Ctx, quantity: number, memberId?: string) =>
  record(ctx, [{ meter: "emailsSent", quantity, key: randomUUID(), at: new Date(), source: "test", memberId }]);

async function firm() {
  const workspace = await testWorkspace({ plan: "trial" });
  const [owner, lead, member] = [
    await workspace.role("owner"),
    await workspace.join("manager"),
    await workspace.join("member"),
  ];
  const team = (name: string, parentId?: string) =>
    owner.db.team.create({ data: { name, nameKey: name, ...(parentId ? { parentId } : {}) } });
  const west = await team("West");
  const coast = await team("Coast", west.id);
  const east = await team("East");
  await owner.db.teamMember.createMany({
    data: [
      { teamId: west.id, memberId: lead.id },
      { teamId: coast.id, memberId: member.id },
    ],
  });
  return { workspace, owner, manager: await workspace.as(lead), lead, member, west, coast, east };
}

describe("budgets", () => {
  test("show what their scope has spent, in their own currency, with the teams below", async () => {
    const { owner, member, west, east } = await firm();
    await createBudget(owner, { scope: "workspace", amount: usd(100) });
    await createBudget(owner, {
      scope: "team",
      teamId: west.id,
      amount: { amount: 40, currency: "JPY" },
      ratePerUsd: "150",
    });
    await createBudget(owner, { scope: "team", teamId: east.id, amount: usd(100) });
    await createBudget(owner, { scope: "member", memberId: member.id, amount: usd(10) });
    await mails(owner, 125, member.id);
    await mails(owner, 125);
    await reserve(owner, { meter: "emailsSent", quantity: 25, source: "test", memberId: member.id });
    const shown = (await listBudgets(owner, {})).map(({ scope, spent, held, share }) => [
      scope,
      spent,
      held.amount,
      share,
    ]);
    expect(shown).toEqual([
      ["workspace", usd(20), 2, 20],
      ["team", { amount: 15, currency: "JPY" }, 3, 37],
      ["team", usd(0), 0, 0],
      ["member", usd(10), 2, 100],
    ]);
    expect((await listBudgets(owner, {}))[3]).toMatchObject({ overOn: expect.any(String), thresholds: [50, 80, 100] });
  });

  test("another currency needs a rate, and a scope needs its team or member", async () => {
    const { owner } = await firm();
    const refused = (input: object) =>
      expect(createBudget(owner, { scope: "workspace", amount: usd(100), ...input })).rejects.toMatchObject({
        code: "VALIDATION",
      });
    await refused({ amount: { amount: 100, currency: "EUR" } });
    await refused({ amount: usd(0) });
    await refused({ amount: usd(-5) });
    await refused({ amount: { amount: 100, currency: "EUR" }, ratePerUsd: "0" });
    await refused({ scope: "team" });
    await refused({ scope: "member" });
    await refused({ thresholds: [] });
    await refused({ thresholds: [50, 50] });
    expect(await owner.db.budget.count()).toBe(0);
  });

  test("managers set those of their own teams and members, and see all", async () => {
    const { owner, manager, lead, member, west, coast, east } = await firm();
    const ofAll = await createBudget(owner, { scope: "workspace", amount: usd(100) });
    for (const of of [{ teamId: west.id }, { teamId: coast.id }])
      await createBudget(manager, { scope: "team", ...of, amount: usd(100) });
    for (const memberId of [lead.id, member.id])
      await createBudget(manager, { scope: "member", memberId, amount: usd(100) });
    const others = [
      { scope: "workspace" },
      { scope: "team", teamId: east.id },
      { scope: "member", memberId: owner.member?.id },
    ] as const;
    for (const of of others)
      await expect(createBudget(manager, { ...of, amount: usd(100) })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { id, version } = ofAll;
    await expect(updateBudget(manager, { id, version, stops: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(archiveBudget(manager, { id, version })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await listBudgets(manager, {})).map(({ mayEdit }) => mayEdit)).toEqual([false, true, true, true, true]);
    expect(await owner.db.budget.findFirst({ where: { id } })).toMatchObject({ stops: false, archivedAt: null });
  });

  test("are changed under their version; the second of two who change the same is told of the first", async () => {
    const { owner } = await firm();
    const { id, version } = await createBudget(owner, { scope: "workspace", amount: usd(100) });
    const changed = await updateBudget(owner, { id, version, amount: usd(200) });
    expect(changed).toMatchObject({ amount: usd(200), version: version + 1 });
    expect(await updateBudget(owner, { id, version, stops: true })).toMatchObject({ stops: true, amount: usd(200) });
    await expect(updateBudget(owner, { id, version, amount: usd(300) })).rejects.toMatchObject({ code: "CONFLICT" });
    const archived = await archiveBudget(owner, { id, version: version + 2 });
    expect([await listBudgets(owner, {}), (await listBudgets(owner, { archived: true })).length]).toEqual([[], 1]);
    await restoreBudget(owner, { id, version: archived.version });
    expect(await listBudgets(owner, {})).toHaveLength(1);
    const events = await owner.db.event.findMany({
      where: { entityId: id },
      orderBy: { id: "asc" },
      select: { name: true },
    });
    expect(events.map(({ name }) => name)).toEqual(
      ["created", "updated", "updated", "archived", "restored"].map((verb) => `budget.${verb}`),
    );
  });
});

describe("a scope", () => {
  test("has one budget in force: another one is refused, also of two at once, and when an old one is restored", async () => {
    const { owner, west, member } = await firm();
    const refused = { code: "CONFLICT" };
    const scopes = [
      { scope: "workspace" },
      { scope: "team", teamId: west.id },
      { scope: "member", memberId: member.id },
    ] as const;
    for (const of of scopes) {
      const both = await Promise.allSettled([
        createBudget(owner, { ...of, amount: usd(100) }),
        createBudget(owner, { ...of, amount: usd(200) }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      await expect(createBudget(owner, { ...of, amount: usd(300) })).rejects.toMatchObject({
        ...refused,
        message: `This ${of.scope} already has a budget. Edit or archive that one.`,
      });
    }
    const [first] = await listBudgets(owner, {});
    if (!first) throw new Error("There is no budget.");
    const archived = await archiveBudget(owner, { id: first.id, version: first.version });
    await createBudget(owner, { scope: "workspace", amount: usd(400) });
    await expect(restoreBudget(owner, { id: first.id, version: archived.version })).rejects.toMatchObject(refused);
    expect(await owner.db.budget.count({ where: { archivedAt: null } })).toBe(scopes.length);
  });

  test("is said with its amount by the event of a new budget", async () => {
    const { owner } = await firm();
    const { id } = await createBudget(owner, { scope: "workspace", amount: usd(50_000) });
    expect(await owner.db.event.findFirst({ where: { entityId: id } })).toMatchObject({ data: usd(50_000) });
    const [row] = (await listAudit(owner, { name: "budget.created" })).rows;
    expect(row).toMatchObject({ what: "Created", detail: "$500 a month" });
  });

  test("say what changed: the amount, not the currency that comes with it", async () => {
    const { owner } = await firm();
    const { id, version } = await createBudget(owner, { scope: "workspace", amount: usd(50_000) });
    const changed = await updateBudget(owner, { id, version, amount: usd(50), stops: true });
    const of = async () => (await listAudit(owner, { name: "budget.updated" })).rows[0];
    expect(await of()).toMatchObject({ what: "Changed amount and stops" });
    await updateBudget(owner, {
      ...{ id, version: changed.version, ratePerUsd: "150" },
      amount: { amount: 50, currency: "JPY" },
    });
    expect(await of()).toMatchObject({ what: "Changed currency and rate per USD" });
  });
});

describe("a threshold", () => {
  test("is checked soon after use: the job is asked at once, and again with the next minute", async () => {
    const { owner, workspace } = await firm();
    await createBudget(owner, { scope: "workspace", amount: usd(100) });
    const asked = () => owner.db.dueWork.findMany({ where: { job: tendUsage.id }, select: { at: true } });
    registerJobs([tendUsage]);
    await mails(owner, 625);
    const now = new Date();
    await askAfterActivity(now);
    expect(await asked()).toEqual([{ at: now }]);
    await requestDueWork(workspace.tenant, now);
    expect(await owner.db.sweep.count({ where: { job: tendUsage.id, slot: { contains: "T" } } })).toBe(1);
    await mails(owner, 625);
    await askAfterActivity(now);
    expect(await asked(), "within the minute it waits").toEqual([{ at: new Date(now.getTime() + 60_000) }]);
  });

  test("that passes before the mail of the last one went replaces it there", async () => {
    const { workspace, owner } = await firm();
    const theirs = { timeZone: "UTC", quiet: false, days: [1, 2, 3, 4, 5], fromMinute: 540, untilMinute: 1020 };
    await setHours(owner, theirs);
    await createBudget(owner, { scope: "workspace", amount: usd(100) });
    for (const quantity of [625, 400, 300]) {
      await mails(owner, quantity);
      await notifyThresholds(workspace.system, new Date());
      while (await relayOnce(notifications));
    }
    const [mail] = await owner.db.notificationMail.findMany({ where: { memberId: owner.member?.id ?? "" } });
    await adminQuery("update notification_mails set due_at = now() - interval '1 second' where id = $1", [mail?.id]);
    await sendWhenDue(workspace.system, mail?.id ?? "");
    const address = await owner.db.member.findFirstOrThrow({ where: { id: owner.member?.id ?? "" } });
    const { text } = await mailTo(String(address.email));
    expect(text).toContain("100% of the budget");
    expect(text).not.toMatch(/[58]0% of the budget/);
  });

  test("is told once a month, to owners and the chosen, who find it in their inbox", async () => {
    const { workspace, owner, member, lead } = await firm();
    await createBudget(owner, { scope: "workspace", amount: usd(100), memberIds: [member.id] });
    const now = new Date();
    await mails(owner, 625);
    await Promise.all([notifyThresholds(workspace.system, now), notifyThresholds(workspace.system, now)]);
    await notifyThresholds(workspace.system, now);
    while (await relayOnce(notifications));
    const inbox = async (ctx: Ctx) =>
      (await listNotifications(ctx, {})).rows
        .flatMap(({ items }) => items)
        .filter(({ type }) => type === "budgetPassed")
        .map(({ record }) => record);
    const words = `50% of the budget of ${owner.tenant.name} ($0.50 of $1)`;
    expect(await inbox(owner)).toEqual([words]);
    expect(await inbox(await workspace.as(member))).toEqual([words]);
    expect(await inbox(await workspace.as(lead))).toEqual([]);

    // Over both others at one moment: one message, two thresholds noted.
    await mails(owner, 700);
    await notifyThresholds(workspace.system, now);
    const alerts = (await listUsageAlerts(owner, {})).filter(({ kind }) => kind === "budget");
    expect(alerts.map(({ threshold }) => threshold).sort((a, b) => a - b)).toEqual([50, 80, 100]);
    expect(alerts[0]?.told.map(({ id }) => id).sort()).toEqual([owner.member?.id, member.id].sort());
    expect(await owner.db.event.count({ where: { name: "budgetAlert.passed" } })).toBe(2);
  });
});
