import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { pauseConnection } from "@/modules/hub/connections/operations/pausing";
import type { Ctx } from "@/server/context";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { connectedWorkspace } from "@/test/hubspot-workspace";
import { listSyncFields } from "../operations/fields";
import { testSyncRecord } from "./operations";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

const ana = { firstname: "ANA", lastname: "Ortiz", email: "ana@alder.example", jobtitle: "Buyer" };

/** All that a test must leave as it is, on both sides. */
async function stateOf({ db }: Ctx, portal: number, externalId: string) {
  const { byCall } = trial.calls.counts();
  return {
    here: [
      await db.contact.findMany({ orderBy: { id: "asc" } }),
      await db.event.count({ where: { name: { not: "connection.recordTested" } } }),
    ],
    sync: [
      await db.syncObject.findMany({ orderBy: { id: "asc" } }),
      await db.syncField.findMany({ orderBy: [{ objectId: "asc" }, { position: "asc" }] }),
      await db.syncLink.findMany({ orderBy: { id: "asc" } }),
      await db.syncProblem.count(),
      await db.syncChange.count(),
      await db.syncRun.count(),
    ],
    there: trial.edit.read(portal, "contacts", externalId),
    writes: Object.entries(byCall).filter(([name]) => /(update|upsert|create|archive|PATCH|PUT|DELETE)/.test(name)),
  };
}

async function started() {
  const workspace = await connectedWorkspace(trial);
  const { contacts } = trial.seed(workspace.portal, { contacts: [{ properties: ana }] });
  await workspace.start();
  const [externalId = ""] = contacts;
  const { id: objectId } = await workspace.object("contact");
  const own = await workspace.ctx.db.contact.findFirstOrThrow({ where: { firstName: "ANA" } });
  return { ...workspace, externalId, objectId, own };
}

test("a linked record is tested both ways with steps that are not saved, and nothing is written on either side", async () => {
  const { ctx, portal, externalId, objectId, own } = await started();
  trial.edit.change(portal, "contacts", externalId, { jobtitle: "Chief" });
  await contactOperations.update(ctx, { id: own.id, version: own.version, lastName: "Ortega" });
  const before = await stateOf(ctx, portal, externalId);
  const fields = [
    { field: "firstName", direction: "in" as const, steps: [{ kind: "case" as const, to: "title" as const }] },
    {
      field: "jobTitle",
      steps: [{ kind: "lookup" as const, pairs: [{ ours: "Boss", theirs: "CEO" }], others: "problem" as const }],
    },
  ];
  for (const record of [{ here: own.id }, { there: externalId }, { there: "ana@alder.example" }]) {
    const tested = await testSyncRecord(ctx, { objectId, record, fields });
    expect(tested).toMatchObject({ state: "linked", record: { id: own.id }, externalId });
    const of = (name: string) => tested.fields.find(({ field }) => field === name);
    expect(of("firstName")).toMatchObject({
      ours: "ANA",
      theirs: "ANA",
      comesIn: { value: "Ana" },
      goesOut: null,
      texts: { ours: "ANA", theirs: { firstname: "ANA" } },
    });
    expect(of("lastName")).toMatchObject({ would: "there", goesOut: { value: "Ortega" }, theirs: "Ortiz" });
    expect(of("jobTitle")).toMatchObject({
      would: "waits",
      comesIn: { problem: expect.stringContaining("“Chief” is not in the table") },
      goesOut: { problem: expect.stringContaining("“Buyer” is not in the table") },
    });
    expect(of("emails")).toMatchObject({ would: "nothing" });
  }
  expect(await stateOf(ctx, portal, externalId)).toEqual(before);
  const shown = await listSyncFields(ctx, { objectId });
  expect(shown.fields.find(({ field }) => field === "firstName")).toMatchObject({ direction: "both", steps: [] });
});

test("a record of one side alone shows what would be created, and one that matches is named", async () => {
  const { ctx, portal, objectId } = await started();
  const emails = [{ value: "bo@alder.example" }];
  const bo = await contactOperations.create(ctx, { firstName: "Bo", lastName: "Berg", emails, ownerId: null });
  const here = await testSyncRecord(ctx, { objectId, record: { here: bo.id } });
  expect(here).toMatchObject({ state: "onlyHere", externalId: null });
  expect(here.fields.find(({ field }) => field === "firstName")).toMatchObject({
    would: "there",
    goesOut: { value: "Bo" },
    comesIn: null,
  });
  const { contacts } = trial.seed(portal, {
    contacts: [
      { properties: { firstname: "Cem", email: "cem@own.example" } },
      { properties: { email: "bo@alder.example" } },
    ],
  });
  const there = await testSyncRecord(ctx, { objectId, record: { there: contacts[0] ?? "" } });
  expect(there).toMatchObject({ state: "onlyThere", record: null });
  expect(there.fields.find(({ field }) => field === "firstName")).toMatchObject({
    would: "here",
    comesIn: { value: "Cem" },
  });
  expect(await testSyncRecord(ctx, { objectId, record: { there: "bo@alder.example" } })).toMatchObject({
    state: "new",
    record: { id: bo.id },
    externalId: contacts[1],
  });
  expect(await ctx.db.syncLink.count({ where: { objectId } })).toBe(1);
});

test("what is not there, does not fit, is paused or over the limit is refused in words", async () => {
  const { ctx, connectionId, objectId, own } = await started();
  const ask = async (record: { here: string } | { there: string }, steps: object[] = []) =>
    await testSyncRecord(ctx, { objectId, record, fields: [{ field: "jobTitle", steps: steps as never }] });
  const refused = (code: string, words: RegExp) => ({ code, message: expect.stringMatching(words) });
  await expect(ask({ there: "nobody@alder.example" })).rejects.toMatchObject(refused("NOT_FOUND", /no such record/));
  await expect(ask({ there: "999999999999" })).rejects.toMatchObject(refused("NOT_FOUND", /no such record/));
  await expect(ask({ here: connectionId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const unit = [{ kind: "unit", act: "multiply", by: "2" }];
  await expect(ask({ here: own.id }, unit)).rejects.toMatchObject(refused("VALIDATION", /needs a number/));
  const data = { dayLimit: 100, dayLeft: 0 };
  await ctx.db.connectionBudget.updateMany({ where: { connectionId }, data });
  await expect(ask({ here: own.id })).rejects.toMatchObject(refused("RATE_LIMITED", /no more requests/));
  await ctx.db.connectionBudget.updateMany({ where: { connectionId }, data: { dayLeft: 50 } });
  await pauseConnection(ctx, { id: connectionId });
  await expect(ask({ here: own.id })).rejects.toMatchObject(refused("CONFLICT", /paused/));
});
