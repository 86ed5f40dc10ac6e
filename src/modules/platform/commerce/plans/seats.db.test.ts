// @module-tag once

import "@/registry/operations";
import { addDays } from "date-fns";
import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { acceptInvitation } from "@/modules/platform/workspace/tenants/operations/joining";
import type { Ctx } from "@/server/context";
import { memberCtxs } from "@/server/member-ctx";
import { relayOnce } from "@/server/outbox/relay";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { anonymous, mailedToken, newMail } from "@/test/identity";
import { chooseSeats, listSeats } from "./operations/excess";
import { notifyOfTrials } from "./operations/notify-trials";

let workspace: TestWorkspace;
let owner: Ctx;
let members: TestMember[];
beforeEach(async () => {
  workspace = await testWorkspace();
  owner = await workspace.role("owner");
  members = [];
  for (const role of ["member", "manager", "member"] as const) members.push(await workspace.join(role));
  await owner.db.subscription.updateMany({ data: { plan: "starter", state: "none", trialEndsAt: null } });
  owner = await later(owner);
});

/** The next request of a member, with the place that it has now. */
async function requestOf(member: TestMember | undefined): Promise<Ctx> {
  const id = member?.id ?? "";
  const found = (await memberCtxs(owner, [id])).get(id);
  if (!found) throw new Error("This member has no place.");
  return found;
}
const mayWrite = async (member: TestMember | undefined) =>
  accountOperations.create(await requestOf(member), { name: "Written" }).then(
    () => true,
    (error: { code: string; message: string }) => {
      expect(error).toMatchObject({ code: "FORBIDDEN", message: expect.stringContaining("than its 3 seats") });
      return false;
    },
  );

describe("more members than seats", () => {
  test("the owner and those who are here longest edit; the others read", async () => {
    expect([await mayWrite(members[0]), await mayWrite(members[1]), await mayWrite(members[2])]).toEqual([
      true,
      true,
      false,
    ]);
    const last = await requestOf(members[2]);
    expect(last.can("account:view")).toBe(true);
    expect((await accountOperations.list(last, {})).rows).toHaveLength(2);
  });

  test("the owner chooses others, never more than there are seats; nobody else chooses", async () => {
    const [, second, third] = members.map(({ id }) => id);
    if (!second || !third) throw new Error("There are three members.");
    await chooseSeats(owner, { memberIds: [third] });
    expect([await mayWrite(members[0]), await mayWrite(members[1]), await mayWrite(members[2])]).toEqual([
      true,
      false,
      true,
    ]);
    const everyone = members.map(({ id }) => id);
    await expect(chooseSeats(owner, { memberIds: everyone })).rejects.toMatchObject({ code: "LIMIT_REACHED" });
    await expect(chooseSeats(await workspace.role("admin"), { memberIds: [second] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect((await listSeats(owner, {})).filter(({ chosen }) => chosen).map(({ memberId }) => memberId)).toEqual([
      third,
    ]);
  });

  test("an invitation of before is not accepted, the place stays open, and owners are told once", async () => {
    const email = newMail();
    const large = { plan: "professional", state: "active" };
    await owner.db.subscription.updateMany({ data: large });
    await inviteMembers(await later(owner), { invitees: [{ email }], role: "member" });
    await owner.db.subscription.updateMany({ data: { plan: "starter", state: "none" } });
    const token = await mailedToken(email, "/invitation");
    const person = { name: "Ben Ode", password: "a long password of Ben" };
    for (let tries = 0; tries < 2; tries++)
      await expect(acceptInvitation(anonymous(), { token, person })).rejects.toMatchObject({
        code: "LIMIT_REACHED",
        message: expect.stringContaining("has no seat left"),
      });
    expect(await owner.db.member.count({ where: { status: "active" } })).toBe(4);
    while (await relayOnce(notifications));
    const { rows } = await listNotifications(owner, {});
    expect(rows.flatMap(({ items }) => items.map(({ type }) => type))).toEqual(["planSeat"]);
    await owner.db.subscription.updateMany({ data: large });
    expect(await acceptInvitation(anonymous(), { token, person })).toMatchObject({ email });
  });
});

describe("a trial", () => {
  test("is told of once at each moment, and then the plan is Starter", async () => {
    const now = new Date();
    await owner.db.subscription.updateMany({ data: { plan: "trial", trialEndsAt: addDays(now, 3) } });
    const system = await later(workspace.system);
    expect([await notifyOfTrials(system, now), await notifyOfTrials(system, now)]).toEqual([1, 0]);
    expect(await notifyOfTrials(system, addDays(now, 2))).toBe(1);
    expect([await notifyOfTrials(system, addDays(now, 3)), await notifyOfTrials(system, addDays(now, 4))]).toEqual([
      1, 0,
    ]);
    while (await relayOnce(notifications));
    const { rows } = await listNotifications(owner, {});
    expect(rows.flatMap(({ items }) => items.map(({ detail }) => detail))).toEqual([
      "The trial of this workspace has ended, and it is now on the Starter plan. Nothing was deleted",
      "The trial of this workspace ends tomorrow. Choose a plan to keep its limits",
      "The trial of this workspace ends in 3 days. Choose a plan to keep its limits",
    ]);
  });
});

test("an unpaid workspace is read-only after two weeks: owners still manage members, and pay", async () => {
  const pastDue = { plan: "professional", state: "past_due", pastDueSince: addDays(new Date(), -14) };
  await owner.db.subscription.updateMany({ data: pastDue });
  const ctx = await later(owner);
  await expect(accountOperations.create(ctx, { name: "Refused" })).rejects.toMatchObject({
    code: "FORBIDDEN",
    message: expect.stringContaining("read-only"),
  });
  expect(await ctx.db.account.count({ where: { name: "Refused" } })).toBe(0);
  expect([ctx.can("account:view"), ctx.can("billing:manage"), ctx.can("member:manage")]).toEqual([true, true, true]);
  await owner.db.subscription.updateMany({ data: { state: "active", pastDueSince: null } });
  expect(await accountOperations.create(await later(owner), { name: "Paid" })).toMatchObject({ name: "Paid" });
});
