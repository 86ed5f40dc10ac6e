import "@/registry/register";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { adminQuery } from "@/test/db";
import { eraseEverywhere } from "@/test/erase-person";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { type ConnectedWorkspace, connectedWorkspace, workAll } from "@/test/hubspot-workspace";
import { importAll } from "@/test/import-trial";
import { isFull } from "@/test/rounds";
import { newDryRun } from "./operations/dry-run";
import { syncedPeople } from "./operations/forget-person";
import { listSyncProblemGroups, listSyncProblems } from "./operations/list-problems";
import { pairPeople } from "./operations/partners";
import { ignoreSyncProblems, retrySyncProblems } from "./operations/problem-fixes";
import { rehearseObject } from "./operations/rehearse";
import { undoFirstSync } from "./operations/starting";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

/** A connected workspace with one contact that both sides have. */
async function withAna() {
  const at = await connectedWorkspace(trial);
  const { contacts } = trial.seed(at.portal, {
    contacts: [{ properties: { firstname: "Ana", lastname: "Ortiz", email: "ana@alder.example" } }],
  });
  await at.start();
  const { id } = await at.ctx.db.contact.findFirstOrThrow({ where: { firstName: "Ana" } });
  const there = contacts[0] ?? "";
  return { ...at, id, there, isThere: () => trial.edit.read(at.portal, "contacts", there) !== undefined };
}

async function anonymize({ ctx, workspace }: ConnectedWorkspace, id: string, elsewhere?: "leave" | "delete") {
  const { version } = await contactOperations.get(ctx, { id });
  await contactOperations.anonymize(ctx, { id, version, ...(elsewhere ? { elsewhere } : {}) });
  await eraseEverywhere(workspace.system, id);
}

const ofConnection = (connectionId: string) =>
  adminQuery<{ name: string; text: string }>(
    "select name, e::text as text from events e where entity_id = $1 and name ilike '%eras%' order by id",
    [connectionId],
  );

test("a contact that is linked is deleted there too when that was chosen, and the log names nobody", async () => {
  const at = await withAna();
  const { ctx, connectionId, id, there, isThere } = at;
  expect((await contactOperations.checkAnonymize(ctx, { id })).elsewhere).toEqual(["HubSpot"]);
  await anonymize(at, id, "delete");
  expect(isThere()).toBe(true);
  await workAll(ctx);
  expect(isThere()).toBe(false);
  expect(await ctx.db.syncProblem.count()).toBe(0);
  const events = await ofConnection(connectionId);
  expect(events.map(({ name }) => name)).toEqual(["connection.erasureAsked", "connection.personErased"]);
  expect(JSON.stringify(events)).not.toMatch(new RegExp(`Ana|Ortiz|alder|${there}|${id}`));
  await at.runNow();
  expect(await ctx.db.contact.count({ where: { archivedAt: null } })).toBe(0);
  const file = `Record id,Email,Last name,External id source\n${there},ana@alder.example,Ortiz,HubSpot\n`;
  await importAll(ctx, { "contacts.csv": file });
  expect(await ctx.db.contact.count({ where: { archivedAt: null } })).toBe(0);
});

test("without that choice the record there stays, and its changes bring nobody back", async () => {
  const at = await withAna();
  const { ctx, portal, connectionId, id, there, isThere } = at;
  await anonymize(at, id);
  trial.edit.change(portal, "contacts", there, { jobtitle: "Director" });
  await at.runNow();
  expect(isThere()).toBe(true);
  expect(await ofConnection(connectionId)).toEqual([]);
  expect(await ctx.db.contact.count({ where: { archivedAt: null } })).toBe(0);
});

test("a refusal waits in words that name nobody, is tried again, and may be left", async () => {
  const at = await withAna();
  const { ctx, connectionId, id, isThere } = at;
  const body = { status: "error", category: "VALIDATION_ERROR", message: "The contact is locked", correlationId: "x" };
  const refuse = () =>
    trial.faults.add({ kind: "answer", method: "POST", path: "/gdpr-delete", status: 400, body } as never);
  refuse();
  await anonymize(at, id, "delete");
  await workAll(ctx);
  expect(isThere()).toBe(true);
  const { items } = await listSyncProblems(ctx, { connectionId });
  expect(items).toMatchObject([{ code: "erasing", record: null, attempts: 1, answer: "400 VALIDATION_ERROR" }]);
  expect(items[0]?.words).toContain("The contact is locked");
  expect(JSON.stringify(items)).not.toMatch(/Ana|Ortiz|alder/);
  expect(await listSyncProblemGroups(ctx, { connectionId })).toMatchObject([{ code: "erasing", count: 1 }]);
  // A part of the erasure that is repeated leaves it as it is.
  const known = { texts: [], digits: [] };
  await syncedPeople.erase(
    at.workspace.system,
    { entity: "contact", id, known, eventId: null, erasesElsewhere: true },
    "",
  );
  expect((await listSyncProblems(ctx, { connectionId })).items).toEqual(items);
  const ids = items.map((one) => one.id);
  await ignoreSyncProblems(ctx, { connectionId, problems: { ids } });
  await at.runNow();
  expect(isThere()).toBe(true);
  refuse();
  await retrySyncProblems(ctx, { connectionId, problems: { ids } });
  await workAll(ctx);
  expect(isThere()).toBe(true);
  await retrySyncProblems(ctx, { connectionId, problems: { ids } });
  await workAll(ctx);
  expect(isThere()).toBe(false);
  expect((await listSyncProblems(ctx, { connectionId })).items).toEqual([]);
});

test("an undo of the first sync keeps a deletion there that still waits", async () => {
  const at = await withAna();
  const { ctx, connectionId, id, isThere } = at;
  const body = { status: "error", category: "VALIDATION_ERROR", message: "The contact is locked", correlationId: "x" };
  trial.faults.add({ kind: "answer", method: "POST", path: "/gdpr-delete", status: 400, body } as never);
  await anonymize(at, id, "delete");
  await workAll(ctx);
  await undoFirstSync(ctx, { connectionId });
  await workAll(ctx);
  expect((await at.object("contact")).state).toBe("draft");
  expect(isThere()).toBe(true);
  expect(await ctx.db.syncProblem.findMany({ select: { code: true } })).toEqual([{ code: "erasing" }]);
});

test("an erased person who is merged into another record there does not come back", async () => {
  const at = await withAna();
  const { ctx, portal, id, there } = at;
  await anonymize(at, id);
  const { id: twin } = trial.edit.create(portal, "contacts", { firstname: "Ana", email: "ana.ortiz@alder.example" });
  trial.edit.merge(portal, "contacts", twin, there);
  await at.runNow();
  expect(await ctx.db.contact.count({ where: { archivedAt: null } })).toBe(0);
  trial.edit.change(portal, "contacts", twin, { jobtitle: "Director" });
  await at.runNow();
  expect(await ctx.db.contact.count({ where: { archivedAt: null } })).toBe(0);
});

test("an answer that is lost is asked for again, and a contact that is in no connected service has no choice", async () => {
  const at = await withAna();
  const { ctx, connectionId, id, isThere } = at;
  await ctx.db.connection.updateMany({ data: { grant: "disconnected" } });
  expect((await contactOperations.checkAnonymize(ctx, { id })).elsewhere).toEqual([]);
  await ctx.db.connection.updateMany({ data: { grant: "connected" } });
  trial.faults.add({ kind: "lost", path: "/gdpr-delete" });
  await anonymize(at, id, "delete");
  await workAll(ctx);
  expect(isThere()).toBe(false);
  await ctx.db.syncObject.updateMany({ data: { nextRunAt: new Date() } });
  await workAll(ctx);
  expect((await ofConnection(connectionId)).map(({ name }) => name)).toContain("connection.personErased");
  const other = await contactOperations.create(ctx, { lastName: "Moor", ownerId: null });
  expect((await contactOperations.checkAnonymize(ctx, { id: other.id })).elsewhere).toEqual([]);
});

/** A late answer takes seconds. */
const answers = isFull ? (["delay", "lost"] as const) : (["lost"] as const);

/** A person who is erased while HubSpot creates the record; the answer comes late, or is lost. */
async function erasedMeanwhile(kind: "delay" | "lost", elsewhere: "leave" | "delete") {
  const at = await connectedWorkspace(trial);
  await at.start();
  trial.faults.add({ kind, ms: 2_000, method: "POST", path: "contacts/batch/upsert" } as never);
  const emails = [{ value: "lena@alder.example" }];
  const { id } = await contactOperations.create(at.ctx, { name: "Lena Falk", emails });
  const run = at.runNow();
  if (kind === "lost") await run;
  const isSent = { recordId: id, externalId: null, intentAt: { not: null } };
  await vi.waitFor(async () => expect(await at.ctx.db.syncLink.count({ where: isSent })).toBe(1), { timeout: 20_000 });
  await anonymize(at, id, elsewhere);
  await run;
  await at.runNow();
  return { ...at, there: () => trial.edit.all(at.portal, "contacts") };
}

test.each(answers)(
  "a person who is erased while being created there is deleted there (%s of the answer)",
  async (kind) => {
    const { ctx, there } = await erasedMeanwhile(kind, "delete");
    expect(there()).toEqual([]);
    expect([await ctx.db.syncLink.count(), await ctx.db.syncProblem.count()]).toEqual([0, 0]);
    expect(await ctx.db.contact.count({ where: { archivedAt: null } })).toBe(0);
  },
);

test.each(answers)(
  "a person who is erased while being created there does not come back (%s of the answer)",
  async (kind) => {
    const { ctx, portal, there, runNow } = await erasedMeanwhile(kind, "leave");
    const [made] = there();
    trial.edit.change(portal, "contacts", made?.id ?? "", { jobtitle: "Director" });
    await runNow();
    expect(there()).toHaveLength(1);
    expect(await ctx.db.syncLink.count()).toBe(0);
    expect(await ctx.db.contact.count({ where: { archivedAt: null } })).toBe(0);
  },
);

test("a rehearsal during which a person is erased ends without examples", async () => {
  const at = await withAna();
  const { ctx, portal, id } = at;
  const { id: objectId } = await at.object("contact");
  const client = await trial.connect(portal);
  const given = { objectId, client, people: await pairPeople(ctx, []), now: new Date(), dry: newDryRun() };
  trial.seed(portal, { contacts: [{ properties: { lastname: "Meyer", email: "office@alder.example" } }] });
  const examples = async (onRead: () => Promise<void>) => {
    const { runId, counts } = await rehearseObject(ctx, { ...given, dry: newDryRun(), onRead });
    const { samples } = await ctx.db.syncRun.findFirstOrThrow({ where: { id: runId } });
    return { read: counts.read, samples };
  };
  expect(await examples(async () => {})).toMatchObject({ read: 2, samples: [{ name: "Meyer" }] });
  expect(await examples(async () => await anonymize(at, id))).toEqual({ read: 2, samples: [] });
});
