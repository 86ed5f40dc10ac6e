import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { setFollow, setNotificationPreference } from "@/modules/platform/history/notifications/operations/preferences";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { uploadFile } from "@/test/stored-file";
import { removeFile, renameFile } from "./operations/change";

const text = Buffer.from("Hello\n");
let workspace: TestWorkspace;
let admin: Ctx;
let bo: TestMember;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
  bo = await workspace.join("member");
});

/** Their inbox: of each record what happened, the newest first. */
async function toldOf(member: TestMember): Promise<string[][]> {
  while (await relayOnce(notifications));
  const { rows } = await listNotifications(await workspace.as(member), {});
  return rows.map(({ items }) => items.map(({ detail, record }) => `${detail} ${record}`));
}

async function followed(name: string): Promise<{ entity: "account"; recordId: string; version: number }> {
  const { id: recordId, version } = await accountOperations.create(admin, { name });
  await setFollow(await workspace.as(bo), { entity: "account", recordId, state: "following" });
  return { entity: "account", recordId, version };
}

describe("a follower of a record", () => {
  test("learns of its files and versions in one group, also right after an edit", async () => {
    const { version, ...of } = await followed("Alder Ports");
    await accountOperations.update(admin, { id: of.recordId, version, name: "Alder Harbour" });
    const file = await uploadFile(admin, text, { ...of, name: "Offer.txt" });
    await uploadFile(admin, text, { ...of, name: "Offer.txt", fileId: file.id });
    expect(await toldOf(bo)).toContainEqual([
      "added a version of a file of Alder Harbour",
      "added a file to Alder Harbour",
      "changed Alder Harbour",
    ]);
  });

  test("learns nothing of own files, of new names and deletions, and of what they turned off", async () => {
    const before = await toldOf(bo);
    const { version: _, ...of } = await followed("Birch Ports");
    const theirs = await workspace.as(bo);
    const own = await accountOperations.create(theirs, { name: "Own", ownerId: bo.id });
    await setFollow(theirs, { entity: "account", recordId: own.id, state: "following" });
    await uploadFile(theirs, text, { entity: "account", recordId: own.id, name: "Own.txt" });
    await setNotificationPreference(theirs, { type: "accountChanged", channel: "inApp", wanted: false });
    const file = await uploadFile(admin, text, { ...of, name: "Offer.txt" });
    expect(await toldOf(bo)).toEqual(before);
    await setNotificationPreference(theirs, { type: "accountChanged", channel: "inApp", wanted: true });
    const renamed = await renameFile(admin, { id: file.id, version: file.version, name: "Other.txt" });
    await removeFile(admin, { id: file.id, version: renamed.version });
    expect(await toldOf(bo)).toEqual(before);
  });

  test("learns nothing of the files of a record that they no longer see", async () => {
    const before = await toldOf(bo);
    const { version: _, ...of } = await followed("Cedar Ports");
    await setVisibility(admin, { entity: "account", level: "own" });
    const hidden = (await workspace.role("owner")) as Ctx;
    await uploadFile(hidden, text, { ...of, name: "Secret.txt" });
    await toldOf(bo);
    await setVisibility(admin, { entity: "account", level: "everyone" });
    expect(await toldOf(bo)).toEqual(before);
  });
});
