import "@/registry/register";
import { addDays } from "date-fns";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { listIntegrations } from "@/modules/hub/connections/operations/list";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { connectedWorkspace, workAll } from "@/test/hubspot-workspace";
import { listSyncFieldHistory } from "./operations/field-history";
import { saveSyncFields } from "./operations/fields";
import { listSyncChanges } from "./operations/list-changes";
import { getSyncedRecord, syncRecordNow } from "./operations/sync-record";
import type { HistoryItem } from "./schema";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

const lineOf = (item: HistoryItem) =>
  item.kind === "edit"
    ? ["edit", item.who, item.from, item.to]
    : [item.direction, item.decidedBy, item.from, item.to, item.lost];

test("the history of a field says who or what set it, on both sides, page by page", async () => {
  const { ctx, portal, connectionId, object, start, runNow } = await connectedWorkspace(trial);
  const { id: objectId, version: mapping } = await object("contact");
  await saveSyncFields(ctx, { objectId, version: mapping, fields: [{ field: "jobTitle", conflict: "theirs" }] });
  const emails = [{ value: "ana@alder.example" }];
  const ana = await contactOperations.create(ctx, {
    ...{ firstName: "Ana", lastName: "Ortiz", emails, ownerId: null, jobTitle: "Buyer" },
  });
  await start();
  const { externalId } = await ctx.db.syncLink.findFirstOrThrow({ where: { recordId: ana.id } });
  const there = (jobtitle: string) => trial.edit.change(portal, "contacts", externalId ?? "", { jobtitle });
  const here = async (jobTitle: string) => {
    const { version } = await contactOperations.get(ctx, { id: ana.id });
    await contactOperations.update(ctx, { id: ana.id, version, jobTitle });
  };
  await here("Head buyer");
  await runNow();
  there("Director");
  await runNow();
  await here("Ours");
  there("Theirs");
  await runNow();
  const of = { connectionId, entity: "contact", recordId: ana.id, field: "jobTitle" };
  const me = (await ctx.db.member.findFirstOrThrow({ where: { id: ctx.member?.id ?? "" } })).name;
  const { items, nextCursor } = await listSyncFieldHistory(ctx, of);
  expect(items.map(lineOf)).toEqual([
    ["in", "theirs", "Ours", "Theirs", "Ours"],
    ["edit", me, "Director", "Ours"],
    ["in", "onlySide", "Head buyer", "Director", null],
    ["out", "onlySide", "Buyer", "Head buyer", null],
    ["edit", me, "Buyer", "Head buyer"],
    ["edit", me, null, "Buyer"],
  ]);
  expect(nextCursor).toBeNull();
  const paged: HistoryItem[] = [];
  for (let cursor: string | undefined, pages = 0; pages < 20; pages += 1) {
    const page = await listSyncFieldHistory(ctx, { ...of, limit: 2, ...(cursor ? { cursor } : {}) });
    paged.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(paged.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  await expect(listSyncFieldHistory(ctx, { ...of, recordId: objectId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("the log is narrowed by days and by what decided", async () => {
  const { ctx, portal, connectionId, start, runNow } = await connectedWorkspace(trial);
  const properties = { firstname: "Ana", lastname: "Ortiz", email: "ana@alder.example", jobtitle: "Buyer" };
  const { contacts = [] } = trial.seed(portal, { contacts: [{ properties }] });
  await start();
  trial.edit.change(portal, "contacts", contacts[0] ?? "", { jobtitle: "Director" });
  await runNow();
  const reasons = async (more: object) =>
    (await listSyncChanges(ctx, { connectionId, ...more })).items.map(({ decidedBy }) => decidedBy);
  expect(await reasons({})).toEqual(["onlySide", "created"]);
  expect(await reasons({ decidedBy: "created" })).toEqual(["created"]);
  expect(await reasons({ decidedBy: "person" })).toEqual([]);
  const [yesterday, tomorrow] = [-1, 1].map((days) => addDays(new Date(), days).toISOString());
  expect(await reasons({ from: yesterday, to: tomorrow })).toHaveLength(2);
  expect(await reasons({ from: tomorrow })).toEqual([]);
  expect(await reasons({ to: yesterday })).toEqual([]);
});

test("one record is read on both sides before all others, and says when that is done", async () => {
  const { ctx, portal, connectionId, start } = await connectedWorkspace(trial);
  const people = ["Ana", "Bea"].map((firstname) => ({
    properties: { firstname, lastname: "Ortiz", email: `${firstname}@alder.example`.toLowerCase(), jobtitle: "Buyer" },
  }));
  const { contacts = [] } = trial.seed(portal, { contacts: people });
  await start();
  const link = await ctx.db.syncLink.findFirstOrThrow({ where: { externalId: contacts[0] ?? "" } });
  const of = { connectionId, recordId: link.recordId };
  trial.edit.change(portal, "contacts", contacts[0] ?? "", { jobtitle: "Director" });
  const { version } = await contactOperations.get(ctx, { id: link.recordId });
  await contactOperations.update(ctx, { id: link.recordId, version, lastName: "Ortega" });
  const others = { connectionId, entity: "contact", kind: "changed", externalId: contacts[1] ?? "" };
  await ctx.db.syncInbox.create({ data: { ...others, key: "another" } });
  expect(await syncRecordNow(ctx, of)).toMatchObject({ isLinked: true, waits: true });
  const [first] = await ctx.db.syncInbox.findMany({ where: { handledAt: null }, orderBy: { receivedAt: "asc" } });
  expect(first?.externalId).toBe(contacts[0]);
  await workAll(ctx);
  expect(await getSyncedRecord(ctx, of)).toMatchObject({ isLinked: true, waits: false });
  expect((await contactOperations.get(ctx, { id: link.recordId })).jobTitle).toBe("Director");
  expect(trial.edit.read(portal, "contacts", contacts[0] ?? "")?.properties.lastname).toBe("Ortega");
  const free = await contactOperations.create(ctx, { firstName: "Cem", lastName: "Kaya", ownerId: null });
  await expect(syncRecordNow(ctx, { connectionId, recordId: free.id })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await ctx.db.syncInbox.count({ where: { handledAt: null } })).toBe(0);
});

test("the list of integrations says how far a started sync is", async () => {
  const { ctx, portal, connectionId, start } = await connectedWorkspace(trial);
  const healthNow = async () => (await listIntegrations(ctx, {})).find((one) => one.provider === "hubspot")?.sync;
  expect(await healthNow()).toBeNull();
  trial.seed(portal, { companies: [{ properties: { name: "Alder" } }, { properties: { name: "Birch" } }] });
  await start();
  const { id: objectId } = await ctx.db.syncObject.findFirstOrThrow({ where: { connectionId, entity: "account" } });
  const open = { objectId, key: "one", code: "conflict", words: "Choose." };
  await ctx.db.syncProblem.create({ data: open });
  await ctx.db.syncProblem.create({ data: { ...open, key: "two", state: "ignored" } });
  expect(await healthNow()).toEqual({ inSync: 2, problems: 1, upTo: expect.any(String) });
});
