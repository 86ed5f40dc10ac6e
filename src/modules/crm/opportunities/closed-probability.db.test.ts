import "@/registry/register";
import { expect, test } from "vitest";
import { previewBulkChange } from "@/modules/platform/data/bulk-runs/operations/preview";
import { startBulkRun } from "@/modules/platform/data/bulk-runs/operations/runs";
import type { Ctx } from "@/server/context";
import { opportunityWorkspace } from "@/test/opportunities";
import { createOpportunity, opportunityOperations } from "./operations/all";
import { moveOpportunity } from "./operations/move";

const { get, update } = opportunityOperations;
const keepsItsStage = /A won opportunity has the probability of its stage/;

async function site() {
  const { admin, pipeline } = await opportunityWorkspace();
  const stageOf = (type: string) => pipeline.stages.find((one) => one.type === type)?.id ?? "";
  const made = await createOpportunity(admin, { name: "Won crane", probability: 30, stageId: stageOf("open") });
  const won = await moveOpportunity(admin, {
    id: made.id,
    version: made.version,
    stageId: stageOf("won"),
  });
  const open = await createOpportunity(admin, { name: "Open crane", stageId: stageOf("open") });
  return { admin, won, open };
}

const probability = async (ctx: Ctx, id: string) => (await get(ctx, { id })).probability;

test("a won opportunity takes no probability of its own, and can lose one", async () => {
  const { admin, won } = await site();
  const target = { id: won.id, version: won.version };
  const refused = update(admin, { ...target, probability: 40 });
  await expect(refused).rejects.toMatchObject({
    code: "VALIDATION",
    details: { fields: [{ path: "probability", message: expect.stringMatching(keepsItsStage) }] },
  });
  expect(await probability(admin, won.id)).toBe(100);
  expect(await update(admin, { ...target, probability: null })).toMatchObject({ probability: 100 });
});

test("a change of many says so for won ones before it starts, and changes the others", async () => {
  const { admin, won, open } = await site();
  const change = { type: "set", field: "probability", value: 55 } as const;
  const asked = { noun: "opportunity", selection: { ids: [won.id, open.id] }, change };
  expect(await previewBulkChange(admin, asked)).toMatchObject({
    changed: 1,
    skipped: [{ records: 1, names: ["Won crane"], reason: expect.stringMatching(keepsItsStage) }],
  });
  expect(await startBulkRun(admin, asked)).toMatchObject({ changed: 1, failed: 1 });
  expect([await probability(admin, won.id), await probability(admin, open.id)]).toEqual([100, 55]);
});
