import "@/registry/register";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { inTransaction } from "@/server/execute";
import { relayOnce } from "@/server/outbox/relay";
import { testWorkspace } from "@/test/ctx";
import { howManyWait } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { notifications } from "./jobs";
import { getNotificationHours, setNotificationHours } from "./mails/operations/hours";
import { getFollow, setFollow } from "./operations/preferences";

test("of two first words about a record at the same time the later one holds", async () => {
  const theirs = await (await testWorkspace()).role("member");
  const record = {
    entity: "account",
    recordId: (await accountOperations.create(theirs, { name: "Northwind" })).id,
  } as const;
  const { later } = await inTransaction(theirs, async (inner) => {
    await setFollow(inner, { ...record, state: "muted" });
    const waits = setFollow(theirs, { ...record, state: "following" });
    await expect.poll(howManyWait).toBeGreaterThan(0);
    return { later: waits };
  });
  expect(await later).toEqual({ state: "following", reason: "chosen" });
  expect(await getFollow(theirs, record)).toEqual({ state: "following", reason: "chosen" });
});

test("of two first choices of hours at the same time the later one holds", async () => {
  const theirs = await (await testWorkspace()).role("member");
  const { later } = await inTransaction(theirs, async (inner) => {
    await setNotificationHours(inner, { quiet: false });
    const waits = setNotificationHours(theirs, { quiet: true });
    await expect.poll(howManyWait).toBeGreaterThan(0);
    return { later: waits };
  });
  const kept = { quiet: true };
  expect(await later).toMatchObject(kept);
  expect(await getNotificationHours(theirs, {})).toMatchObject(kept);
});

test("one who stops following an opportunity still gets what the follower of its account gets", async () => {
  const { workspace, admin, pipeline } = await opportunityWorkspace();
  const bo = await workspace.join("member");
  const theirs = await workspace.as(bo);
  const account = await accountOperations.create(admin, { name: "Acme" });
  const [lead, next] = pipeline.stages.map(({ id }) => id);
  const made = await createOpportunity(admin, { name: "Bridge", stageId: lead ?? "", accountId: account.id });
  await setFollow(theirs, { entity: "account", recordId: account.id, state: "following" });
  for (const state of ["following", "none"] as const)
    await setFollow(theirs, { entity: "opportunity", recordId: made.id, state });
  await moveOpportunity(admin, { id: made.id, version: made.version, stageId: next ?? "" });
  while (await relayOnce(notifications));
  const told = await admin.db.notification.findMany({ where: { memberId: bo.id } });
  expect(told.map(({ type, reason }) => `${type} ${reason}`)).toEqual(["opportunityStageChanged above"]);
});
