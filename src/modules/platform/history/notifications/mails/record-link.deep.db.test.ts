import "@/registry/operations";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { signed } from "@/server/crypto";
import { systemCtx } from "@/server/member-ctx";
import { relayOnce } from "@/server/outbox/relay";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { rowHash } from "@/test/full-workspace";
import { anonymous } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { setHours } from "@/test/working-hours";
import { notifications } from "../jobs";
import { setFollow } from "../operations/preferences";
import { followByLink, openRecordLink } from "./operations/record-link";
import { sendWhenDue } from "./operations/send";

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
});

const told = async ({ id }: TestMember) => {
  while (await relayOnce(notifications));
  return await admin.db.notification.count({ where: { memberId: id } });
};
const tokenOf = ({ id }: { id: string }, recordId: string, tenantId = workspace.tenant.id) =>
  signed("record", JSON.stringify([tenantId, id, "account", recordId]));
const accountOf = (owner: TestMember | null = null, name = "Acme") =>
  accountOperations.create(admin, { name, ownerId: owner?.id ?? null });

const always = { timeZone: "UTC", quiet: false, days: [1, 2, 3, 4, 5], fromMinute: 540, untilMinute: 1020 };

/** The links of the one mail about a new account of a member, which is sent at once. */
async function linksOf(member: TestMember): Promise<string[]> {
  await told(member);
  const { id } = await admin.db.notificationMail.findFirstOrThrow({ where: { memberId: member.id } });
  await adminQuery("update notification_mails set due_at = now() - interval '1 second' where id = $1", [id]);
  const ctx = await systemCtx(workspace.tenant.id, "test", "sends");
  if (ctx) await sendWhenDue(ctx, id);
  return (await mailsTo(member.email)).flatMap(({ links }) => links);
}

describe("the link of a mail about one record", () => {
  test("stands in the mail with the reason, and mutes the record without a session", async () => {
    const bo = await workspace.join("member");
    await setHours(await workspace.as(bo), always);
    const { id, version } = await accountOf(bo);
    const token = tokenOf(bo, id);
    const links = (await linksOf(bo)).filter((link) => link.includes("record="));
    expect(links).toEqual([`http://localhost:3000/unsubscribe?record=${token}&act=mute`]);
    const before = await rowHash(workspace.tenant.id);
    const record = { workspace: workspace.tenant.name, kind: "account", name: "Acme" };
    expect(await openRecordLink(anonymous(), { token })).toEqual({ ...record, state: "none", reason: null });
    expect(await rowHash(workspace.tenant.id)).toBe(before);

    expect(await followByLink(anonymous(), { token, state: "muted" })).toMatchObject({ state: "muted" });
    const count = await told(bo);
    const away = await accountOperations.update(admin, { id, version, ownerId: null });
    await accountOperations.update(admin, { id, version: away.version, ownerId: bo.id });
    expect(await told(bo)).toBe(count);
    expect(await followByLink(anonymous(), { token, state: "none" })).toMatchObject({ state: "none" });
  });

  test("unfollows what the member followed", async () => {
    const bo = await workspace.join("member");
    const { id, version } = await accountOf();
    await setFollow(await workspace.as(bo), { entity: "account", recordId: id, state: "following" });
    await followByLink(anonymous(), { token: tokenOf(bo, id), state: "none" });
    await accountOperations.update(admin, { id, version, name: "Changed" });
    expect(await told(bo)).toBe(0);
  });

  test("names no record that is hidden since, and follows none; it still mutes", async () => {
    const bo = await workspace.join("member");
    const { id } = await accountOf();
    const hidden = await accountOperations.create(admin, { name: "Hidden" });
    await setVisibility(admin, { entity: "account", level: "own" });
    try {
      const token = tokenOf(bo, hidden.id);
      expect(await openRecordLink(anonymous(), { token })).toMatchObject({ name: null, kind: "account" });
      await expect(followByLink(anonymous(), { token, state: "following" })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      expect(await admin.db.recordFollow.count({ where: { memberId: bo.id } })).toBe(0);
      expect(await followByLink(anonymous(), { token, state: "muted" })).toMatchObject({ state: "muted", name: null });
      // One without an owner is seen by everybody.
      expect(await openRecordLink(anonymous(), { token: tokenOf(bo, id) })).toMatchObject({ name: "Acme" });
    } finally {
      await setVisibility(admin, { entity: "account", level: "everyone" });
    }
  });

  test("is refused when it is forged, of another workspace, of a removed member or a deleted record; nothing changes", async () => {
    const [bo, gone] = [await workspace.join("member"), await workspace.join("member")];
    const other = await testWorkspace();
    const { id } = await accountOf();
    const { version } = await admin.db.member.findFirstOrThrow({ where: { id: gone.id }, select: { version: true } });
    await removeMember(admin, { id: gone.id, version });
    const [body = "", signature = ""] = tokenOf(bo, id).split(".");
    const before = await rowHash(workspace.tenant.id);
    for (const token of [
      `${tokenOf(bo, admin.member?.id ?? "").split(".")[0]}.${signature}`,
      body,
      "x",
      signed("mail", JSON.stringify([workspace.tenant.id, bo.id, "account", id])),
      signed("record", JSON.stringify([workspace.tenant.id, bo.id, "member", bo.id])),
      tokenOf(bo, id, other.tenant.id),
      tokenOf(gone, id),
      tokenOf(bo, bo.id),
    ]) {
      await expect(openRecordLink(anonymous(), { token })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(followByLink(anonymous(), { token, state: "muted" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await rowHash(workspace.tenant.id)).toBe(before);
  });
});
