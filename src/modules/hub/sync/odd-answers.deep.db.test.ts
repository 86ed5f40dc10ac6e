import "@/registry/register";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { listPipelines } from "@/modules/crm/pipelines/operations";
import { adminQuery } from "@/test/db";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { type ConnectedWorkspace, connectedWorkspace, workAll } from "@/test/hubspot-workspace";
import { saveSyncFields } from "./operations/fields";
import { listSyncChanges } from "./operations/list-changes";
import { listSyncProblems } from "./operations/list-problems";
import { rehearseSync, runSyncNow, startSync } from "./operations/starting";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());
beforeEach(() => {
  trial.faults.reset();
  trial.clock.release();
});

const named = (count: number) =>
  Array.from({ length: count }, (_, place) => ({ properties: { name: `Works ${place}` } }));
const writes = () => trial.calls.counts().writes;

/** One company that both sides have, and how each sees it. */
async function oneCompany() {
  const workspace = await connectedWorkspace(trial);
  const { ctx, portal } = workspace;
  const [externalId = ""] = trial.seed(portal, {
    companies: [{ properties: { name: "Alder", phone: "1" } }],
  }).companies;
  await workspace.start();
  const { id } = await ctx.db.account.findFirstOrThrow({ where: { name: "Alder" } });
  const here = async () => await accountOperations.get(ctx, { id });
  const editHere = async (patch: object) => {
    const { version } = await here();
    return await accountOperations.update(ctx, { id, version, ...patch });
  };
  const there = () => trial.edit.read(portal, "companies", externalId);
  return { ...workspace, id, externalId, here, editHere, there };
}

/** A run after all, as if the time that it waits for were over. */
async function runLater({ ctx, connectionId, runNow }: ConnectedWorkspace): Promise<void> {
  await ctx.db.connectionBudget.updateMany({ where: { connectionId }, data: { waitUntil: null, dayLeft: null } });
  await runNow();
}

test.each([120_000, -120_000])(
  "clocks that differ by %i ms: the newest value wins by the time at which it was written",
  async (ms) => {
    const one = await oneCompany();
    const { ctx, id, externalId, portal, here, editHere, there, runNow } = one;
    trial.clock.advance(ms);
    await runNow();
    // Ours is a minute older than theirs.
    await editHere({ phone: "ours, earlier" });
    await adminQuery("update events set at = now() - interval '1 minute' where entity_id = $1 and after ? 'phone'", [
      id,
    ]);
    trial.edit.change(portal, "companies", externalId, { phone: "theirs, later" });
    await runNow();
    expect([(await here()).phone, there()?.properties.phone]).toEqual(["theirs, later", "theirs, later"]);
    // Theirs is a minute older than ours.
    trial.clock.advance(-60_000);
    trial.edit.change(portal, "companies", externalId, { phone: "theirs, earlier" });
    trial.clock.advance(60_000);
    await editHere({ phone: "ours, later" });
    await runNow();
    expect([(await here()).phone, there()?.properties.phone]).toEqual(["ours, later", "ours, later"]);
    const before = [writes(), await ctx.db.syncChange.count()];
    await runNow();
    expect([writes(), await ctx.db.syncChange.count()]).toEqual(before);
  },
);

test("one portal in two workspaces: changes of each reach the other, and none comes back", async () => {
  const first = await oneCompany();
  const second = await connectedWorkspace(trial, first.portal);
  await second.start();
  const own = await accountOperations.create(second.ctx, { name: "Of the second", ownerId: null });
  await first.editHere({ phone: "of the first" });
  for (let turn = 0; turn < 3; turn++) for (const { runNow } of [first, second]) await runNow();
  const rows = async ({ ctx }: ConnectedWorkspace) =>
    await ctx.db.account.findMany({ orderBy: { name: "asc" }, select: { name: true, phone: true } });
  const all = [
    { name: "Alder", phone: "of the first" },
    { name: "Of the second", phone: null },
  ];
  expect([await rows(first), await rows(second)]).toEqual([all, all]);
  expect(trial.edit.all(first.portal, "companies")).toHaveLength(2);
  expect(await first.ctx.db.account.count({ where: { id: own.id } })).toBe(0);
  const before = writes();
  for (const { runNow } of [first, second, first, second]) await runNow();
  expect(writes()).toBe(before);
});

test("of a hundred new records three that are refused do not hold up the others, and each says why", async () => {
  const { ctx, portal, connectionId, start, runNow } = await connectedWorkspace(trial);
  await start();
  for (let place = 0; place < 100; place++) {
    const emails = [{ value: `person${place}@betatech.${place % 40 === 7 ? "local" : "example"}` }];
    await contactOperations.create(ctx, { lastName: `Person ${place}`, emails, ownerId: null });
  }
  await runNow();
  const there = trial.edit.all(portal, "contacts");
  expect([there.length, there.filter(({ properties }) => properties.email).length]).toEqual([100, 97]);
  const { items } = await listSyncProblems(ctx, { connectionId });
  expect(items.map(({ code, field }) => `${code} ${field}`)).toEqual(
    Array.from({ length: 3 }, () => "refusedThere emails"),
  );
});

test("429 with 30 s: the run goes back to the queue until then, and goes on where it was", async () => {
  const workspace = await connectedWorkspace(trial);
  const { ctx, portal, object, start } = workspace;
  trial.seed(portal, { companies: named(150) });
  await start();
  trial.edit.create(portal, "companies", { name: "Late" });
  trial.faults.add({ kind: "answer", status: 429, headers: { "retry-after": "30" }, path: "/companies/search$" });
  const [began, asked] = [Date.now(), trial.calls.counts().all];
  await workspace.runNow();
  const waits = await object("account");
  expect(waits).toMatchObject({ state: "live", failure: expect.stringContaining("no more calls") });
  expect(Date.parse(waits.nextRunAt ?? "")).toBeGreaterThanOrEqual(began + 30_000);
  const after = trial.calls.counts().all;
  expect(after - asked).toBeLessThan(6);
  await workAll(ctx);
  expect(trial.calls.counts().all).toBe(after);
  await runLater(workspace);
  expect(await object("account")).toMatchObject({ state: "live", failure: null });
  expect(await ctx.db.account.count({ where: { name: "Late" } })).toBe(1);
});

test("the limit of the day: nobody calls before it is over, and a change of that time is sent then", async () => {
  const workspace = await oneCompany();
  const { ctx, editHere, there, object } = workspace;
  trial.faults.add({ kind: "limit", policy: "DAILY", path: "/companies/" });
  await editHere({ phone: "2" });
  await workspace.runNow();
  const waits = await object("account");
  expect(Date.parse(waits.nextRunAt ?? "")).toBeGreaterThan(Date.now() + 3_000_000);
  const calls = trial.calls.counts().all;
  await workAll(ctx);
  await runSyncNow(ctx, { connectionId: workspace.connectionId });
  await workAll(ctx);
  expect(trial.calls.counts().all).toBe(calls);
  expect(there()?.properties.phone).toBe("1");
  await runLater(workspace);
  expect(there()?.properties.phone).toBe("2");
});

test("a portal that repeats a page stops the run with its reason; it goes on later, and nothing is there twice", async () => {
  const { ctx, portal, connectionId, object, runNow } = await connectedWorkspace(trial);
  trial.seed(portal, { companies: named(450) });
  await rehearseSync(ctx, { connectionId });
  await workAll(ctx);
  const before = trial.calls.counts().all;
  trial.faults.add({ kind: "page repeated", method: "GET", path: "objects/companies$", skip: 2 });
  await startSync(ctx, { connectionId, createdThere: 0 });
  await workAll(ctx);
  const stopped = await object("account");
  expect(stopped).toMatchObject({ state: "paused", failure: expect.stringContaining("repeats") });
  expect(trial.calls.counts().all - before).toBeLessThan(60);
  await runNow();
  expect(await object("account")).toMatchObject({ state: "live", failure: null });
  const names = (await ctx.db.account.findMany({ select: { name: true } })).map(({ name }) => name);
  expect([names.length, new Set(names).size]).toEqual([450, 450]);
});

test("a record that was deleted there while it was edited here goes into the archive, and the log says so", async () => {
  const { ctx, connectionId, id, externalId, portal, here, editHere, runNow } = await oneCompany();
  await editHere({ phone: "edited here" });
  trial.edit.archive(portal, "companies", externalId);
  await runNow();
  expect(await here()).toMatchObject({ phone: "edited here", archivedAt: expect.any(String) });
  const { items } = await listSyncChanges(ctx, { connectionId, recordId: id });
  expect(items[0]).toMatchObject({ field: null, decidedBy: "archived" });
  const before = writes();
  await runNow();
  expect(writes()).toBe(before);
  expect(trial.edit.all(portal, "companies")).toEqual([]);
});

test("a record that was merged there while it was edited here follows the one that is left", async () => {
  const { ctx, id, externalId, portal, here, editHere, runNow } = await oneCompany();
  const left = trial.edit.create(portal, "companies", { name: "Alder Group" });
  await editHere({ industry: "Energy" });
  trial.edit.merge(portal, "companies", left.id, externalId);
  await runNow();
  await runNow();
  const links = await ctx.db.syncLink.findMany({ where: { recordId: id }, select: { externalId: true, state: true } });
  expect(links).toEqual([{ externalId: left.id, state: "linked" }]);
  const there = trial.edit.read(portal, "companies", left.id)?.properties;
  expect([(await here()).industry, (await here()).name]).toEqual(["Energy", there?.name]);
  expect(await ctx.db.account.count({ where: { archivedAt: null } })).toBe(1);
  const before = writes();
  await runNow();
  expect(writes()).toBe(before);
});

test("two linked records that were merged there: a person decides about ours, and both keep their edits", async () => {
  const { ctx, portal, connectionId, start, runNow } = await connectedWorkspace(trial);
  const { companies } = trial.seed(portal, { companies: named(2) });
  await start();
  const [one, two] = await ctx.db.account.findMany({ orderBy: { name: "asc" }, select: { id: true, version: true } });
  await accountOperations.update(ctx, { id: "", version: 1, ...two, phone: "2" });
  trial.edit.merge(portal, "companies", companies[0] ?? "", companies[1] ?? "");
  await runNow();
  const { items } = await listSyncProblems(ctx, { connectionId });
  expect(items).toMatchObject([{ code: "mergedThere", record: { id: two?.id }, externalId: companies[0] }]);
  expect(await ctx.db.account.count({ where: { archivedAt: null } })).toBe(2);
  expect(await accountOperations.get(ctx, { id: two?.id ?? "" })).toMatchObject({ phone: "2" });
  expect(await ctx.db.syncLink.count({ where: { recordId: one?.id ?? "", state: "linked" } })).toBe(1);
});

test("a stage that asks for something refuses the move of a deal: its other fields go on, and the stage says why", async () => {
  const { ctx, portal, connectionId, object, start, runNow } = await connectedWorkspace(trial);
  await bootstrapPipelines(ctx);
  const [pipeline] = await listPipelines(ctx, {});
  const idOf = (type: string) => pipeline?.stages.find((stage) => stage.type === type)?.id ?? "";
  const { id: objectId, version } = await object("opportunity");
  const options = [
    { ours: idOf("open"), theirs: "default/appointmentscheduled" },
    { ours: idOf("lost"), theirs: "default/closedlost" },
  ];
  await saveSyncFields(ctx, { objectId, version, fields: [{ field: "stage", options }] });
  const seeded = trial.seed(portal, {
    companies: [{ id: "7", properties: { name: "Alder" } }],
    deals: [{ id: "9", properties: { dealname: "Big one", dealstage: "appointmentscheduled", pipeline: "default" } }],
    associations: [["deals", "9", "companies", "7", true]],
  });
  await start();
  const { id } = await ctx.db.opportunity.findFirstOrThrow({ where: { name: "Big one" } });
  trial.edit.change(portal, "deals", seeded.deals[0] ?? "", { dealstage: "closedlost", dealname: "Big one, lost" });
  await runNow();
  const read = async () =>
    await ctx.db.opportunity.findFirstOrThrow({ where: { id }, select: { name: true, stageId: true } });
  expect(await read()).toEqual({ name: "Big one, lost", stageId: idOf("open") });
  const { items } = await listSyncProblems(ctx, { connectionId });
  expect(items).toMatchObject([{ code: "refusedHere", field: "stage", words: expect.stringContaining("lost") }]);
  expect(trial.edit.read(portal, "deals", "9")?.properties.dealstage).toBe("closedlost");
});

/** Ours becomes older than what people change there from now on. */
const makeOlder = async (id: string) =>
  await adminQuery("update events set at = at - interval '1 minute' where entity_id = $1", [id]);

test.each([
  ["its answer is lost", { kind: "lost" }],
  ["the portal takes no calls for 30 s", { kind: "answer", status: 429, headers: { "retry-after": "30" } }],
] as const)(
  "a value is being sent and %s: what people there write before the next try is not overwritten",
  async (_title, fault) => {
    const one = await oneCompany();
    const { ctx, connectionId, id, externalId, portal, here, editHere, there } = one;
    trial.faults.add({ ...fault, method: "POST", path: "/companies/batch/update$" });
    await editHere({ phone: "ours" });
    await makeOlder(id);
    await one.runNow();
    expect(await ctx.db.syncLink.count({ where: { recordId: id, intentAt: { not: null } } })).toBe(1);
    trial.edit.change(portal, "companies", externalId, { phone: "theirs, later" });
    await runLater(one);
    expect([(await here()).phone, there()?.properties.phone]).toEqual(["theirs, later", "theirs, later"]);
    const { items } = await listSyncChanges(ctx, { connectionId, recordId: id, field: "phone" });
    expect(items[0]).toMatchObject({ direction: "in", to: "theirs, later", from: "ours" });
    const before = writes();
    await runLater(one);
    expect(writes()).toBe(before);
  },
);

test("a value that waited to be sent is sent later, though nobody changed anything since", async () => {
  const one = await oneCompany();
  const { ctx, id, editHere, there } = one;
  trial.faults.add({ kind: "answer", status: 503, method: "POST", path: "/companies/batch/update$" });
  await editHere({ phone: "ours" });
  await one.runNow();
  expect(there()?.properties.phone).toBe("1");
  // Longer ago than the events that each run reads again.
  await adminQuery("update sync_objects set event_cursor = uuidv7(interval '1 hour') where tenant_id = $1", [
    ctx.tenant.id,
  ]);
  await runLater(one);
  expect(there()?.properties.phone).toBe("ours");
  expect(await ctx.db.syncLink.count({ where: { recordId: id, intentAt: { not: null } } })).toBe(0);
});

test("a record is created there and the answer is lost: what people there write before the next try is not overwritten", async () => {
  const one = await oneCompany();
  const { ctx, portal } = one;
  trial.faults.add({ kind: "lost", method: "POST", path: "/companies/batch/upsert$" });
  const fresh = await accountOperations.create(ctx, { name: "Fresh", phone: "ours", ownerId: null });
  await makeOlder(fresh.id);
  await one.runNow();
  const made = trial.edit.all(portal, "companies").find(({ properties }) => properties.name === "Fresh");
  trial.edit.change(portal, "companies", made?.id ?? "", { phone: "theirs, later" });
  await runLater(one);
  const links = await ctx.db.syncLink.findMany({ where: { recordId: fresh.id }, select: { externalId: true } });
  expect(links).toEqual([{ externalId: made?.id }]);
  expect(await accountOperations.get(ctx, { id: fresh.id })).toMatchObject({ name: "Fresh", phone: "theirs, later" });
  expect(trial.edit.all(portal, "companies")).toHaveLength(2);
  expect(trial.edit.read(portal, "companies", made?.id ?? "")?.properties).toMatchObject({ phone: "theirs, later" });
  const before = writes();
  await runLater(one);
  expect(writes()).toBe(before);
});
