import "@/registry/register";
import { beforeEach, expect, test } from "vitest";
import { openUnsubscribe, unsubscribe } from "@/modules/platform/history/notifications/mails/operations/unsubscribe";
import {
  getNotificationPreferences,
  setNotificationPreference,
} from "@/modules/platform/history/notifications/operations/preferences";
import { signed } from "@/server/crypto";
import { relayOnce } from "@/server/outbox/relay";
import { record } from "@/server/usage/record";
import { requestDueWork } from "@/server/workflows/clock";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, newStaff, staffRequestOf } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { servedJobs } from "@/test/served-jobs";
import { addOverride } from "../staff/operations/overrides";
import { suspendWorkspace } from "../staff/operations/suspend";
import { endSupportSessions, notifySupport } from "./jobs";
import { setSupportAccess } from "./operations/consent";
import { openSupport, stopSupport } from "./staff/operations";

const { consumer } = servedJobs(notifySupport, endSupportSessions);

let workspace: TestWorkspace;
let boss: TestMember;
let staff: Awaited<ReturnType<typeof newStaff>>;
beforeEach(async () => {
  workspace = await testWorkspace({ plan: "trial" });
  boss = await workspace.join("owner");
  staff = await newStaff("operator");
});

const inHours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const atConsole = () => staffRequestOf(staff.token);
const allow = async () =>
  setSupportAccess(await workspace.as(boss), { mode: "until", write: false, endsAt: inHours(24), version: 0 });
const open = async () =>
  openSupport(await atConsole(), {
    workspaceId: workspace.tenant.id,
    memberId: boss.id,
    reason: "Counts differ",
    ticket: "4821",
    minutes: 30,
    write: false,
  });

/** Waits until this member has so many mails, and returns their subjects, oldest first. */
async function told({ email }: TestMember, count: number): Promise<string[]> {
  const mails = async () => {
    while (await relayOnce(consumer));
    return (await mailsTo(email)).map(({ subject }) => subject).reverse();
  };
  await expect.poll(async () => (await mails()).length).toBe(count);
  return await mails();
}

const subjects = () => {
  const [who, where] = [`${staff.person.name} of Throughline support`, workspace.tenant.name];
  return {
    asked: `${who} asks to open ${where}`,
    started: `${who} opened ${where}`,
    ended: `${who} no longer has access to ${where}`,
  };
};

test("owners and admins are mailed of a request, a start and an end; the link leads to support access", async () => {
  const [admin, member] = [await workspace.join("admin"), await workspace.join("member")];
  await open();
  expect(await told(boss, 1)).toEqual([subjects().asked]);
  await allow();
  const { id } = await open();
  await told(boss, 2);
  await stopSupport(await atConsole(), { id });
  const { asked, started, ended } = subjects();
  for (const one of [boss, admin]) expect(await told(one, 3)).toEqual([asked, started, ended]);
  const [mail] = await mailsTo(boss.email);
  expect(mail?.links).toContain(`http://localhost:3000/${workspace.tenant.slug}/settings/support`);
  expect(mail?.headers["list-unsubscribe"]).toBeUndefined();
  expect(mail?.text).toContain("Staff stopped it; 0 pages opened, 0 changes.");
  expect(await mailsTo(member.email)).toEqual([]);
});

test("although the plan has no mails left this month, and it uses none", async () => {
  await record(workspace.system, [{ meter: "emailsSent", quantity: 500, key: "all", at: new Date(), source: "test" }]);
  await allow();
  await open();
  expect(await told(boss, 1)).toEqual([subjects().started]);
  const used = "select sum(quantity)::int as n from usage_events where tenant_id = $1 and meter = 'emailsSent'";
  expect(await adminQuery(used, [workspace.tenant.id])).toEqual([{ n: 500 }]);
});

test("although an operator takes all mails away by an override", async () => {
  const none = { kind: "limit", limit: "emailsSent", most: 0, reason: "Test", endsAt: inHours(24) } as const;
  await addOverride(await atConsole(), { ...none, id: workspace.tenant.id });
  await allow();
  await open();
  expect(await told(boss, 1)).toEqual([subjects().started]);
});

test("although a member wants no mail: neither the settings nor a link ends these", async () => {
  const ctx = await workspace.as(boss);
  const wish = { type: "supportSession", channel: "email", wanted: false } as const;
  const before = await getNotificationPreferences(ctx, {});
  expect(before.filter(({ type }) => type === "supportSession").map(({ channel }) => channel)).toEqual(["inApp"]);
  await expect(setNotificationPreference(ctx, wish)).rejects.toMatchObject({ code: "VALIDATION" });
  await expect(setNotificationPreference(ctx, { ...wish, channel: "emailAtOnce" })).rejects.toMatchObject({
    code: "VALIDATION",
  });
  expect(await getNotificationPreferences(ctx, {})).toEqual(before);
  const token = signed("mail", JSON.stringify([workspace.tenant.id, boss.id]));
  await unsubscribe(anonymous(), { token });
  const { types } = await openUnsubscribe(anonymous(), { token });
  expect(types.filter(({ type, wanted }) => wanted || type === "supportSession")).toEqual([]);
  await allow();
  await open();
  expect(await told(boss, 1)).toEqual([subjects().started]);
});

test("of the end by suspension too, at once, while the workspace is suspended", async () => {
  await allow();
  await open();
  await told(boss, 1);
  await suspendWorkspace(await atConsole(), { id: workspace.tenant.id, reason: "Unpaid" });
  expect(await told(boss, 2)).toEqual([subjects().started, subjects().ended]);
  expect((await mailsTo(boss.email))[0]?.text).toContain("The workspace was suspended");
});

test("of an end that nothing told yet, at the next strike of the clock", async () => {
  await allow();
  const { id } = await open();
  await told(boss, 1);
  await adminQuery("update sessions set revoked_at = now() where user_id = $1", [staff.person.userId]);
  for (let twice = 0; twice < 2; twice++) await requestDueWork(workspace.tenant, new Date());
  expect(await told(boss, 2)).toEqual([subjects().started, subjects().ended]);
  const ends = "select count(*)::int as n from events where entity_id = $1 and name = 'supportSession.ended'";
  expect(await adminQuery(ends, [id])).toEqual([{ n: 1 }]);
});
