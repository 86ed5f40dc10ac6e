// @module-tag once

import "@/registry/register";
import { addDays } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { planEvents } from "@/lib/plan-events";
import { getPlan } from "@/modules/platform/commerce/plans/operations/overview";
import {
  listNotificationMails,
  retryNotificationMail,
} from "@/modules/platform/history/notifications/mails/operations/list";
import { sendWhenDue } from "@/modules/platform/history/notifications/mails/operations/send";
import { acceptInvitation } from "@/modules/platform/workspace/tenants/operations/joining";
import type { Ctx } from "@/server/context";
import { wakesAll } from "@/server/workflows/job";
import { atOnce } from "@/test/at-once";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, mailedToken, newMail } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { isWoken, runWaiting, waitingDue } from "@/test/waiting-invitations";
import { removeMember } from "../operations/lifecycle";
import { getMember } from "../operations/list";
import { inviteMembers, listInvitations, resendInvitation, revokeInvitation } from "./operations/inviting";

let workspace: TestWorkspace;
let owner: Ctx;
let colleague: TestMember;
/** A trial has five seats: two are in use. */
beforeEach(async () => {
  workspace = await testWorkspace({ plan: "trial" });
  owner = await workspace.role("owner");
  colleague = await workspace.join("member");
});

const mails = (count: number) => Array.from({ length: count }, newMail);
const invite = async (emails: readonly string[], role: "member" | "guest" = "member", ctx = owner) =>
  (await inviteMembers(ctx, { invitees: emails.map((email) => ({ email })), role })).results;
const outcomes = async (emails: readonly string[]) => (await invite(emails)).map(({ outcome }) => outcome);
const waiting = async () =>
  (await listInvitations(owner, {})).filter(({ waitsForSeat }) => waitsForSeat).map(({ email }) => email);
const mailed = async (emails: readonly string[]) =>
  (await Promise.all(emails.map(mailsTo))).map((found) => found.length);

const run = () => runWaiting(workspace.system);

const accept = async (email: string) =>
  await acceptInvitation(anonymous(), {
    token: await mailedToken(email, "/invitation"),
    person: { name: "Ben Ode", password: "three unrelated words" },
  });

describe("more invitations than seats", () => {
  test("those beyond the seats wait: nothing is mailed, they say so, and are no link", async () => {
    const emails = mails(5);
    expect(await outcomes(emails)).toEqual(["invited", "invited", "invited", "waiting", "waiting"]);
    expect(await mailed(emails)).toEqual([1, 1, 1, 0, 0]);
    expect(await waiting()).toEqual([emails[3], emails[4]]);
    const last = (await listInvitations(owner, {})).find(({ email }) => email === emails[4]);
    expect(last).toMatchObject({ sentAt: null, expiresAt: null, expired: false, mail: null });
    expect((await getMember(owner, { id: last?.member.id ?? "" })).invitation).toMatchObject({ waitsForSeat: true });
    expect((await getPlan(owner, {})).seats).toMatchObject({ used: 2, most: 5, invited: 3, waiting: 2 });
    expect(await run()).toBeNull();
    const told = await adminQuery<{ name: string }>(
      "select name from events where tenant_id = $1 and name like 'member.invit%' order by id",
      [workspace.tenant.id],
    );
    expect(told.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 3 }, () => "member.invited"),
      ...Array.from({ length: 2 }, () => "member.invitationHeld"),
    ]);
  });

  test("guests take a seat, so they wait too; a plan without a limit mails all", async () => {
    const emails = mails(4);
    await invite(emails, "guest");
    expect(await mailed(emails)).toEqual([1, 1, 1, 0]);
    const large = await (await testWorkspace()).role("owner");
    const others = mails(7);
    expect((await invite(others, "member", large)).every(({ outcome }) => outcome === "invited")).toBe(true);
  });

  test("one that waits is not sent again, and one that is invited again keeps its place", async () => {
    const emails = mails(5);
    const results = await invite(emails);
    const id = results[3]?.invitationId ?? "";
    await expect(resendInvitation(owner, { id })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(`The invitation for ${emails[3]} waits for a seat`),
    });
    expect(await waiting()).toEqual([emails[3], emails[4]]);
    const [again] = await invite([emails[3] ?? ""], "guest");
    expect(again).toMatchObject({ outcome: "waiting", invitationId: id });
    expect(await waiting()).toEqual([emails[3], emails[4]]);
    await removeMember(owner, { id: colleague.id, version: 1 });
    await run();
    expect(await mailed(emails)).toEqual([1, 1, 1, 1, 0]);
    expect((await listInvitations(owner, {})).find((row) => row.id === id)?.role).toBe("guest");
  });

  test("one that was mailed keeps its seat when it is sent again, also before those that wait", async () => {
    const emails = mails(4);
    const [first] = await invite(emails);
    expect(await resendInvitation(owner, { id: first?.invitationId ?? "" })).toMatchObject({ outcome: "invited" });
    expect(await outcomes([emails[1] ?? ""])).toEqual(["invited"]);
    expect(await mailed(emails)).toEqual([2, 2, 1, 0]);
    expect(await waiting()).toEqual([emails[3]]);
  });

  test("links that were mailed before are accepted as before", async () => {
    const emails = mails(4);
    await invite(emails);
    await accept(emails[0] ?? "");
    expect(await run()).toBeNull();
    expect(await waiting()).toEqual([emails[3]]);
    expect((await getPlan(owner, {})).seats).toMatchObject({ used: 3, invited: 2, waiting: 1 });
  });
});

describe("a seat that becomes free is given to the oldest", () => {
  let emails: string[];
  beforeEach(async () => {
    emails = mails(6);
    await invite(emails);
  });

  test("by a member who is removed", async () => {
    const before = new Date();
    await removeMember(owner, { id: colleague.id, version: 1 });
    expect(await isWoken(owner, before)).toBe(true);
    expect(await run()).toBe(3);
    expect(await mailed(emails)).toEqual([1, 1, 1, 1, 0, 0]);
    const row = (await listInvitations(owner, {})).find(({ email }) => email === emails[3]);
    const days = (Date.parse(row?.expiresAt ?? "") - Date.now()) / 86_400_000;
    expect(row).toMatchObject({ waitsForSeat: false, sentAt: expect.any(String) });
    expect(Math.round(days)).toBe(7);
    await accept(emails[3] ?? "");
    expect(await run()).toBeNull();
  });

  test("by an invitation that is revoked, and revoking one that waits mails none", async () => {
    const open = await listInvitations(owner, {});
    const idOf = (email: string | undefined) => open.find((row) => row.email === email)?.id ?? "";
    await revokeInvitation(owner, { id: idOf(emails[3]) });
    expect(await run()).toBeNull();
    const before = new Date();
    await revokeInvitation(owner, { id: idOf(emails[0]) });
    expect(await isWoken(owner, before)).toBe(true);
    await run();
    expect(await mailed(emails)).toEqual([1, 1, 1, 0, 1, 0]);
  });

  test("by an invitation that expires, which the clock knows of before; sent again, that one waits", async () => {
    const open = await listInvitations(owner, {});
    const first = open.find((row) => row.email === emails[0]);
    const due = await waitingDue(workspace.system);
    const ends = open.flatMap(({ expiresAt }) => (expiresAt ? [Date.parse(expiresAt)] : []));
    expect(due).toEqual({ slots: [], next: new Date(Math.min(...ends)) });
    await adminQuery("update invitations set expires_at = now() - interval '1 minute' where id = $1", [first?.id]);
    await run();
    expect(await mailed(emails)).toEqual([1, 1, 1, 1, 0, 0]);
    expect(await resendInvitation(owner, { id: first?.id ?? "" })).toMatchObject({ outcome: "waiting" });
    expect(await waiting()).toEqual([emails[4], emails[5], emails[0]]);
  });

  test("by a larger plan, whose events wake every job", async () => {
    await owner.db.subscription.updateMany({ data: { plan: "professional", state: "active" } });
    expect(wakesAll()).toEqual(expect.arrayContaining(Object.values(planEvents)));
    await run();
    expect(await mailed(emails)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await waiting()).toEqual([]);
  });

  test("by seats that staff give, and by the end of an override that took some", async () => {
    await owner.db.entitlementOverride.create({
      data: { key: "limit:seats", value: 6, reason: "A trial of six", endsAt: addDays(new Date(), 3) },
    });
    await run();
    expect(await mailed(emails)).toEqual([1, 1, 1, 1, 0, 0]);
    await owner.db.entitlementOverride.updateMany({ data: { value: 1, endsAt: addDays(new Date(), 1) } });
    const due = await waitingDue(workspace.system);
    expect(due?.slots).toEqual([]);
    expect((due?.next?.getTime() ?? 0) <= addDays(new Date(), 1).getTime()).toBe(true);
  });

  test("a new invitation does not pass those that wait", async () => {
    await removeMember(owner, { id: colleague.id, version: 1 });
    const late = newMail();
    expect(await outcomes([late])).toEqual(["waiting"]);
    expect(await mailed([...emails, late])).toEqual([1, 1, 1, 1, 0, 0, 0]);
  });
});

describe("at the same moment", () => {
  test("two invitations for the last seat: one is mailed", async () => {
    await invite(mails(2));
    const [one, two] = [newMail(), newMail()];
    const both = await atOnce(
      () => invite([one]),
      () => invite([two]),
    );
    const outcome = both.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
    expect(outcome.map((row) => row.outcome).sort()).toEqual(["invited", "waiting"]);
    expect((await mailed([one, two])).sort()).toEqual([0, 1]);
  });

  test("two runs for one seat mail one", async () => {
    const emails = mails(5);
    await invite(emails);
    await removeMember(owner, { id: colleague.id, version: 1 });
    await atOnce(
      () => run(),
      () => run(),
    );
    expect(await mailed(emails)).toEqual([1, 1, 1, 1, 0]);
  });
});

test("an e-mail that is tried again after its invitation expired waits where its seat is taken", async () => {
  const email = newMail();
  const [invited] = await invite([email]);
  const invitationId = invited?.invitationId ?? "";
  await adminQuery("update invitations set expires_at = now() - interval '1 minute' where id = $1", [invitationId]);
  const { id } = await owner.db.notificationMail.findFirstOrThrow({ where: { invitationId }, select: { id: true } });
  await adminQuery("update notification_mails set status = 'failed' where id = $1", [id]);
  await invite(mails(3));
  await retryNotificationMail(owner, { id });
  expect(await sendWhenDue(workspace.system, id)).toBeNull();
  const log = (await listNotificationMails(owner, {})).rows.find((row) => row.id === id);
  expect(log).toMatchObject({ status: "skipped", reason: expect.stringContaining("No seat is free") });
  expect(await mailed([email])).toEqual([1]);
  expect(await waiting()).toEqual([email]);
});
