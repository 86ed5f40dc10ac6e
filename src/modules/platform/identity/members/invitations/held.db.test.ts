// @module-tag once

import "@/registry/register";
import { addDays } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { currentVersion } from "@/lib/plans";
import { retryNotificationMail } from "@/modules/platform/history/notifications/mails/operations/list";
import { sendWhenDue } from "@/modules/platform/history/notifications/mails/operations/send";
import { acceptInvitation } from "@/modules/platform/workspace/tenants/operations/joining";
import { type Ctx, createCtx } from "@/server/context";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { anonymous, mailedToken, newMail } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { isWoken, runWaiting, waitingDue } from "@/test/waiting-invitations";
import { removeMember } from "../operations/lifecycle";
import { getMember } from "../operations/list";
import { changeRole, setGrant } from "../operations/roles";
import { inviteMembers, listInvitations, resendInvitation, revokeInvitation } from "./operations/inviting";
import { mostWaiting } from "./rules";

let workspace: TestWorkspace;
let owner: Ctx;
let inviter: TestMember;
let admin: Ctx;
let emails: string[];
/** Of five seats two are in use, three are promised, and two invitations of an admin wait. */
beforeEach(async () => {
  workspace = await testWorkspace({ plan: "trial" });
  owner = await workspace.role("owner");
  inviter = await workspace.join("admin");
  admin = await workspace.as(inviter);
  emails = mails(5);
  await invite(admin, emails, "admin");
});

const mails = (count: number) => Array.from({ length: count }, newMail);
const invite = async (ctx: Ctx, to: readonly string[], role: "member" | "admin" = "member") =>
  (await inviteMembers(ctx, { invitees: to.map((email) => ({ email })), role })).results;
const open = async (email: string | undefined) => {
  const row = (await listInvitations(owner, {})).find((one) => one.email === email);
  if (!row) throw new Error("No open invitation has this address.");
  return row;
};
const mailed = async (to: readonly (string | undefined)[]) =>
  (await Promise.all(to.map((email) => mailsTo(email ?? "")))).map((found) => found.length);
const run = () => runWaiting(workspace.system);
/** One of the promised seats becomes free. */
const freeSeat = async () => await revokeInvitation(owner, { id: (await open(emails[0])).id });

describe("an invitation waits for an inviter who may still invite", () => {
  const leaves = {
    "is removed": () => removeMember(owner, { id: inviter.id, version: 1 }),
    "has another role": () => changeRole(owner, { id: inviter.id, version: 1, role: "member" }),
    "is denied the right": () => setGrant(owner, { id: inviter.id, permission: "member:manage", effect: "deny" }),
  };
  for (const [how, leave] of Object.entries(leaves))
    test(`nothing is mailed in the name of one who ${how}`, async () => {
      await leave();
      await freeSeat();
      expect(await waitingDue(workspace.system)).toEqual({ slots: [], next: null });
      expect(await run()).toBeNull();
      expect(await mailed(emails)).toEqual([1, 1, 1, 0, 0]);
      const heldBy = { id: inviter.id, name: inviter.name };
      const row = await open(emails[3]);
      expect(row).toMatchObject({ waitsForSeat: true, heldBy });
      expect((await getMember(owner, { id: row.member.id ?? "" })).invitation).toMatchObject({ heldBy });
      expect((await open(emails[1])).heldBy).toBeNull();
      await expect(resendInvitation(owner, { id: row.id })).rejects.toMatchObject({
        code: "CONFLICT",
        message: expect.stringContaining(`${inviter.name} may no longer invite`),
      });
    });

  test("an e-mail that is tried again after its invitation expired waits, though a seat is free", async () => {
    const [email = ""] = emails;
    const { id: invitationId } = await open(email);
    const { id } = await owner.db.notificationMail.findFirstOrThrow({ where: { invitationId }, select: { id: true } });
    await revokeInvitation(owner, { id: (await open(emails[1])).id });
    await leaves["is removed"]();
    await adminQuery("update invitations set expires_at = now() - interval '1 minute' where id = $1", [invitationId]);
    await adminQuery("update notification_mails set status = 'failed' where id = $1", [id]);
    await retryNotificationMail(owner, { id });
    expect(await sendWhenDue(workspace.system, id)).toBeNull();
    expect(await mailed([email])).toEqual([1]);
    expect(await open(email)).toMatchObject({ waitsForSeat: true, heldBy: { id: inviter.id } });
  });

  test("those behind are not held up, and one that another invites again keeps its place", async () => {
    const [behind] = mails(1);
    await invite(owner, [behind ?? ""]);
    await removeMember(owner, { id: inviter.id, version: 1 });
    const { id } = await open(emails[4]);
    const [again] = await invite(owner, [emails[4] ?? ""], "admin");
    expect(again).toMatchObject({ outcome: "invited", invitationId: id });
    expect(await mailed([...emails, behind])).toEqual([1, 1, 1, 0, 1, 0]);
    expect((await open(emails[4])).invitedBy.id).toBe(owner.member?.id);
    await freeSeat();
    await run();
    expect(await mailed([...emails, behind])).toEqual([1, 1, 1, 0, 1, 1]);
    await revokeInvitation(owner, { id: (await open(emails[3])).id });
    expect(await run()).toBeNull();
  });

  test("an inviter who may invite again has theirs sent", async () => {
    await changeRole(owner, { id: inviter.id, version: 1, role: "member" });
    await freeSeat();
    const before = new Date();
    await changeRole(owner, { id: inviter.id, version: 2, role: "admin" });
    expect(await isWoken(owner, before)).toBe(true);
    await run();
    expect(await mailed(emails)).toEqual([1, 1, 1, 1, 0]);
  });
});

describe("a workspace that nobody may change", () => {
  test("sends none until it is paid for, and nobody invites", async () => {
    const pastDueSince = addDays(new Date(), -20);
    const paid = { plan: "professional", planVersion: currentVersion, state: "past_due", trialEndsAt: null };
    await owner.db.subscription.updateMany({ data: { ...paid, pastDueSince } });
    expect(await waitingDue(workspace.system)).toEqual({ slots: [], next: addDays(pastDueSince, 44) });
    expect(await run()).toBeNull();
    const unpaid = await later(owner);
    const [email] = mails(1);
    await expect(invite(unpaid, [email ?? ""])).rejects.toMatchObject({ code: "FORBIDDEN", message: unpaid.readOnly });
    const { id } = await open(emails[0]);
    await expect(resendInvitation(unpaid, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await owner.db.member.count({ where: { emailKey: email ?? "" } })).toBe(0);
    expect(await mailed([...emails, email])).toEqual([1, 1, 1, 0, 0, 0]);
    await owner.db.subscription.updateMany({ data: { pastDueSince: null, state: "active" } });
    await run();
    expect(await mailed(emails)).toEqual([1, 1, 1, 1, 1]);
  });

  test("sends none while it waits for its deletion", async () => {
    await freeSeat();
    const { system } = workspace;
    const ending = createCtx({ ...system, tenant: { ...system.tenant, deletionDueAt: addDays(new Date(), 30) } });
    expect(await waitingDue(ending)).toEqual({ slots: [], next: null });
    expect(await runWaiting(ending)).toBeNull();
    await run();
    expect(await mailed(emails)).toEqual([1, 1, 1, 1, 0]);
  });
});

describe("seats before invitations", () => {
  const acts = {
    "sending again": (id: string) => resendInvitation(owner, { id }),
    "inviting again": () => invite(owner, [emails[1] ?? ""]),
    revoking: (id: string) => revokeInvitation(owner, { id }),
    accepting: async () =>
      await acceptInvitation(anonymous(), {
        token: await mailedToken(emails[1] ?? "", "/invitation"),
        person: { name: "Ben Ode", password: "three unrelated words" },
      }),
  };
  for (const [name, act] of Object.entries(acts))
    test(`${name} holds the seats when it comes to the invitation`, async () => {
      const { id } = await open(emails[1]);
      await using row = await hold(`select 1 from invitations where id = '${id}' for update`);
      const acting = act(id);
      await expect.poll(howManyWait).toBe(1);
      const free = "select 1 from subscriptions where tenant_id = $1 for no key update skip locked";
      expect(await adminQuery(free, [workspace.tenant.id])).toEqual([]);
      await row.release();
      await acting;
    });

  test("the oldest keeps its place though somebody holds it at that moment", async () => {
    await freeSeat();
    await using row = await hold(`select 1 from invitations where id = '${(await open(emails[3])).id}' for update`);
    const running = run();
    await expect.poll(howManyWait).toBe(1);
    await row.release();
    await running;
    expect(await mailed(emails)).toEqual([1, 1, 1, 1, 0]);
  });
});

test("so many invitations wait and no more; the list begins with them, in their order", async () => {
  const many = mails(mostWaiting - 4).map((email) => ({ email, emailKey: email, role: "member" }));
  await owner.db.member.createMany({ data: many.map((one) => ({ ...one, name: "", nameKey: "", status: "invited" })) });
  const members = await owner.db.member.findMany({ where: { name: "" }, select: { id: true, emailKey: true } });
  const idOf = new Map(members.map(({ id, emailKey }) => [emailKey, id]));
  const invitedById = owner.member?.id ?? "";
  await owner.db.invitation.createMany({
    data: many.map((one) => ({ ...one, memberId: idOf.get(one.emailKey) ?? "", invitedById })),
  });
  const more = mails(4);
  const results = await invite(owner, [...more, emails[3] ?? "", emails[1] ?? ""]);
  expect(results.map(({ outcome }) => outcome)).toEqual([
    ...["waiting", "waiting", "refused", "refused"],
    ...["waiting", "invited"],
  ]);
  expect(results[2]?.message).toContain(`${mostWaiting} invitations wait for a seat already`);
  expect(await owner.db.member.count({ where: { emailKey: { in: more } } })).toBe(2);
  const listed = (await listInvitations(owner, {})).map(({ email }) => email);
  expect(listed).toHaveLength(mostWaiting);
  expect(listed.slice(0, 2)).toEqual(emails.slice(3));
  expect(listed.slice(-2)).toEqual(more.slice(0, 2));
});

test("an address that a call names twice is invited once, and both entries say the same", async () => {
  await freeSeat();
  await owner.db.invitation.deleteMany({ where: { expiresAt: null } });
  const [email] = mails(1);
  const twice = await invite(owner, [email ?? "", (email ?? "").toUpperCase()]);
  const id = (await open(email)).id;
  expect(twice).toMatchObject([
    { outcome: "invited", message: null, invitationId: id },
    { outcome: "invited", message: null, invitationId: id },
  ]);
  expect(await mailed([email])).toEqual([1]);
});
