import "@/registry/register";
import { expect, test } from "vitest";
import { type TestMember, testWorkspace } from "@/test/ctx";
import { ofMember, ofWorkspace, relayAll, screen } from "@/test/screen";
import { accountOperations } from "../accounts/operations";
import { activityOperations } from "./operations/all";

const { create, update } = activityOperations;

/** An admin and two members with open screens, where each member sees their own accounts. */
async function firm() {
  const workspace = await testWorkspace();
  const visibility = { account: "own" } as const;
  await workspace.system.db.visibilitySetting.create({ data: { entity: "account", level: "own" } });
  const members: TestMember[] = [];
  for (const role of ["admin", "member", "member"] as const) members.push(await workspace.join(role));
  const [boss, bo] = members as [TestMember, TestMember];
  const ctx = await workspace.as(boss, { visibility });
  const accountOf = async (ownerId: string) => ({
    entity: "account",
    id: (await accountOperations.create(ctx, { name: "Firm", ownerId })).id,
  });
  const accounts = { ofBoss: await accountOf(boss.id), ofBo: await accountOf(bo.id) };
  await relayAll();
  const screens = await Promise.all(
    members.map((one) => screen(workspace, one, ofWorkspace(workspace), ofMember(workspace, one))),
  );
  const updates = () =>
    screens.map(({ received }) => received.filter(({ event }) => event === "activity.updated").length);
  return { ctx, bo, accounts, updates };
}

type Start = (given: Awaited<ReturnType<typeof firm>>) => Record<"before" | "after", object>;

test.each<[string, Start]>([
  [
    "the last record that they see is unlinked",
    ({ accounts: { ofBoss, ofBo } }) => ({ before: { about: [ofBo, ofBoss] }, after: { about: [ofBoss] } }),
  ],
  ["all records are unlinked", ({ accounts: { ofBo } }) => ({ before: { about: [ofBo] }, after: { about: [] } })],
  [
    "they are a colleague no more",
    ({ accounts: { ofBoss }, bo }) => ({
      before: { about: [ofBoss], participants: [bo.id] },
      after: { participants: [] },
    }),
  ],
  [
    "they are the assignee no more",
    ({ accounts: { ofBoss }, bo, ctx }) => ({
      before: { about: [ofBoss], ownerId: bo.id },
      after: { ownerId: ctx.member?.id ?? null },
    }),
  ],
])("members who lose an activity because %s receive that signal, and no later one", async (_title, start) => {
  const given = await firm();
  const { ctx, updates } = given;
  const { before, after } = start(given);
  const made = await create(ctx, { name: "Call", ...before });
  const seen = await update(ctx, { id: made.id, version: made.version, name: "Call again" });
  await relayAll();
  await expect.poll(updates).toEqual([1, 1, 0]);
  const lost = await update(ctx, { id: made.id, version: seen.version, ...after });
  await relayAll();
  await expect.poll(updates).toEqual([2, 2, 0]);
  await update(ctx, { id: made.id, version: lost.version, name: "Call without them" });
  await relayAll();
  await expect.poll(updates).toEqual([3, 2, 0]);
});
