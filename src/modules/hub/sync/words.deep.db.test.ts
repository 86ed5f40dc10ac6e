import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { createPipeline } from "@/modules/crm/pipelines/operations";
import { type Ctx, createCtx } from "@/server/context";
import { newId } from "@/server/new-id";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { connectedWorkspace } from "@/test/hubspot-workspace";
import { getRehearsal } from "./operations/get-rehearsal";
import { listSyncChanges } from "./operations/list-changes";
import { listSyncProblemGroups, listSyncProblems } from "./operations/list-problems";
import { mappedIn, type SidedValue, wordsFor } from "./operations/value-text";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

test("problems name stages, people and records of both sides, and not their ids", async () => {
  const { ctx, portal, connectionId, object, start } = await connectedWorkspace(trial);
  await createPipeline(ctx, { name: "Sales" });
  const deal = { dealname: "Rollout", pipeline: "default", dealstage: "contractsent", hubspot_owner_id: `${portal}02` };
  trial.seed(portal, { deals: [{ properties: deal }] });
  await start();
  const { items } = await listSyncProblems(ctx, { connectionId });
  const stage = items.find(({ field }) => field === "stage");
  expect(stage).toMatchObject({ code: "optionWithoutPartner", theirs: "Contract sent (Sales pipeline)" });
  expect(stage?.words).toContain("“Contract sent (Sales pipeline)” has no partner here");
  expect(items.find(({ field }) => field === "owner")?.theirs).toBe("Tomas Berg");
  const groups = await listSyncProblemGroups(ctx, { connectionId });
  expect(groups.map(({ field, lacking }) => [field, lacking])).toEqual(
    expect.arrayContaining([
      ["stage", { side: "here", name: "Contract sent (Sales pipeline)" }],
      ["owner", { side: "here", name: "Tomas Berg" }],
    ]),
  );
  expect(groups.find(({ field }) => field === "stage")?.options?.value).toBe("default/contractsent");
  const { samples } = await getRehearsal(ctx, { objectId: (await object("opportunity")).id });
  expect(JSON.stringify(samples)).not.toContain("contractsent");
});

test("the log writes amounts, days, people and stages as the workspace does", async () => {
  const { ctx, portal, connectionId, start, runNow } = await connectedWorkspace(trial);
  await createPipeline(ctx, { name: "Sales" });
  const { deals } = trial.seed(portal, {
    deals: [{ properties: { dealname: "Rollout", amount: "10", deal_currency_code: "EUR" } }],
  });
  await start();
  const { id } = await ctx.db.opportunity.findFirstOrThrow({ where: { name: "Rollout" } });
  const { version } = await opportunityOperations.get(ctx, { id });
  const amount = { amount: 150_050, currency: "EUR" };
  await opportunityOperations.update(ctx, { id, version, amount, expectedCloseDate: "2031-11-27" } as never);
  await runNow();
  trial.edit.change(portal, "deals", deals[0] ?? "", { closedate: "2031-12-24T10:00:00Z" });
  await runNow();
  const { items } = await listSyncChanges(ctx, { connectionId, recordId: id });
  const shown = items.map(({ field, direction, from, to }) => [field, direction, from, to]);
  const at = { locale: ctx.tenant.locale, style: "currency", currency: "EUR" } as const;
  const money = (units: number, digits: number) =>
    units.toLocaleString(at.locale, {
      ...at,
      currencyDisplay: ctx.tenant.currency === "EUR" ? "symbol" : "code",
      minimumFractionDigits: digits,
    });
  expect(shown).toEqual(
    expect.arrayContaining([
      ["amount", "out", money(10, 0), money(1500.5, 2)],
      ["expectedCloseDate", "out", null, "Nov 27, 2031"],
      ["expectedCloseDate", "in", "Nov 27, 2031", "Dec 24, 2031"],
    ]),
  );
});

test("a record that the viewer may not see has no name, and one that is not linked has its id there", async () => {
  const { ctx, portal, connectionId, start } = await connectedWorkspace(trial);
  const { companies } = trial.seed(portal, { companies: [{ properties: { name: "Alder Ports" } }] });
  await start();
  const alder = await ctx.db.account.findFirstOrThrow({ where: { name: "Alder Ports" } });
  await accountOperations.update(ctx, { id: alder.id, version: alder.version, ownerId: ctx.member?.id ?? "" });
  const of = { entity: "contact", field: "account" } as const;
  const remote = (await mappedIn(ctx, connectionId))
    .find(({ entity }) => entity === "contact")
    ?.pairs.find(({ field }) => field === "account")?.remote[0];
  const values: SidedValue[] = [
    { ...of, side: "ours", value: alder.id },
    { ...of, side: "theirs", value: { [remote ?? ""]: companies[0] ?? "" } },
    { ...of, side: "theirs", value: { [remote ?? ""]: "424242" } },
    { ...of, side: "ours", value: null },
  ];
  const said = async (viewer: Ctx) => {
    const words = await wordsFor(viewer, { connectionId, mapped: await mappedIn(ctx, connectionId) }, values);
    return values.map(words);
  };
  expect(await said(ctx)).toEqual(["Alder Ports", "Alder Ports", "424242", null]);
  const hidden = "A record that is not shown";
  const id = newId();
  const narrow = createCtx({
    ...ctx,
    tenant: { ...ctx.tenant, visibility: { account: "own" } },
    actor: { type: "user", memberId: id, userId: id },
    member: ctx.member && { ...ctx.member, id, role: "member" },
    peers: { sees: [id], edits: [id] },
  });
  expect(await said(narrow)).toEqual([hidden, hidden, "424242", null]);
});
