import "@/registry/operations";
import { beforeAll, describe, expect, test } from "vitest";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import type { Pipeline } from "@/modules/crm/pipelines/schema";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { signed } from "@/server/crypto";
import { systemCtx } from "@/server/member-ctx";
import { relayOnce } from "@/server/outbox/relay";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { mailsTo, mailTo } from "@/test/mail";
import { opportunityWorkspace as dealWorkspace, type OpportunityWorkspace } from "@/test/opportunities";
import { setHours } from "@/test/working-hours";
import { notifications } from "../jobs";
import { forgetOld } from "../operations/forget";
import { listNotifications } from "../operations/list";
import { markNotifications } from "../operations/mark";
import { setFollow, setNotificationPreference } from "../operations/preferences";
import { resumeMails } from "./jobs";
import { resumeLateMail } from "./operations/late";
import { listNotificationMails, retryNotificationMail } from "./operations/list";
import { sendWhenDue } from "./operations/send";

let place: OpportunityWorkspace;
let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
beforeAll(async () => {
  place = await dealWorkspace();
  ({ workspace, admin, pipeline } = place);
});

async function relayed(): Promise<void> {
  while (await relayOnce(notifications));
}

const always = { timeZone: "UTC", quiet: false, days: [1, 2, 3, 4, 5], fromMinute: 540, untilMinute: 1020 };
/** Working hours on one day, which is not today. */
const overmorrow = () => ({ ...always, quiet: true, days: [((new Date().getUTCDay() + 1) % 7) + 1] });

/** A member who is mailed at any time. */
async function joined(hours = always): Promise<TestMember> {
  const member = await workspace.join("member");
  await setHours(await workspace.as(member), hours);
  return member;
}

const stage = (name: string) => pipeline.stages.find((one) => one.name === name)?.id ?? "";
const opportunityOf = async (owner: { id: string }, name = "Bridge") => {
  const opportunity = await createOpportunity(admin, { name, stageId: stage("Lead"), ownerId: owner.id });
  await relayed();
  return opportunity;
};

const mailsOf = (member: { id: string }) =>
  admin.db.notificationMail.findMany({ where: { memberId: member.id }, orderBy: { id: "asc" } });
const itemsOf = (member: { id: string }) =>
  admin.db.notificationMailItem.findMany({ where: { memberId: member.id }, orderBy: { id: "asc" } });
const theMail = async (member: { id: string }) => {
  const [mail, ...more] = await mailsOf(member);
  if (!mail || more.length > 0) throw new Error(`There are ${mail ? more.length + 1 : 0} mails.`);
  return mail;
};
const logOf = async (member: { id: string }) => (await theMail(member)) && (await mailsOf(member)).map(brief);
const brief = ({ status, reason }: { status: string; reason: string | null }) =>
  reason === null ? status : `${status}: ${reason}`;

/** Does the job's work when the mail is due. */
async function sent(id: string): Promise<Date | null> {
  const past = "due_at = now() - interval '1 second'";
  await adminQuery(`update notification_mails set ${past} where id = $1 and status = 'waiting'`, [id]);
  return await sendNow(id);
}
async function sendNow(id: string): Promise<Date | null> {
  const ctx = await systemCtx(workspace.tenant.id, "test", "sends");
  return ctx && (await sendWhenDue(ctx, id));
}

describe("a burst is one mail", () => {
  test("that names all of it, links to each record, and can be unsubscribed from", async () => {
    const bo = await joined();
    for (const name of ["One", "Two", "Three"]) await opportunityOf(bo, name);
    const mail = await theMail(bo);
    expect(mail).toMatchObject({ status: "waiting", openKey: "digest", urgent: false, attempts: 0 });
    // Five minutes after the first.
    expect(mail.dueAt.getTime() - mail.createdAt.getTime()).toBeCloseTo(300_000, -3);
    expect(await sendNow(mail.id)).toEqual(mail.dueAt);
    expect(await mailsTo(bo.email)).toEqual([]);

    expect(await sent(mail.id)).toBeNull();
    const [message, ...more] = await mailsTo(bo.email);
    expect(more).toEqual([]);
    expect(message?.subject).toMatch(/ assigned Three to you, and 2 more$/);
    for (const { recordId } of await itemsOf(bo))
      expect(message?.links).toContain(`http://localhost:3000/${workspace.tenant.slug}/opportunities/${recordId}`);
    const token = signed("mail", JSON.stringify([workspace.tenant.id, bo.id]));
    expect(message?.headers).toMatchObject({
      "message-id": `<notification.${mail.id}@throughline.example>`,
      "list-unsubscribe": `<http://localhost:3000/api/unsubscribe?token=${token}>`,
      "list-unsubscribe-post": "List-Unsubscribe=One-Click",
    });
    expect(message?.links).toContain(`http://localhost:3000/unsubscribe?token=${token}&type=opportunityAssigned`);

    const { rows } = await listNotificationMails(admin, { show: "sent" });
    expect(rows.find(({ id }) => id === mail.id)).toMatchObject({
      member: { id: bo.id },
      address: bo.email,
      status: "sent",
      attempts: 1,
      messageId: `<notification.${mail.id}@throughline.example>`,
      types: [{ type: "opportunityAssigned", count: 3 }],
      mayRetry: false,
    });
    // The next events are another burst.
    await opportunityOf(bo, "Four");
    expect(await mailsOf(bo)).toHaveLength(2);
  });

  test("of types that are mailed: a move of a stage is not, by default", async () => {
    const bo = await joined();
    const opportunity = await opportunityOf(bo);
    await moveOpportunity(admin, { id: opportunity.id, version: opportunity.version, stageId: stage("Qualified") });
    await relayed();
    expect((await itemsOf(bo)).map(({ type }) => type)).toEqual(["opportunityAssigned"]);
  });
});

describe("outside of working hours", () => {
  test("mail waits for the next of them, and what comes meanwhile joins it; what is urgent goes at once", async () => {
    const bo = await joined(overmorrow());
    const theirs = await workspace.as(bo);
    await opportunityOf(bo, "One");
    await opportunityOf(bo, "Two");
    const digest = await theMail(bo);
    expect(digest.dueAt.toISOString()).toMatch(/T09:00:00.000Z$/);
    expect(digest.dueAt.getTime()).toBeGreaterThan(Date.now() + 86_400_000);
    expect(await itemsOf(bo)).toHaveLength(2);

    await setNotificationPreference(theirs, { type: "opportunityAssigned", channel: "emailAtOnce", wanted: true });
    await opportunityOf(bo, "Three");
    const [, urgent] = await mailsOf(bo);
    expect(urgent).toMatchObject({ urgent: true, openKey: "urgent" });
    expect(await sendNow(urgent?.id ?? "")).toBeNull();
    expect((await mailsTo(bo.email)).map(({ subject }) => subject)).toEqual([expect.stringContaining("Three")]);
    expect(await mailsOf(bo)).toMatchObject([{ status: "waiting" }, { status: "sent" }]);
  });

  test("mail that was due is held when its member is off by then, and hurries when they want it at any time", async () => {
    const bo = await joined();
    await opportunityOf(bo);
    const mail = await theMail(bo);
    await setHours(await workspace.as(bo), overmorrow());
    const held = await sent(mail.id);
    expect(held?.getTime()).toBeGreaterThan(Date.now() + 86_400_000);
    expect(await theMail(bo)).toMatchObject({ status: "waiting", openKey: "digest", dueAt: held });
    expect(await mailsTo(bo.email)).toEqual([]);

    const requested = () => admin.db.event.count({ where: { name: "notificationMail.queued", entityId: mail.id } });
    expect(await requested()).toBe(1);
    await setHours(await workspace.as(bo), always);
    expect((await theMail(bo)).dueAt.getTime()).toBeLessThan(Date.now() + 300_000);
    expect(await requested()).toBe(2);
  });
});

describe("the content of a mail is decided when it is sent", () => {
  test("a member who can no longer see the record gets no mail about it", async () => {
    const [owner, di] = [await workspace.join("member"), await joined()];
    const theirs = await workspace.as(di);
    await setNotificationPreference(theirs, { type: "opportunityStageChanged", channel: "email", wanted: true });
    const [mine, hidden] = [await opportunityOf(di, "Mine"), await opportunityOf(owner, "Secret bridge")];
    await setFollow(theirs, { entity: "opportunity", recordId: hidden.id, state: "following" });
    await moveOpportunity(admin, { id: hidden.id, version: hidden.version, stageId: stage("Qualified") });
    await relayed();
    const first = await theMail(di);
    expect((await itemsOf(di)).map(({ recordId }) => recordId)).toEqual([mine.id, hidden.id]);
    await setVisibility(admin, { entity: "opportunity", level: "own" });
    try {
      await sent(first.id);
    } finally {
      await setVisibility(admin, { entity: "opportunity", level: "everyone" });
    }
    const message = await mailTo(di.email);
    expect(message.subject).toMatch(/ assigned Mine to you$/);
    expect(`${message.html}${message.text}${message.subject}`).not.toContain("Secret");
    expect((await itemsOf(di)).map(({ leftOut }) => leftOut)).toEqual([null, "The member cannot see the record."]);
  });

  test("a mail of which nothing may be told is not sent, and the log says why", async () => {
    const [owner, di] = [await workspace.join("member"), await joined()];
    const theirs = await workspace.as(di);
    await setNotificationPreference(theirs, { type: "opportunityWon", channel: "email", wanted: true });
    const opportunity = await opportunityOf(owner, "Secret bridge");
    await setFollow(theirs, { entity: "opportunity", recordId: opportunity.id, state: "following" });
    await moveOpportunity(admin, { id: opportunity.id, version: opportunity.version, stageId: stage("Closed Won") });
    await relayed();
    await setVisibility(admin, { entity: "opportunity", level: "own" });
    try {
      await sent((await theMail(di)).id);
    } finally {
      await setVisibility(admin, { entity: "opportunity", level: "everyone" });
    }
    expect(await logOf(di)).toEqual(["skipped: The member cannot see the record."]);
    expect(await mailsTo(di.email)).toEqual([]);
  });

  test("notifications that were turned off, muted or read in the meantime are left out", async () => {
    const [off, muter, reader] = [await joined(), await joined(), await joined()];
    await opportunityOf(off);
    const choice = { type: "opportunityAssigned", channel: "email", wanted: false } as const;
    await setNotificationPreference(await workspace.as(off), choice);
    const opportunity = await opportunityOf(muter);
    await setFollow(await workspace.as(muter), { entity: "opportunity", recordId: opportunity.id, state: "muted" });
    await opportunityOf(reader);
    const inbox = await workspace.as(reader);
    const { rows } = await listNotifications(inbox, {});
    await markNotifications(inbox, { ids: rows[0]?.ids ?? [], as: "read" });
    const log = [];
    for (const member of [off, muter, reader]) {
      await sent((await theMail(member)).id);
      log.push(...((await logOf(member)) ?? []));
      expect(await mailsTo(member.email)).toEqual([]);
    }
    expect(log).toEqual([
      "skipped: The member turned off e-mails of this type.",
      "skipped: The member muted the record.",
      "skipped: The member read it in the inbox.",
    ]);
  });
});

describe("members who get no mail", () => {
  test("removed members, and members without a confirmed address", async () => {
    const [gone, unverified] = [await joined(), await joined()];
    await opportunityOf(gone);
    await opportunityOf(unverified);
    await removeMember(admin, { id: gone.id, version: 1 });
    await adminQuery("update users set email_verified_at = null where id = $1", [unverified.userId]);
    for (const member of [gone, unverified]) {
      await sent((await theMail(member)).id);
      expect(await mailsTo(member.email)).toEqual([]);
    }
    expect(await logOf(gone)).toEqual(["skipped: The member was removed."]);
    expect(await logOf(unverified)).toEqual(["skipped: The member has not confirmed the e-mail address."]);
  });

  test("a placeholder: nothing waits, the log says so at once", async () => {
    const { id } = await admin.db.member.create({
      data: { name: "Pat", nameKey: "pat", role: "member", status: "placeholder" },
    });
    await opportunityOf({ id });
    expect(await logOf({ id })).toEqual(["skipped: The member is a placeholder, without an account."]);
    expect(
      await admin.db.event.count({ where: { name: "notificationMail.queued", entityId: (await theMail({ id })).id } }),
    ).toBe(0);
  });

  test("members of a workspace that was suspended in the meantime", async () => {
    const bo = await joined();
    await opportunityOf(bo);
    const { id } = await theMail(bo);
    const suspend = (status: string) =>
      adminQuery("update tenants set status = $2 where id = $1", [workspace.tenant.id, status]);
    await suspend("suspended");
    try {
      await sent(id);
    } finally {
      await suspend("active");
    }
    expect(await logOf(bo)).toEqual(["skipped: The workspace is suspended."]);
    expect(await mailsTo(bo.email)).toEqual([]);
  });
});

describe("never twice", () => {
  test("an event that is delivered again puts nothing more on its way, before and after the mail went", async () => {
    const bo = await joined();
    const again = async () => {
      await adminQuery(
        "update event_deliveries set delivered_at = null, due_at = now() - interval '1 second' where consumer = 'notifications' and tenant_id = $1",
        [workspace.tenant.id],
      );
      await relayed();
    };
    await opportunityOf(bo);
    const { id } = await theMail(bo);
    await again();
    expect(await itemsOf(bo)).toHaveLength(1);
    await sent(id);
    await again();
    expect(await mailsOf(bo)).toHaveLength(1);
    expect(await itemsOf(bo)).toHaveLength(1);
  });

  test("several that send it at the same moment send it once", async () => {
    const bo = await joined();
    await opportunityOf(bo);
    const { id } = await theMail(bo);
    await Promise.all([sent(id), sent(id), sent(id), sent(id)]);
    expect(await mailsTo(bo.email)).toHaveLength(1);
    expect(await sendNow(id)).toBeNull();
    expect(await theMail(bo)).toMatchObject({ status: "sent", attempts: 1 });
  });

  test("a process that dies between sending and noting: not sent again, and the log says that it may have gone", async () => {
    const bo = await joined();
    await opportunityOf(bo);
    const { id } = await theMail(bo);
    await sent(id);
    const first = await mailTo(bo.email);
    // As the database stands when the process was killed right after the mail server had taken the mail.
    const killed = (secondsAgo: number) =>
      adminQuery(
        `update notification_mails set status = 'sending', finished_at = null, tried_at = now() - make_interval(secs => $2)
         where id = $1`,
        [id, secondsAgo],
      );
    await killed(5);
    expect((await sendNow(id))?.getTime()).toBeGreaterThan(Date.now());
    await killed(121);
    expect(await sendNow(id)).toBeNull();
    expect(await logOf(bo)).toEqual([expect.stringMatching(/^unknown: The server stopped.*may have arrived/)]);
    const { rows } = await listNotificationMails(admin, { show: "unknown" });
    expect(rows).toMatchObject([{ id, status: "unknown", mayRetry: true }]);
    expect(await mailsTo(bo.email)).toHaveLength(1);

    // By hand only, and then as the same mail.
    await retryNotificationMail(admin, { id });
    await expect(retryNotificationMail(admin, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    await sent(id);
    const second = await mailTo(bo.email, 2);
    expect(second.headers["message-id"]).toBe(first.headers["message-id"]);
    expect(await logOf(bo)).toEqual(["sent"]);
  });
});

test("mail that has lost its job is taken up by the clock, and only that; the log is kept for 90 days", async () => {
  const own = await dealWorkspace();
  const ctx = own.workspace.system;
  const due = async () => (await resumeMails.due?.(ctx, new Date()))?.slots;
  const bo = await own.workspace.join("member");
  const lead = own.pipeline.stages[0]?.id ?? "";
  await createOpportunity(own.admin, { name: "Bridge", stageId: lead, ownerId: bo.id });
  await relayed();
  const { id } = await ctx.db.notificationMail.findFirstOrThrow({ where: { memberId: bo.id } });
  const requested = () => ctx.db.event.count({ where: { name: "notificationMail.queued", entityId: id } });
  expect([await due(), await requested()]).toEqual([[], 1]);
  await adminQuery("update notification_mails set due_at = now() - interval '11 minutes' where id = $1", [id]);
  expect(await due()).toHaveLength(1);
  await resumeLateMail(ctx, new Date());
  expect(await requested()).toBe(2);
  await adminQuery("update notification_mails set status = 'sending', tried_at = now() where id = $1", [id]);
  expect(await due()).toEqual([]);

  const settled = (days: number) => {
    const sent = "status = 'sent', finished_at = now() - make_interval(days => $2)";
    return adminQuery(`update notification_mails set ${sent} where id = $1`, [id, days]);
  };
  await settled(89);
  await forgetOld(ctx, new Date());
  expect(await ctx.db.notificationMail.count({ where: { id } })).toBe(1);
  await settled(91);
  await forgetOld(ctx, new Date());
  expect(await ctx.db.notificationMail.count({ where: { id } })).toBe(0);
});

test("mail that three jobs failed at has failed, and begins no fourth until an admin says so", async () => {
  const own = await dealWorkspace();
  const ctx = own.workspace.system;
  const bo = await own.workspace.join("member");
  const lead = own.pipeline.stages[0]?.id ?? "";
  await createOpportunity(own.admin, { name: "Bridge", stageId: lead, ownerId: bo.id });
  await relayed();
  const { id } = await ctx.db.notificationMail.findFirstOrThrow({ where: { memberId: bo.id } });
  await adminQuery("update notification_mails set due_at = now() - interval '11 minutes' where id = $1", [id]);
  const jobFailed = (round: number) =>
    adminQuery(
      `insert into job_runs (id, tenant_id, job, event_id, round, run_id, event_name, entity, entity_id, status)
       select gen_random_uuid(), tenant_id, 'send-notification-mail', id, $2, 'none', name, entity, entity_id, 'failed'
       from events where entity_id = $1 and name = 'notificationMail.queued' order by id limit 1`,
      [id, round],
    );
  const requested = () => ctx.db.event.count({ where: { name: "notificationMail.queued", entityId: id } });
  const select = { status: true, reason: true };
  const mail = () => ctx.db.notificationMail.findFirstOrThrow({ where: { id }, select });
  await jobFailed(0);
  await jobFailed(1);
  await resumeLateMail(ctx, new Date());
  expect([await requested(), await mail()]).toEqual([2, { status: "waiting", reason: null }]);
  await jobFailed(2);
  await resumeLateMail(ctx, new Date());
  const reason = "Something went wrong on our side at each attempt to send it.";
  expect([await requested(), await mail()]).toEqual([2, { status: "failed", reason }]);
  expect(await resumeMails.due?.(ctx, new Date())).toEqual({ slots: [], next: null });
  await retryNotificationMail(own.admin, { id });
  expect(await mail()).toEqual({ status: "waiting", reason: null });
});
