import "@/registry/register";
import { expect, test, vi } from "vitest";
import {
  listNotificationMails,
  retryNotificationMail,
} from "@/modules/platform/history/notifications/mails/operations/list";
import { sendWhenDue } from "@/modules/platform/history/notifications/mails/operations/send";
import { signUp } from "@/modules/platform/identity/auth/operations/sign-up";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, newMail } from "@/test/identity";
import { getMember } from "../operations/list";
import { inviteMembers, listInvitations, resendInvitation } from "./operations/inviting";

// Before any module reads it: nothing listens at this address.
vi.hoisted(() => {
  vi.resetModules();
  process.env.SMTP_URL = "smtp://127.0.0.1:1";
});

const line = async (ctx: Ctx, id: string) => (await listNotificationMails(ctx, {})).rows.find((row) => row.id === id);
const away = "The mail server could not be reached.";

test("an invitation whose mail is not taken stands, says so to who manages members, and is tried again by itself", async () => {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("owner");
  const email = newMail();
  const { results } = await inviteMembers(ctx, { invitees: [{ email }], role: "member" });
  expect(results).toMatchObject([
    {
      email,
      outcome: "notSent",
      message: expect.stringContaining(`not been sent yet. ${away} It is retried automatically`),
    },
  ]);
  const memberId = results[0]?.memberId ?? "";
  const [open] = await listInvitations(ctx, {});
  const waiting = { sentAt: null, mail: { status: "waiting", reason: away }, expired: false };
  expect(open).toMatchObject({ id: results[0]?.invitationId, email, ...waiting });
  expect((await getMember(ctx, { id: memberId })).invitation).toMatchObject(waiting);
  expect((await getMember(await workspace.role("viewer"), { id: memberId })).invitation).toMatchObject({
    sentAt: null,
    mail: { status: "waiting", reason: null },
  });

  const [mail] = await ctx.db.notificationMail.findMany({ where: { memberId }, select: { id: true, dueAt: true } });
  const id = mail?.id ?? "";
  expect(await line(ctx, id)).toMatchObject({
    kind: "invitation",
    address: email,
    attempts: 1,
    reason: away,
    types: [],
  });
  // The job of the next attempt was requested, once.
  const requested = () => ctx.db.event.count({ where: { name: "notificationMail.queued", entityId: id } });
  expect(await requested()).toBe(1);
  expect(await sendWhenDue(workspace.system, id)).toEqual(mail?.dueAt);

  for (let attempt = 2; attempt <= 6; attempt++) {
    await adminQuery("update notification_mails set due_at = now() - interval '1 second' where id = $1", [id]);
    await sendWhenDue(workspace.system, id);
  }
  expect(await line(ctx, id)).toMatchObject({ status: "failed", attempts: 6, mayRetry: true });
  expect((await listInvitations(ctx, {}))[0]).toMatchObject({ sentAt: null, mail: { status: "failed", reason: away } });
  await retryNotificationMail(ctx, { id });
  expect((await listInvitations(ctx, {}))[0]).toMatchObject({
    sentAt: null,
    mail: { status: "waiting", reason: null },
  });

  // Sent again from the members' list it is another invitation; the first mail finds itself replaced.
  expect(await resendInvitation(ctx, { id: open?.id ?? "" })).toMatchObject({ outcome: "notSent" });
  expect(await listInvitations(ctx, {})).toHaveLength(1);
  expect(await sendWhenDue(workspace.system, id)).toBeNull();
  expect(await line(ctx, id)).toMatchObject({
    status: "skipped",
    reason: "The invitation was revoked or replaced by a newer one.",
    mayRetry: false,
  });
});

test("a sign-up whose mail is not taken says so, known address or not, and can be repeated", async () => {
  const email = newMail();
  const input = { name: "Ana Ruiz", email, password: "three unrelated words" };
  for (let round = 0; round < 2; round++)
    await expect(signUp(anonymous(), input)).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringContaining("Try again"),
    });
  const rows = await adminQuery("select email_verified_at from users where email_key = $1", [email]);
  expect(rows).toEqual([{ email_verified_at: null }]);
});
