import "@/registry/operations";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { notifyThresholds } from "@/modules/platform/commerce/usage/operations/notify";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { record } from "@/server/usage/record";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { mailsTo } from "@/test/mail";
import { setHours } from "@/test/working-hours";
import { notifications } from "../jobs";
import { listNotificationMails } from "./operations/list";
import { sendWhenDue } from "./operations/send";

const limit = 500; // E-mails of a trial.

const month = async ({ tenant }: Pick<Ctx, "tenant">) =>
  (
    await adminQuery<{ used: number; reserved: number }>(
      "select used::int, reserved::int from usage_periods where tenant_id = $1 and meter = 'emailsSent'",
      [tenant.id],
    )
  ).map(({ used, reserved }) => [used, reserved]);
const useUp = ({ system }: TestWorkspace, quantity: number) =>
  record(system, [{ meter: "emailsSent", quantity, key: randomUUID(), at: new Date(), source: "test" }]);
const address = () => `${randomUUID()}@test.example`;

test("each mail that goes counts once, for the member who caused it", async () => {
  const workspace = await testWorkspace({ plan: "trial" });
  const owner = await workspace.role("owner");
  const to = [address(), address()];
  await inviteMembers(owner, { invitees: to.map((email) => ({ email })), role: "member" });
  for (const email of to) expect(await mailsTo(email)).toHaveLength(1);
  expect(await month(owner)).toEqual([[2, 0]]);
  const events = await adminQuery("select member_id, source from usage_events where tenant_id = $1", [owner.tenant.id]);
  expect(events).toEqual(to.map(() => ({ member_id: owner.member?.id, source: "mail" })));
});

test("over the limit a mail waits with the reason in the log, and goes when there is room: nothing is lost", async () => {
  const workspace = await testWorkspace({ plan: "trial" });
  const owner = await workspace.role("owner");
  await useUp(workspace, limit - 1);
  const to = [address(), address()];
  const { results } = await inviteMembers(owner, { invitees: to.map((email) => ({ email })), role: "member" });
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(["invited", "notSent"]);
  expect(results.find(({ outcome }) => outcome === "notSent")?.message).toContain("The plan has 500 e-mails a month");
  expect(await month(owner)).toEqual([[limit, 0]]);
  const waits = async () => (await listNotificationMails(owner, {})).rows.find(({ status }) => status !== "sent");
  const mail = await waits();
  expect(mail).toMatchObject({ status: "waiting", reason: expect.stringContaining("none is left"), attempts: 0 });
  expect(Date.parse(mail?.dueAt ?? "")).toBeGreaterThan(Date.now());

  // The job looks again, and the log is not filled.
  const again = async (ctx: Ctx) => {
    await adminQuery("update notification_mails set due_at = now() - interval '1 second' where id = $1", [mail?.id]);
    return await sendWhenDue(ctx, mail?.id ?? "");
  };
  expect(await again(workspace.system)).not.toBeNull();
  expect(await owner.db.event.count({ where: { name: "notificationMail.delayed" } })).toBe(1);
  const larger = { ...workspace.system.entitlements, limit: () => limit + 1 };
  expect(await again({ ...workspace.system, entitlements: larger })).toBeNull();
  expect(await waits()).toBeUndefined();
  expect(await month(owner)).toEqual([[limit + 1, 0]]);
});

test("the mail that tells of the limit goes, though no other mail does", async () => {
  const workspace = await testWorkspace({ plan: "trial" });
  const owner = await workspace.join("owner");
  const ctx = await workspace.as(owner);
  await setHours(ctx, { timeZone: "UTC", quiet: false, days: [1], fromMinute: 540, untilMinute: 1020 });
  await useUp(workspace, limit);
  await notifyThresholds(workspace.system, new Date());
  while (await relayOnce(notifications));
  const [mail] = await ctx.db.notificationMail.findMany({ where: { memberId: owner.id } });
  await adminQuery("update notification_mails set due_at = now() - interval '1 second' where id = $1", [mail?.id]);
  expect(await sendWhenDue(workspace.system, mail?.id ?? "")).toBeNull();
  const [message] = await mailsTo(owner.email);
  expect(message?.text).toContain("500 of 500 e-mails of this month are used");
  expect(await month(ctx)).toEqual([[limit, 0]]);
});
