import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { tenantById } from "@/server/access";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { connectedWorkspace, workAll } from "@/test/hubspot-workspace";
import { listSyncFields, saveSyncFields } from "./operations/fields";
import { syncedPeople } from "./operations/forget-person";
import { getRehearsal } from "./operations/get-rehearsal";
import { listSyncChanges } from "./operations/list-changes";
import { listSyncObjects } from "./operations/list-objects";
import { listSyncProblemGroups, listSyncProblems } from "./operations/list-problems";
import { chooseSyncLink, ignoreSyncProblems, resolveSyncConflict, retrySyncProblems } from "./operations/problem-fixes";
import { rehearseSync, startSync, undoFirstSync } from "./operations/starting";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

const company = (name: string, more: object = {}) => ({ properties: { name, ...more } });
test("a portal is rehearsed without a write, and the first run does exactly that", async () => {
  const { ctx, portal, connectionId, object } = await connectedWorkspace(trial);
  trial.seed(portal, {
    companies: [
      company("Alder Ports", { domain: "alder.example", industry: "LOGISTICS_AND_SUPPLY_CHAIN" }),
      company("Birch Works", { domain: "birch.example" }),
    ],
    contacts: [{ properties: { firstname: "Ana", lastname: "Ortiz", email: "ana@alder.example", jobtitle: "Buyer" } }],
  });
  const ownerId = null;
  await accountOperations.create(ctx, { name: "Alder Ports Ltd", domain: "alder.example", employees: 40, ownerId });
  const emails = [{ value: "cem@own.example" }];
  await contactOperations.create(ctx, { firstName: "Cem", lastName: "Kaya", emails, ownerId });
  await rehearseSync(ctx, { connectionId });
  await workAll(ctx);
  const foreseen = { account: await object("account"), contact: await object("contact") };
  expect(foreseen.account.rehearsal?.counts).toMatchObject({ linked: 1, createdHere: 1, createdThere: 0, problems: 0 });
  expect(foreseen.contact.rehearsal?.counts).toMatchObject({ createdHere: 1, createdThere: 1 });
  expect([await ctx.db.account.count(), await ctx.db.contact.count(), await ctx.db.syncLink.count()]).toEqual([
    1, 1, 0,
  ]);
  const { samples } = await getRehearsal(ctx, { objectId: foreseen.account.id });
  expect(samples.map(({ outcome }) => outcome)).toContain("create");
  await startSync(ctx, { connectionId, createdThere: 1 });
  await workAll(ctx);
  for (const entity of ["account", "contact"] as const) {
    const done = await object(entity);
    expect(done).toMatchObject({ state: "live", failure: null, problems: 0 });
    const { read: _read, unchanged: _same, ...counts } = done.run?.counts ?? { read: 0, unchanged: 0 };
    expect(foreseen[entity].rehearsal?.counts).toMatchObject(counts);
  }
  expect([await ctx.db.account.count(), await ctx.db.contact.count()]).toEqual([2, 2]);
});

test("an edit here reaches the portal, and one there reaches us, each with its reason in the log", async () => {
  const { ctx, portal, connectionId, start, runNow } = await connectedWorkspace(trial);
  const { contacts } = trial.seed(portal, {
    contacts: [{ properties: { firstname: "Ana", lastname: "Ortiz", email: "ana@alder.example", jobtitle: "Buyer" } }],
  });
  await start();
  const ana = await ctx.db.contact.findFirstOrThrow({ where: { firstName: "Ana" } });
  await contactOperations.update(ctx, { id: ana.id, version: ana.version, jobTitle: "Head buyer" });
  // Nobody has to ask: the job looks at edits.
  await workAll(ctx);
  const id = contacts[0] ?? "";
  expect(trial.edit.read(portal, "contacts", id)?.properties.jobtitle).toBe("Head buyer");
  trial.edit.change(portal, "contacts", id, { jobtitle: "Director" });
  await runNow();
  expect((await contactOperations.get(ctx, { id: ana.id })).jobTitle).toBe("Director");
  const { items } = await listSyncChanges(ctx, { connectionId, recordId: ana.id, field: "jobTitle" });
  expect(items).toMatchObject([
    { direction: "in", to: "Director", decidedBy: "onlySide" },
    { direction: "out", from: "Buyer", to: "Head buyer", decidedBy: "onlySide" },
  ]);
});

test("a conflict under the rule ask waits, and a person keeps one of the two values", async () => {
  const { ctx, portal, connectionId, object, start, runNow } = await connectedWorkspace(trial);
  const { contacts } = trial.seed(portal, {
    contacts: [{ properties: { firstname: "Ana", lastname: "Ortiz", email: "ana@alder.example", jobtitle: "Buyer" } }],
  });
  const { id: objectId, version } = await object("contact");
  await saveSyncFields(ctx, { objectId, version, fields: [{ field: "jobTitle", conflict: "ask" }] });
  await start();
  const ana = await ctx.db.contact.findFirstOrThrow({ where: { firstName: "Ana" } });
  const id = contacts[0] ?? "";
  trial.edit.change(portal, "contacts", id, { jobtitle: "Theirs" });
  await contactOperations.update(ctx, { id: ana.id, version: ana.version, jobTitle: "Ours" });
  await runNow();
  const { items } = await listSyncProblems(ctx, { connectionId });
  expect(items).toMatchObject([{ code: "conflict", field: "jobTitle", ours: "Ours", theirs: "Theirs" }]);
  expect(trial.edit.read(portal, "contacts", id)?.properties.jobtitle).toBe("Theirs");
  expect((await contactOperations.get(ctx, { id: ana.id })).jobTitle).toBe("Ours");
  await resolveSyncConflict(ctx, { connectionId, id: items[0]?.id ?? "", keep: "theirs" });
  await workAll(ctx);
  expect((await contactOperations.get(ctx, { id: ana.id })).jobTitle).toBe("Theirs");
  expect((await listSyncProblems(ctx, { connectionId })).items).toEqual([]);
});

test("a value that the portal refuses waits with its words, goes on with the others, and is sent when it is mended", async () => {
  const { ctx, portal, connectionId, start, runNow } = await connectedWorkspace(trial);
  await start();
  const emails = [{ value: "lena@betatech.example" }];
  const lena = await contactOperations.create(ctx, { firstName: "Lena", lastName: "Vogt", emails, ownerId: null });
  trial.faults.add({
    kind: "answer",
    method: "POST",
    path: "/batch/upsert",
    status: 400,
    body: {
      status: "error",
      category: "VALIDATION_ERROR",
      message: 'Property values were not valid: [{"name":"email","message":"Email address lena is invalid"}]',
      correlationId: "x",
    },
  } as never);
  await runNow();
  const { items } = await listSyncProblems(ctx, { connectionId });
  expect(items.map(({ code, record }) => [code, record?.id])).toEqual([["refusedThere", lena.id]]);
  const groups = await listSyncProblemGroups(ctx, { connectionId });
  expect(groups).toMatchObject([{ code: "refusedThere", count: 1 }]);
  await retrySyncProblems(ctx, { connectionId, problems: { ids: [items[0]?.id ?? ""] } });
  await workAll(ctx);
  expect((await listSyncProblems(ctx, { connectionId })).items).toEqual([]);
  const link = await ctx.db.syncLink.findFirstOrThrow({ where: { recordId: lena.id } });
  expect(trial.edit.read(portal, "contacts", link.externalId ?? "")?.properties.email).toBe("lena@betatech.example");
});

test("one record there that matches two here waits until a person chooses", async () => {
  const { ctx, portal, connectionId, object, start, runNow } = await connectedWorkspace(trial);
  trial.seed(portal, { companies: [company("Twin")] });
  const [one, two] = [
    await accountOperations.create(ctx, { name: "Twin", ownerId: null }),
    await accountOperations.create(ctx, { name: "Twin", domain: "twin.example", ownerId: null }),
  ];
  await start();
  const { id: objectId, createsThere } = await object("account");
  // Neither of the two is sent as a new record before, in the rehearsal as in the run.
  const runs = await ctx.db.syncRun.findMany({ where: { objectId }, select: { kind: true, counts: true } });
  expect(createsThere).toBe(true);
  expect(runs.map(({ counts }) => (counts as { createdThere: number }).createdThere)).toEqual([0, 0]);
  expect(await ctx.db.syncLink.count({ where: { objectId } })).toBe(0);
  const { items } = await listSyncProblems(ctx, { connectionId, code: "twoHere" });
  expect(items).toHaveLength(1);
  expect(items[0]?.candidates.map(({ id }) => id).toSorted()).toEqual([one.id, two.id].toSorted());
  const id = items[0]?.id ?? "";
  await expect(chooseSyncLink(ctx, { connectionId, id, recordId: connectionId })).rejects.toMatchObject({
    code: "VALIDATION",
  });
  await ignoreSyncProblems(ctx, { connectionId, problems: { ids: [id] } });
  expect((await listSyncProblems(ctx, { connectionId })).items).toEqual([]);
  await retrySyncProblems(ctx, { connectionId, problems: { ids: [id] } });
  await chooseSyncLink(ctx, { connectionId, id, recordId: two.id });
  await runNow();
  expect((await listSyncProblems(ctx, { connectionId })).items).toEqual([]);
  const links = await ctx.db.syncLink.findMany({ where: { objectId }, select: { recordId: true, externalId: true } });
  const partnerOf = (record: { id: string }) => links.find(({ recordId }) => recordId === record.id)?.externalId;
  expect(partnerOf(two)).toBe(items[0]?.externalId);
  // The other one is a record of its own now.
  expect(partnerOf(one)).toEqual(expect.stringMatching(/^\d+$/));
  expect(partnerOf(one)).not.toBe(partnerOf(two));
});

test("an erased person is not created again, and nothing of the sync names them", async () => {
  const { ctx, portal, start, runNow } = await connectedWorkspace(trial);
  const { contacts } = trial.seed(portal, {
    contacts: [{ properties: { firstname: "Ana", lastname: "Ortiz", email: "ana@alder.example" } }],
  });
  await start();
  const ana = await ctx.db.contact.findFirstOrThrow({ where: { firstName: "Ana" } });
  const person = { entity: "contact", id: ana.id, known: { texts: [], digits: [] }, eventId: null } as const;
  await syncedPeople.erase(ctx, person, "");
  await ctx.db.contact.updateMany({ where: { id: ana.id }, data: { firstName: null, archivedAt: new Date() } });
  expect(await ctx.db.syncLink.count({ where: { recordId: ana.id } })).toBe(0);
  trial.edit.change(portal, "contacts", contacts[0] ?? "", { jobtitle: "Director" });
  await runNow();
  expect(await ctx.db.contact.count({ where: { firstName: "Ana" } })).toBe(0);
  expect(JSON.stringify(await ctx.db.syncErased.findMany())).not.toContain(contacts[0]);
});

test("a first run is undone on both sides, but for records that somebody changed since", async () => {
  const { ctx, portal, connectionId, object, start } = await connectedWorkspace(trial);
  trial.seed(portal, {
    companies: [company("Kept Works"), company("Gone Works"), company("Alder Ports", { domain: "alder.example" })],
  });
  const alder = await accountOperations.create(ctx, { name: "Alder Ports", domain: "alder.example", ownerId: null });
  const mine = await accountOperations.create(ctx, { name: "Mine", domain: "mine.example", ownerId: null });
  await start();
  const kept = await ctx.db.account.findFirstOrThrow({ where: { name: "Kept Works" } });
  await accountOperations.update(ctx, { id: kept.id, version: kept.version, industry: "Energy" });
  const { externalId } = await ctx.db.syncLink.findFirstOrThrow({ where: { recordId: mine.id } });
  await undoFirstSync(ctx, { connectionId });
  await workAll(ctx);
  expect((await object("account")).state).toBe("draft");
  const rows = await ctx.db.account.findMany({ orderBy: { name: "asc" }, select: { name: true, archivedAt: true } });
  expect(rows.map(({ name, archivedAt }) => [name, archivedAt !== null])).toEqual([
    ["Alder Ports", false],
    ["Gone Works", true],
    ["Kept Works", false],
    ["Mine", false],
  ]);
  expect(trial.edit.read(portal, "companies", externalId ?? "")?.archived).toBe(true);
  expect(await ctx.db.syncLink.count()).toBe(0);
  void alder;
});

test("a field that the workspace added is paired with a property and followed", async () => {
  const { ctx, portal, object, start } = await connectedWorkspace(trial);
  const field = await createCustomField(ctx, { entity: "account", kind: "text", label: "Customer city" });
  const fresh = { ...ctx, tenant: { ...ctx.tenant, custom: await customOf(ctx.tenant.id) } };
  const { id: objectId } = await object("account");
  const before = await listSyncFields(fresh, { objectId });
  const own = before.own.find((one) => one.field === `custom.${field.key}`);
  const partner = own?.partners.at(0)?.value ?? "";
  expect(partner).not.toBe("");
  await saveSyncFields(fresh, {
    objectId,
    version: before.version,
    fields: [{ field: `custom.${field.key}`, remote: partner, direction: "in" }],
  });
  trial.seed(portal, { companies: [company("Birch", { [partner]: "Value there" })] });
  await start();
  const { id } = await ctx.db.account.findFirstOrThrow({ where: { name: "Birch" } });
  const birch = await accountOperations.get(fresh, { id });
  expect(Reflect.get(Reflect.get(birch, "custom") as object, field.key)).toBe("Value there");
});

const customOf = async (tenantId: string) => {
  const found = await tenantById(tenantId);
  if (!found) throw new Error("The workspace is missing.");
  return found.custom;
};

test("objects appear once their fields are described", async () => {
  const { ctx, connectionId } = await connectedWorkspace(trial);
  const objects = await listSyncObjects(ctx, { connectionId });
  expect(objects.map(({ entity, state }) => [entity, state])).toEqual([
    ["account", "draft"],
    ["contact", "draft"],
    ["opportunity", "draft"],
  ]);
});

test("a full compare finds a deletion there, also of a record that was being sent when a run was killed", async () => {
  const { ctx, portal, object, start, runNow } = await connectedWorkspace(trial);
  const { companies } = trial.seed(portal, { companies: [company("Kept Works"), company("Gone Works")] });
  await start();
  trial.edit.archive(portal, "companies", companies[1] ?? "");
  const gone = await ctx.db.account.findFirstOrThrow({ where: { name: "Gone Works" } });
  const sent = { props: { industry: "x" }, ours: "", decidedBy: "onlySide", from: null, to: "x" };
  const where = { recordId: gone.id };
  await ctx.db.syncLink.updateMany({ where, data: { intent: { industry: sent }, intentAt: new Date() } });
  const { id } = await object("account");
  await ctx.db.syncObject.updateMany({ where: { id }, data: { comparedAt: new Date(0) } });
  await runNow();
  expect((await accountOperations.get(ctx, { id: gone.id })).archivedAt).not.toBeNull();
  expect(await ctx.db.account.count({ where: { name: "Kept Works", archivedAt: null } })).toBe(1);
});

test("a refused value is not sent again while it is the same, and at once when it changes", async () => {
  const { ctx, portal, connectionId, start, runNow } = await connectedWorkspace(trial);
  await start();
  const lena = await contactOperations.create(ctx, {
    firstName: "Lena",
    lastName: "Vogt",
    emails: [{ value: "lena@betatech.local" }],
    ownerId: null,
  });
  await runNow();
  const link = await ctx.db.syncLink.findFirstOrThrow({ where: { recordId: lena.id } });
  const there = () => trial.edit.read(portal, "contacts", link.externalId ?? "")?.properties;
  expect(there()).toMatchObject({ lastname: "Vogt" });
  const { items } = await listSyncProblems(ctx, { connectionId });
  expect(items).toMatchObject([{ code: "refusedThere", field: "emails", record: { id: lena.id } }]);
  const batches = () =>
    Object.entries(trial.calls.counts().byCall).reduce(
      (sum, [name, count]) => sum + (/contacts\/batch\/(update|upsert)/.test(name) ? count : 0),
      0,
    );
  const before = batches();
  const named = await contactOperations.update(ctx, { id: lena.id, version: lena.version, jobTitle: "Buyer" });
  await runNow();
  expect(there()).toMatchObject({ jobtitle: "Buyer" });
  expect(batches()).toBe(before + 1);
  const emails = [{ value: "lena@betatech.example" }];
  await contactOperations.update(ctx, { id: lena.id, version: named.version, emails });
  await runNow();
  expect(there()).toMatchObject({ email: "lena@betatech.example" });
  expect((await listSyncProblems(ctx, { connectionId })).items).toEqual([]);
});

test("of two records there that match one here, one is linked and the other waits", async () => {
  const { ctx, portal, connectionId, start } = await connectedWorkspace(trial);
  const { companies } = trial.seed(portal, { companies: [company("Twin Works"), company("Twin Works")] });
  const { id } = await accountOperations.create(ctx, { name: "Twin Works", ownerId: null });
  await start();
  const links = await ctx.db.syncLink.findMany({ where: { recordId: id }, select: { externalId: true } });
  expect(links).toEqual([{ externalId: companies[0] }]);
  const { items } = await listSyncProblems(ctx, { connectionId });
  expect(items).toMatchObject([{ code: "twoThere", externalId: companies[1] }]);
  expect(await ctx.db.account.count()).toBe(1);
});
