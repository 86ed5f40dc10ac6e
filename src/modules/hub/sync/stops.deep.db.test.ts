import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { connectedWorkspace, workAll } from "@/test/hubspot-workspace";
import { saveSyncFields } from "./operations/fields";
import { rehearseSync, startSync } from "./operations/starting";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

const named = (count: number) =>
  Array.from({ length: count }, (_, place) => ({ properties: { name: `Works ${place}` } }));

test("a start needs a rehearsal of the present fields, of the last day", async () => {
  const { ctx, connectionId, object } = await connectedWorkspace(trial);
  const refused = { code: "CONFLICT", message: expect.stringContaining("Rehearse again") };
  await expect(startSync(ctx, { connectionId, createdThere: 0 })).rejects.toMatchObject(refused);
  await rehearseSync(ctx, { connectionId });
  await workAll(ctx);
  const { id: objectId, version } = await object("account");
  await saveSyncFields(ctx, { objectId, version, fields: [{ field: "phone", conflict: "ours" }] });
  await expect(startSync(ctx, { connectionId, createdThere: 0 })).rejects.toMatchObject(refused);
  await rehearseSync(ctx, { connectionId });
  await workAll(ctx);
  const longAgo = new Date(Date.now() - 25 * 3_600_000);
  await ctx.db.syncObject.updateMany({ data: { rehearsedAt: longAgo } });
  await expect(startSync(ctx, { connectionId, createdThere: 0 })).rejects.toMatchObject(refused);
  expect(await ctx.db.syncObject.count({ where: { state: "rehearsed" } })).toBe(3);
  expect(await ctx.db.syncRun.count({ where: { kind: "first" } })).toBe(0);
});

test("a run that ends while somebody edits the fields does not refuse the edit", async () => {
  const { ctx, object, start, runNow } = await connectedWorkspace(trial);
  await start();
  const { id: objectId, version } = await object("account");
  await runNow();
  await saveSyncFields(ctx, { objectId, version, fields: [{ field: "phone", conflict: "ours" }] });
  expect(await ctx.db.syncField.count({ where: { objectId, field: "phone", conflict: "ours" } })).toBe(1);
  const late = saveSyncFields(ctx, { objectId, version, fields: [{ field: "phone", conflict: "theirs" }] });
  await expect(late).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await ctx.db.syncField.count({ where: { objectId, field: "phone", conflict: "ours" } })).toBe(1);
});

test("a start that creates more than 500 records there needs their number", async () => {
  const { ctx, connectionId } = await connectedWorkspace(trial);
  await rehearseSync(ctx, { connectionId });
  await workAll(ctx);
  const counts = { createdThere: 501 };
  await ctx.db.syncRun.updateMany({ where: { object: { entity: "account" } }, data: { counts } });
  const refused = { code: "CONFLICT", message: expect.stringContaining("501") };
  await expect(startSync(ctx, { connectionId, createdThere: 500 })).rejects.toMatchObject(refused);
  expect(await ctx.db.syncObject.count({ where: { state: "rehearsed" } })).toBe(3);
  await startSync(ctx, { connectionId, createdThere: 501 });
  expect(await ctx.db.syncObject.count({ where: { state: "first" } })).toBe(3);
});

test("a compare that misses many records stops, archives none of them, and says what to do", async () => {
  const { ctx, portal, object, start, runNow } = await connectedWorkspace(trial);
  const { companies } = trial.seed(portal, { companies: named(25) });
  await start();
  for (const id of companies) trial.edit.archive(portal, "companies", id);
  const { id } = await object("account");
  await ctx.db.syncObject.updateMany({ where: { id }, data: { comparedAt: new Date(0) } });
  await runNow();
  expect(await object("account")).toMatchObject({ state: "paused", failure: expect.stringContaining("25 of 25") });
  expect(await ctx.db.account.count({ where: { archivedAt: null } })).toBe(25);
  expect(await ctx.db.syncLink.count({ where: { objectId: id, state: "linked" } })).toBe(25);
});

test("a day's records are the most that are written; the rest waits for the next day", async () => {
  const { ctx, object, start, runNow } = await connectedWorkspace(trial);
  await start();
  const { id: objectId } = await object("account");
  const counts = { createdHere: 10_000, createdThere: 0, updatedHere: 0, updatedThere: 0 };
  await ctx.db.syncRun.create({ data: { objectId, kind: "changes", mappingVersion: 1, counts, endedAt: new Date() } });
  await accountOperations.create(ctx, { name: "Late Works", ownerId: null });
  await runNow();
  const waits = await object("account");
  expect(waits).toMatchObject({ state: "live", failure: expect.stringContaining("10,000 records") });
  expect(new Date(waits.nextRunAt ?? 0).getTime()).toBeGreaterThan(Date.now());
  expect(await ctx.db.syncLink.count({ where: { objectId } })).toBe(0);
});
