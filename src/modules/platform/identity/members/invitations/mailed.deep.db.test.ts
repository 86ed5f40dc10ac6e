import { outsideTransaction } from "@/test/outside-transaction";
import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import {
  listNotificationMails,
  retryNotificationMail,
} from "@/modules/platform/history/notifications/mails/operations/list";
import { sendWhenDue } from "@/modules/platform/history/notifications/mails/operations/send";
import { acceptInvitation, openInvitation } from "@/modules/platform/workspace/tenants/operations/joining";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { anonymous, mailedToken, newMail } from "@/test/identity";
import { mailsTo, mailTo } from "@/test/mail";
import { openInvitationMail } from "./operations/invitation-mail";
import { inviteMembers, listInvitations, revokeInvitation } from "./operations/inviting";

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
});

async function invited() {
  const email = newMail();
  const { results } = await inviteMembers(admin, { invitees: [{ email }], role: "member" });
  const { invitationId, memberId } = results[0] ?? {};
  if (!invitationId || !memberId) throw new Error("Nobody was invited.");
  const { id } = await admin.db.notificationMail.findFirstOrThrow({ where: { invitationId }, select: { id: true } });
  return { email, invitationId, memberId, mailId: id };
}

const line = async (id: string) => (await listNotificationMails(admin, {})).rows.find((row) => row.id === id);
const stateOf = async (id: string) => (await listInvitations(admin, {})).find((row) => row.id === id);

/** The state of a mail after a refusal by the mail server, or after its process died. */
const left = (id: string, status: "failed" | "sending") =>
  adminQuery("update notification_mails set status = $2, tried_at = now() - interval '1 hour' where id = $1", [
    id,
    status,
  ]);

test("the mail of an invitation stands in the log as each other, and its link nowhere but in the mail", async () => {
  const { email, invitationId, memberId, mailId } = await invited();
  const message = await mailTo(email);
  expect(await line(mailId)).toMatchObject({
    kind: "invitation",
    member: { id: memberId },
    address: email,
    status: "sent",
    attempts: 1,
    types: [],
    messageId: message.headers["message-id"],
    mayRetry: false,
  });
  expect(await stateOf(invitationId)).toMatchObject({ sentAt: expect.any(String), mail: { status: "sent" } });
  const token = await mailedToken(email, "/invitation");
  const kept = await adminQuery<{ text: string }>(
    `select e::text as text from events e where tenant_id = $1
     union all select d::text from event_deliveries d where tenant_id = $1
     union all select m::text from notification_mails m where tenant_id = $1
     union all select i::text from invitations i where tenant_id = $1`,
    [workspace.tenant.id],
  );
  expect(kept.length).toBeGreaterThan(3);
  expect(kept.filter(({ text }) => text.includes(token))).toEqual([]);
});

test("a mail that failed goes again by hand, with a link of its own in place of the first", async () => {
  const { email, invitationId, mailId } = await invited();
  const first = await mailedToken(email, "/invitation");
  await left(mailId, "failed");
  await retryNotificationMail(admin, { id: mailId });
  expect(await sendWhenDue(workspace.system, mailId)).toBeNull();
  const [second, ...more] = (await mailsTo(email)).map(({ headers }) => headers["message-id"]);
  expect(more).toHaveLength(1);
  expect(more).not.toContain(second);
  expect(await line(mailId)).toMatchObject({ status: "sent", messageId: second });
  expect((await stateOf(invitationId))?.sentAt).not.toBeNull();
  await expect(openInvitation(anonymous(), { token: first })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await openInvitation(anonymous(), { token: await mailedToken(email, "/invitation") })).toMatchObject({
    email,
  });
});

test("one that a dying process had in hand is unknown, is not sent again, and its link works if it arrived", async () => {
  const { email, invitationId, mailId } = await invited();
  await left(mailId, "sending");
  await adminQuery("update invitations set sent_at = null where id = $1", [invitationId]);
  expect(await sendWhenDue(workspace.system, mailId)).toBeNull();
  expect(await stateOf(invitationId)).toMatchObject({ sentAt: null, mail: { status: "unknown" } });
  expect(await line(mailId)).toMatchObject({ status: "unknown", mayRetry: true });
  expect(await mailsTo(email)).toHaveLength(1);
  const person = { name: "Ben Ode", password: "three unrelated words" };
  await acceptInvitation(anonymous(), { token: await mailedToken(email, "/invitation"), person });
  expect(await line(mailId)).toMatchObject({ mayRetry: false });
  await expect(retryNotificationMail(admin, { id: mailId })).rejects.toMatchObject({ code: "CONFLICT" });
});

test("several that send it at once send one, whose link works", async () => {
  const { email, invitationId, memberId } = await invited();
  const mailId = await openInvitationMail(admin, { email, invitationId, memberId });
  const sending: Promise<unknown>[] = [];
  await inTransaction(workspace.system, async ({ db }) => {
    await db.notificationMail.updateMany({ where: { id: mailId }, data: { dueAt: new Date(0) } });
    for (let nth = 0; nth < 3; nth++) sending.push(outsideTransaction(() => sendWhenDue(workspace.system, mailId)));
    // Each has seen that it waits, and is about to claim it.
    await expect.poll(howManyWait).toBe(3);
  });
  await Promise.all(sending);
  expect(await mailsTo(email)).toHaveLength(2);
  expect(await openInvitation(anonymous(), { token: await mailedToken(email, "/invitation") })).toMatchObject({
    email,
  });
});

test("of one that was taken back, and in a workspace that was suspended, nothing goes", async () => {
  const gone = await invited();
  const mailId = await openInvitationMail(admin, gone);
  await revokeInvitation(admin, { id: gone.invitationId });
  expect(await sendWhenDue(workspace.system, mailId)).toBeNull();
  expect(await line(mailId)).toMatchObject({ status: "skipped", reason: expect.stringContaining("revoked") });
  expect(await mailsTo(gone.email)).toHaveLength(1);

  const closed = await invited();
  const other = await openInvitationMail(admin, closed);
  const suspended = { ...workspace.system, tenant: { ...workspace.tenant, status: "suspended" as const } };
  expect(await sendWhenDue(suspended, other)).toBeNull();
  expect(await line(other)).toMatchObject({ status: "skipped", reason: "The workspace is suspended." });
  expect(await mailsTo(closed.email)).toHaveLength(1);
});
