import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ValueStep } from "@/lib/value-steps/steps";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { type ConnectedWorkspace, connectedWorkspace, workAll } from "@/test/hubspot-workspace";
import { listSyncFields, saveSyncFields } from "./operations/fields";
import { listSyncProblems } from "./operations/list-problems";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

const trim: ValueStep = { kind: "trim" };
const title: ValueStep = { kind: "case", to: "title" };
const titles = {
  kind: "lookup",
  pairs: [{ ours: "Managing director", theirs: "MD" }],
  others: "problem",
} satisfies ValueStep;

async function setSteps(
  { ctx, object }: ConnectedWorkspace,
  [entity, field]: [string, string],
  steps: ValueStep[],
  direction?: "in" | "out" | "both",
) {
  const { id: objectId, version } = await object(entity);
  const change = { field, steps, ...(direction ? { direction } : {}) };
  return await saveSyncFields(ctx, { objectId, version, fields: [change] });
}

const writes = () =>
  Object.entries(trial.calls.counts().byCall).reduce(
    (sum, [name, count]) => sum + (/batch\/(update|upsert|create)/.test(name) ? count : 0),
    0,
  );

test("values are changed on the way both ways, and a quiet sync writes nothing", async () => {
  const workspace = await connectedWorkspace(trial);
  const { ctx, portal, connectionId, start, runNow } = workspace;
  const { contacts } = trial.seed(portal, {
    contacts: [
      { properties: { firstname: "Ana", lastname: "Ortiz", email: "ana@alder.example", jobtitle: " MD " } },
      { properties: { firstname: "Bo", lastname: "Berg", email: "bo@alder.example", jobtitle: "Chief" } },
    ],
  });
  await setSteps(workspace, ["contact", "jobTitle"], [trim, titles]);
  await start();
  const ana = await ctx.db.contact.findFirstOrThrow({ where: { firstName: "Ana" } });
  expect((await contactOperations.get(ctx, { id: ana.id })).jobTitle).toBe("Managing director");
  const { items } = await listSyncProblems(ctx, { connectionId });
  expect(items).toMatchObject([{ field: "jobTitle", theirs: "Chief", words: expect.stringContaining("“Chief”") }]);
  const quiet = writes();
  await runNow();
  expect(writes()).toBe(quiet);
  const pairs = [...titles.pairs, { ours: "Head", theirs: "Chief" }];
  await setSteps(workspace, ["contact", "jobTitle"], [trim, { ...titles, pairs }]);
  await runNow();
  expect((await listSyncProblems(ctx, { connectionId })).items).toEqual([]);
  expect(await ctx.db.contact.findFirst({ where: { firstName: "Bo" } })).toMatchObject({ jobTitle: "Head" });
  trial.edit.change(portal, "contacts", contacts[1] ?? "", { jobtitle: "MD" });
  await runNow();
  expect((await listSyncProblems(ctx, { connectionId })).items).toEqual([]);
  const bo = await ctx.db.contact.findFirstOrThrow({ where: { firstName: "Bo" } });
  await contactOperations.update(ctx, { id: bo.id, version: bo.version, jobTitle: null });
  await runNow();
  await contactOperations.update(ctx, { id: bo.id, version: bo.version + 1, jobTitle: "Managing director" });
  await runNow();
  expect(trial.edit.read(portal, "contacts", contacts[1] ?? "")?.properties.jobtitle).toBe("MD");
});

test("steps that do not fit are refused with words, and nothing is saved", async () => {
  const workspace = await connectedWorkspace(trial);
  const { ctx, object } = workspace;
  const { id: objectId } = await object("account");
  const before = await listSyncFields(ctx, { objectId });
  const refused = async (field: string, steps: ValueStep[], words: RegExp) =>
    await expect(setSteps(workspace, ["account", field], steps)).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringMatching(words),
    });
  await refused("employees", [trim], /needs a text/);
  await refused("name", [{ kind: "unit", act: "multiply", by: "1000" }], /needs a number/);
  await refused("name", [title], /cannot be turned around/);
  await refused("name", [{ kind: "join", by: " ", further: ["nowhere"] }], /no property “nowhere”/);
  await refused("owner", [trim], /neither a text nor a number/);
  expect(await listSyncFields(ctx, { objectId })).toEqual(before);
});

test("a field with new steps is compared anew, also where nothing else changed", async () => {
  const workspace = await connectedWorkspace(trial);
  const { ctx, portal, object, start, runNow } = workspace;
  trial.seed(portal, {
    companies: [
      { properties: { name: "alder ports", domain: "alder.example", numberofemployees: "7" } },
      { properties: { name: "Birch", domain: "birch.example", numberofemployees: "9" } },
    ],
  });
  await start();
  const alder = await ctx.db.account.findFirstOrThrow({ where: { domain: "alder.example" } });
  expect(alder.name).toBe("alder ports");
  await setSteps(workspace, ["account", "name"], [title], "in");
  await runNow();
  expect((await accountOperations.get(ctx, { id: alder.id })).name).toBe("Alder Ports");
  const { fields } = await listSyncFields(ctx, { objectId: (await object("account")).id });
  expect(fields.find(({ field }) => field === "name")).toMatchObject({ steps: [title], direction: "in" });
  const quiet = [writes(), await ctx.db.syncChange.count()];
  await runNow();
  expect([writes(), await ctx.db.syncChange.count()]).toEqual(quiet);
});

test("steps that change while all records are compared lead to another comparison", async () => {
  const workspace = await connectedWorkspace(trial);
  const { ctx, portal, object, start } = workspace;
  trial.seed(portal, { companies: [{ properties: { name: "alder ports", domain: "alder.example" } }] });
  await start();
  const { id: objectId, mappingVersion } = await object("account");
  // A comparison that has read everything, and has not ended yet.
  const open = { objectId, kind: "compare", mappingVersion, phase: "push", counts: {} };
  await ctx.db.syncRun.create({ data: open });
  await setSteps(workspace, ["account", "name"], [title], "in");
  await workAll(ctx);
  expect(await ctx.db.account.findFirst({ where: { domain: "alder.example" } })).toMatchObject({ name: "Alder Ports" });
  const { comparedAt } = await ctx.db.syncObject.findFirstOrThrow({ where: { id: objectId } });
  expect(comparedAt).not.toBeNull();
});

test("a new mapping version ends the rehearsal, and the change is in the audit log", async () => {
  const workspace = await connectedWorkspace(trial);
  const { ctx, object } = workspace;
  const { mappingVersion } = await object("contact");
  await setSteps(workspace, ["contact", "jobTitle"], [trim]);
  expect((await object("contact")).mappingVersion).toBe(mappingVersion + 1);
  const [event] = await ctx.db.event.findMany({ where: { name: "syncObject.changed" }, orderBy: { id: "desc" } });
  expect(event).toMatchObject({ data: { fields: ["jobTitle"] } });
});
