import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { type ConnectedWorkspace, connectedWorkspace, workAll } from "@/test/hubspot-workspace";
import { saveSyncFields } from "./operations/fields";
import { listSyncChanges } from "./operations/list-changes";
import { listSyncProblemGroups, listSyncProblems } from "./operations/list-problems";
import { mendSyncValue } from "./operations/mend-value";
import { resolveSyncConflicts } from "./operations/problem-fixes";
import { settleSyncProblems } from "./operations/settle-problems";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

const problemsIn = async ({ ctx, connectionId }: ConnectedWorkspace) =>
  (await listSyncProblems(ctx, { connectionId })).items;

test("a refused value is changed in its problem, reaches the other side, and keeps what is beside it", async () => {
  const workspace = await connectedWorkspace(trial);
  const { ctx, portal, connectionId, start, runNow } = workspace;
  await start();
  const emails = [{ value: "lena@betatech.local", type: "work" as const }, { value: "lena@home.example" }];
  const lena = await contactOperations.create(ctx, { firstName: "Lena", lastName: "Vogt", emails, ownerId: null });
  await runNow();
  const [problem] = await problemsIn(workspace);
  expect(problem).toMatchObject({ code: "refusedThere", field: "emails", edit: "lena@betatech.local" });
  const id = problem?.id ?? "";
  await expect(mendSyncValue(ctx, { connectionId, id, value: "no address" })).rejects.toMatchObject({
    code: "VALIDATION",
  });
  const before = await contactOperations.get(ctx, { id: lena.id });
  expect(before.emails?.map(({ value }) => value)).toEqual(["lena@betatech.local", "lena@home.example"]);
  await mendSyncValue(ctx, { connectionId, id, value: " lena@betatech.example " });
  await workAll(ctx);
  const after = await contactOperations.get(ctx, { id: lena.id });
  expect(after.emails?.map(({ value }) => value)).toEqual(["lena@betatech.example", "lena@home.example"]);
  const { externalId } = await ctx.db.syncLink.findFirstOrThrow({ where: { recordId: lena.id } });
  expect(trial.edit.read(portal, "contacts", externalId ?? "")?.properties.email).toBe("lena@betatech.example");
  expect(await problemsIn(workspace)).toEqual([]);
});

test("all conflicts of a field are decided at once, and those of another field wait", async () => {
  const workspace = await connectedWorkspace(trial);
  const { ctx, portal, connectionId, object, start, runNow } = workspace;
  const person = (name: string) => ({
    properties: { firstname: name, lastname: "Ortiz", email: `${name}@alder.example`, jobtitle: "Buyer" },
  });
  const { contacts = [] } = trial.seed(portal, { contacts: ["ana", "bea"].map(person) });
  const { id: objectId, version } = await object("contact");
  const ask = (field: string) => ({ field, conflict: "ask" as const });
  await saveSyncFields(ctx, { objectId, version, fields: [ask("jobTitle"), ask("lastName")] });
  await start();
  for (const externalId of contacts) {
    const { recordId } = await ctx.db.syncLink.findFirstOrThrow({ where: { externalId } });
    const record = await contactOperations.get(ctx, { id: recordId });
    trial.edit.change(portal, "contacts", externalId, { jobtitle: "Theirs", lastname: "There" });
    await contactOperations.update(ctx, { id: recordId, version: record.version, jobTitle: "Ours", lastName: "Here" });
  }
  await runNow();
  const groups = await listSyncProblemGroups(ctx, { connectionId });
  expect(groups.map(({ code, cause, count }) => [code, cause, count])).toEqual(
    expect.arrayContaining([
      ["conflict", "jobTitle", 2],
      ["conflict", "lastName", 2],
    ]),
  );
  const group = { objectId, code: "conflict", cause: "jobTitle" };
  expect(await resolveSyncConflicts(ctx, { connectionId, problems: { group }, keep: "theirs" })).toEqual({ count: 2 });
  await workAll(ctx);
  const rows = await ctx.db.contact.findMany({ select: { jobTitle: true, lastName: true } });
  expect(rows).toEqual([
    { jobTitle: "Theirs", lastName: "Here" },
    { jobTitle: "Theirs", lastName: "Here" },
  ]);
  expect((await problemsIn(workspace)).map(({ field }) => field)).toEqual(["lastName", "lastName"]);
  await expect(resolveSyncConflicts(ctx, { connectionId, problems: { group }, keep: "ours" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
});

/** Accounts that are linked, and wait for a decision when they are deleted on one side. */
async function linkedAccounts(names: readonly string[]) {
  const workspace = await connectedWorkspace(trial);
  const { ctx, portal, object, start } = workspace;
  const { companies = [] } = trial.seed(portal, { companies: names.map((name) => ({ properties: { name } })) });
  const { id: objectId, version } = await object("account");
  await saveSyncFields(ctx, { objectId, version, settings: { deletedThere: "ask", deletedHere: "ask" } });
  await start();
  return { ...workspace, objectId, companies };
}

test("records that were deleted there wait, and are archived here or kept without a link", async () => {
  const workspace = await linkedAccounts(["Alder", "Birch"]);
  const { ctx, portal, connectionId, objectId, companies, runNow } = workspace;
  for (const id of companies) trial.edit.archive(portal, "companies", id);
  await ctx.db.syncObject.updateMany({ where: { id: objectId }, data: { comparedAt: new Date(0) } });
  await runNow();
  const problems = await problemsIn(workspace);
  expect(problems.map(({ code }) => code)).toEqual(["deletedThere", "deletedThere"]);
  expect(await ctx.db.account.count({ where: { archivedAt: null } })).toBe(2);
  const of = (name: string) => problems.find(({ record }) => record?.name === name)?.id ?? "";
  const settle = (name: string, act: "archive" | "unlink") =>
    settleSyncProblems(ctx, { connectionId, problems: { ids: [of(name)] }, act });
  expect(await settle("Alder", "archive")).toEqual({ count: 1, left: 0 });
  expect(await settle("Birch", "unlink")).toEqual({ count: 1, left: 0 });
  await runNow();
  const rows = await ctx.db.account.findMany({ orderBy: { name: "asc" }, select: { name: true, archivedAt: true } });
  expect(rows.map(({ name, archivedAt }) => [name, archivedAt !== null])).toEqual([
    ["Alder", true],
    ["Birch", false],
  ]);
  expect(await ctx.db.syncLink.count({ where: { state: "unlinked" } })).toBe(2);
  expect(await problemsIn(workspace)).toEqual([]);
  const { items } = await listSyncChanges(ctx, { connectionId });
  expect(items.filter(({ field }) => field === null).map(({ decidedBy }) => decidedBy)).toEqual(
    expect.arrayContaining(["archived", "unlinked"]),
  );
});

test("a group of records that were deleted here is deleted there too, or left there", async () => {
  const workspace = await linkedAccounts(["Alder", "Birch", "Cedar"]);
  const { ctx, portal, connectionId, objectId, companies, runNow } = workspace;
  for (const name of ["Alder", "Birch"]) {
    const { id, version } = await ctx.db.account.findFirstOrThrow({ where: { name } });
    await accountOperations.archive(ctx, { id, version });
  }
  await runNow();
  const problems = { group: { objectId, code: "deletedHere", cause: "" } };
  expect((await problemsIn(workspace)).map(({ code }) => code)).toEqual(["deletedHere", "deletedHere"]);
  const archived = () => companies.filter((id) => trial.edit.read(portal, "companies", id)?.archived);
  expect(archived()).toEqual([]);
  expect(await settleSyncProblems(ctx, { connectionId, problems, act: "archive" })).toEqual({ count: 2, left: 0 });
  await workAll(ctx);
  expect(archived()).toEqual(companies.slice(0, 2));
  expect(await ctx.db.syncLink.count({ where: { state: "linked" } })).toBe(1);
  await expect(settleSyncProblems(ctx, { connectionId, problems, act: "unlink" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
});
