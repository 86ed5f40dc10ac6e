import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { accountOperations } from "../accounts/operations";
import type { Pipeline } from "../pipelines/schema";
import { createStage } from "../pipelines/stages/operations";
import { getBoard, getBoardColumn, getPipelineTotals } from "./board/operations";
import { createOpportunity, opportunityOperations } from "./operations/all";
import { moveOpportunity } from "./operations/move";
import { getAccountTotals } from "./totals/operations";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
let stageId: string;
beforeEach(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
  ({ id: stageId } = await createStage(admin, { pipelineId: pipeline.id, name: "Demo", type: "open" }));
});

const usd = (amount: number) => ({ amount, currency: "USD" });
const { get, update, list } = opportunityOperations;

test("an opportunity has its own probability, else that of its stage, else none and no weighted value", async () => {
  const made = await createOpportunity(admin, { name: "Crane", stageId, amount: usd(400) });
  const none = { probability: null, ownProbability: null, weightedAmount: null };
  expect(made).toMatchObject({ ...none, stage: { name: "Demo", probability: null } });
  expect((await list(admin, {})).rows[0]).toMatchObject(none);
  expect((await getBoardColumn(admin, { stageId })).rows[0]).toMatchObject(none);
  const own = await update(admin, { id: made.id, version: made.version, probability: 25 });
  expect(own).toMatchObject({ probability: 25, weightedAmount: usd(100) });
  const again = await update(admin, { id: made.id, version: own.version, probability: null });
  expect(again).toMatchObject(none);
  const moved = await moveOpportunity(admin, { id: made.id, stageId: pipeline.stages[2]?.id ?? "" });
  expect(moved).toMatchObject({ probability: 50, weightedAmount: usd(200) });
  await moveOpportunity(admin, { id: made.id, stageId });
  expect(await get(admin, { id: made.id })).toMatchObject(none);
});

test("sums leave them out and count them: of each stage, and of an account", async () => {
  const { id: accountId } = await accountOperations.create(admin, { name: "Acme" });
  const of = { stageId, accountId };
  await createOpportunity(admin, { ...of, name: "One", amount: usd(400) });
  await createOpportunity(admin, { ...of, name: "Two", amount: usd(100), probability: 10 });
  await createOpportunity(admin, { ...of, name: "Without a value" });
  await createOpportunity(admin, { ...of, name: "Three", amount: { amount: 7, currency: "EUR" } });
  const euros = { currency: "EUR", count: 1, weighted: { amount: 0, currency: "EUR" }, withoutProbability: 1 };
  const wanted = {
    total: usd(500),
    weighted: usd(10),
    withoutProbability: 1,
    others: [expect.objectContaining(euros)],
  };
  expect((await getBoard(admin, {})).columns.find((column) => column.stageId === stageId)).toMatchObject(wanted);
  const { stages } = await getPipelineTotals(admin, {});
  expect(stages.find((column) => column.stageId === stageId)).toMatchObject(wanted);
  const { own, family } = await getAccountTotals(admin, { id: accountId });
  expect([own.open, family.open]).toEqual([expect.objectContaining(wanted), expect.objectContaining(wanted)]);
});

test.each(["probability", "amount"])("the count is not for those who may not read the %s", async (field) => {
  await createOpportunity(admin, { name: "One", stageId, amount: usd(400) });
  const member = await workspace.join("admin");
  const blind = await workspace.as(member, { hiddenFields: { opportunity: [field] } });
  const column = (await getBoard(blind, {})).columns.find((one) => one.stageId === stageId);
  expect(column).toMatchObject({ count: 1, withoutProbability: null });
});

test("the database holds no won or lost stage without a probability", async () => {
  const change = adminQuery("update stages set probability = null where tenant_id = $1 and type <> 'open'", [
    admin.tenant.id,
  ]);
  await expect(change).rejects.toThrow(/stages_closed_probability_check/);
});
