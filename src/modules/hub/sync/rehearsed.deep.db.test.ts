import "@/registry/register";
import { subDays } from "date-fns";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { connectedWorkspace, workAll } from "@/test/hubspot-workspace";
import { forgetFrom, forgetOldWork } from "./operations/forget";
import { listRehearsed, rehearsedFile } from "./operations/list-rehearsed";
import { keepRehearsed, mostRehearsed } from "./operations/rehearsed-rows";
import { rehearseSync } from "./operations/starting";
import { loadWork } from "./operations/work";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

async function textOf({ content }: { content: AsyncIterable<Uint8Array> }): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts).toString();
}

test("a rehearsal keeps all that it found for its file, until the next one or a day later", async () => {
  const { ctx, portal, connectionId } = await connectedWorkspace(trial);
  await expect(rehearsedFile(ctx, connectionId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const names = ["=HYPERLINK(1)", ...Array.from({ length: 129 }, (_, place) => `Company ${place}`)];
  const { companies = [] } = trial.seed(portal, {
    companies: names.map((name) => ({ properties: { name, industry: "LOGISTICS_AND_SUPPLY_CHAIN" } })),
    contacts: [{ properties: { firstname: "Ana", lastname: "Ortiz", email: "ana@alder.example" } }],
  });
  await accountOperations.create(ctx, { name: "Company 7", industry: "Energy", ownerId: null });
  const rehearseNow = async () => {
    await rehearseSync(ctx, { connectionId });
    await workAll(ctx);
    return (await textOf(await rehearsedFile(ctx, connectionId))).split("\r\n").filter(Boolean);
  };
  const lines = await rehearseNow();
  const [head, ...rows] = lines;
  expect(head).toContain("Kind of record,Outcome,Side,Name,Id in HubSpot,Field,Ours,HubSpot,Reason");
  expect(rows.filter((line) => line.startsWith("Accounts,Create,Here,"))).toHaveLength(129);
  expect(rows.filter((line) => line.startsWith("Contacts,Create,Here,"))).toHaveLength(1);
  expect(rows.find((line) => line.includes("HYPERLINK"))).toContain(`'=HYPERLINK(1),${companies[0]}`);
  const conflict = rows.find((line) => line.startsWith("Accounts,Conflict"));
  expect(conflict).toContain("Company 7,");
  expect(conflict).toContain(",Industry,Energy,");
  expect(conflict).not.toContain("LOGISTICS_AND");
  const { items } = await listRehearsed(ctx, { connectionId, outcome: "conflict" });
  expect(items).toMatchObject([{ entity: "account", name: "Company 7", field: "Industry" }]);
  await ctx.db.syncObject.updateMany({ data: { state: "draft" } });
  expect(await rehearseNow()).toHaveLength(lines.length);
  expect(await ctx.db.syncRehearsed.count()).toBe(rows.length);
  expect((await forgetFrom(ctx))?.getTime()).toBeGreaterThan(Date.now());
  await ctx.db.syncRun.updateMany({ data: { startedAt: subDays(new Date(), 2) } });
  await forgetOldWork(ctx, new Date());
  expect(await ctx.db.syncRehearsed.count()).toBe(0);
  expect(await ctx.db.syncRun.count({ where: { kind: "rehearsal" } })).toBeGreaterThan(0);
});

test("a rehearsal keeps no more rows than its bound", async () => {
  const { ctx, object } = await connectedWorkspace(trial);
  const { id: objectId } = await object("account");
  const { id: runId } = await ctx.db.syncRun.create({ data: { objectId, kind: "rehearsal", mappingVersion: 1 } });
  const work = await loadWork(ctx, objectId, runId);
  const of = { outcome: "create", side: "here", field: null, ours: null, theirs: null, words: null } as const;
  const samples = ["A", "B", "C"].map((name) => ({ ...of, name }));
  expect(await keepRehearsed(work, samples, mostRehearsed - 2)).toBe(mostRehearsed);
  expect(await keepRehearsed(work, samples, mostRehearsed)).toBe(mostRehearsed);
  expect(await ctx.db.syncRehearsed.count()).toBe(2);
});
