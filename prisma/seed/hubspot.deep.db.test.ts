import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { listSyncChanges } from "@/modules/hub/sync/operations/list-changes";
import { listSyncObjects } from "@/modules/hub/sync/operations/list-objects";
import { listSyncProblemGroups, listSyncProblems } from "@/modules/hub/sync/operations/list-problems";
import { pairSyncOption, resolveSyncConflict } from "@/modules/hub/sync/operations/problem-fixes";
import { runSyncNow } from "@/modules/hub/sync/operations/starting";
import { syncWork } from "@/modules/hub/sync/operations/work-due";
import type { SyncProblem } from "@/modules/hub/sync/schema";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { connectPortal } from "./hubspot";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

const accounts = 12;
const records = 46;

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function run(ctx: Ctx, connectionId: string): Promise<void> {
  await runSyncNow(ctx, { connectionId });
  while (await syncWork.run({ tenantId: ctx.tenant.id, ms: 20_000 }, nothing()));
}

/** A firm with twelve accounts and their people, two of whom stand there twice. */
async function firm(): Promise<Ctx> {
  const workspace = await testWorkspace();
  await bootstrapPipelines(workspace.system);
  const owner = await workspace.role("owner");
  const stages = await owner.db.stage.findMany({ where: { type: "open" }, orderBy: { position: "asc" } });
  const stage = stages.find(({ name }) => name === "Proposal");
  for (let place = 0; place < accounts; place++) {
    const host = `firm-${place}.example`;
    const { id: accountId } = await accountOperations.create(owner, {
      ...{
        name: `Firm ${place}`,
        domain: host,
        employees: 40 + place,
        industry: place % 2 ? "Software" : "Public sector",
      },
    });
    for (const [nth, lastName] of ["Field", "Ortiz"].entries())
      await contactOperations.create(owner, {
        ...{ firstName: `Ann${nth}`, lastName, accountId, jobTitle: "Buyer", emails: [{ value: `ann${nth}@${host}` }] },
      });
    if (place < 2)
      await contactOperations.create(owner, {
        ...{ firstName: "Ann0", lastName: "Fieldd", accountId, emails: [{ value: `a${place}@${host}` }] },
      });
    const where = { pipelineId: stage?.pipelineId ?? "", stageId: stage?.id ?? "" };
    await createOpportunity(owner, { name: `Crane ${place}`, accountId, ...where });
  }
  // As an import leaves them.
  for (const [place, { id }] of (await owner.db.contact.findMany({ select: { id: true } })).entries())
    await owner.db.contact.updateMany({ where: { id }, data: { externalId: `C-${place}` } });
  return owner;
}

async function connected() {
  const ctx = await firm();
  const portal = trial.portal("Halden Systems");
  await connectPortal(ctx, trial, { portal, records });
  const { id: connectionId } = await ctx.db.connection.findFirstOrThrow({ select: { id: true } });
  return { ctx, portal, connectionId };
}

const versionsOf = async ({ db }: Ctx) => [
  await db.account.findMany({ orderBy: { id: "asc" }, select: { id: true, version: true } }),
  await db.contact.findMany({ orderBy: { id: "asc" }, select: { id: true, version: true } }),
  await db.opportunity.findMany({ orderBy: { id: "asc" }, select: { id: true, version: true } }),
];
const there = (portal: number) =>
  (["companies", "contacts", "deals"] as const).map((object) => trial.edit.all(portal, object));

const byCode = (items: readonly SyncProblem[]) =>
  Object.fromEntries(
    [...new Set(items.map(({ code }) => code))]
      .sort()
      .map((code) => [code, items.filter((one) => one.code === code).length]),
  );

test("the demo is connected: nothing is written when nobody changes anything", async () => {
  const { ctx, portal, connectionId } = await connected();
  const objects = await listSyncObjects(ctx, { connectionId });
  expect(objects.map(({ state, failure }) => [state, failure])).toEqual(Array(3).fill(["live", null]));
  expect(objects.map(({ inSync }) => inSync)).toEqual([12, 22, 12]);
  expect(objects.reduce((sum, { problems }) => sum + problems, 0)).toBe(14);
  expect(objects.reduce((sum, { conflicts }) => sum + conflicts, 0)).toBe(6);
  const { items } = await listSyncProblems(ctx, { connectionId });
  expect(byCode(items)).toEqual({ conflict: 6, optionWithoutPartner: 8, refusedThere: 4, twoHere: 2 });

  const [here, other] = [await versionsOf(ctx), there(portal)];
  trial.calls.reset();
  // Every record is compared, not only what changed.
  await ctx.db.syncObject.updateMany({ data: { comparedAt: null } });
  await run(ctx, connectionId);
  await run(ctx, connectionId);
  expect(trial.calls.counts().writes).toBe(0);
  expect(await versionsOf(ctx)).toEqual(here);
  expect(there(portal)).toEqual(other);
  expect(byCode((await listSyncProblems(ctx, { connectionId })).items)).toEqual(byCode(items));
});

test("a second start changes nothing", async () => {
  const { ctx, portal } = await connected();
  const before = [await ctx.db.syncLink.count(), await ctx.db.syncRun.count(), there(portal)];
  await connectPortal(ctx, trial, { portal, records });
  expect([await ctx.db.syncLink.count(), await ctx.db.syncRun.count(), there(portal)]).toEqual(before);
});

test("what waits is over when somebody does what it says", async () => {
  const { ctx, portal, connectionId } = await connected();
  const problems = async () => (await listSyncProblems(ctx, { connectionId })).items;
  const groups = await listSyncProblemGroups(ctx, { connectionId });
  const stage = groups.find(({ code }) => code === "optionWithoutPartner");
  expect(stage).toMatchObject({ count: 8, field: "stage" });
  const negotiation = await ctx.db.stage.findFirstOrThrow({ where: { name: "Negotiation" }, select: { id: true } });
  const option = { field: "stage", ours: negotiation.id, theirs: "default/contractsent" };
  await pairSyncOption(ctx, { objectId: stage?.objectId ?? "", ...option });
  const conflicts = (await problems()).filter(({ code }) => code === "conflict");
  for (const [place, { id }] of conflicts.entries())
    await resolveSyncConflict(ctx, { connectionId, id, keep: place % 2 ? "ours" : "theirs" });
  for (const { record } of (await problems()).filter(({ code }) => code === "refusedThere")) {
    const id = record?.id ?? "";
    const { version } = await contactOperations.get(ctx, { id });
    await contactOperations.update(ctx, { id, version, emails: [{ value: `fixed-${id}@firm.example` }] });
  }
  await run(ctx, connectionId);
  await run(ctx, connectionId);
  expect(byCode(await problems())).toEqual({ twoHere: 2 });
  expect(await ctx.db.opportunity.count({ where: { stageId: negotiation.id } })).toBe(8);
  const addresses = trial.edit.all(portal, "contacts").map(({ properties }) => properties.email ?? "");
  expect(addresses.filter((address) => address.startsWith("fixed-"))).toHaveLength(4);
});

test("the log tells runs of several days, and its last values are those of now", async () => {
  const { ctx, connectionId } = await connected();
  expect(await ctx.db.syncRun.count()).toBeGreaterThanOrEqual(90);
  const { items } = await listSyncChanges(ctx, { connectionId, limit: 100 });
  expect(items.length).toBeGreaterThan(20);
  expect(new Set(items.map(({ direction }) => direction)).size).toBeGreaterThan(1);
  for (const { at, record } of items) {
    expect(new Date(at).getTime()).toBeLessThanOrEqual(Date.now());
    expect(record).not.toBeNull();
  }
});
