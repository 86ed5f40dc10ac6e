import { beforeEach, expect, test } from "vitest";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import type { Ctx } from "@/server/context";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { importOf } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import type { Pipeline } from "../../pipelines/schema";
import { createStage } from "../../pipelines/stages/operations";
import { removeStage } from "../stages/operations";

let admin: Ctx;
let pipeline: Pipeline;
let stageId: string;
beforeEach(async () => {
  ({ admin, pipeline } = await opportunityWorkspace());
  ({ id: stageId } = await createStage(admin, { pipelineId: pipeline.id, name: "Going", type: "open" }));
});

async function bring() {
  const { id: importId } = await createImport(admin, {});
  const options = { ownerId: null, answers: {} };
  const rows = [{ line: 2, values: { externalId: "D1", name: "Coming", stage: stageId } }];
  return await importOf("opportunity").importer.upsert(
    { ...admin, batchId: importId },
    { importId, dry: false, options, rows },
  );
}
const places = () =>
  adminQuery(
    `select s.archived_at is null as shown from opportunities o join stages s on s.id = o.stage_id
     where o.tenant_id = $1`,
    [admin.tenant.id],
  );

test("a stage that is removed while a file brings opportunities into it is removed with them", async () => {
  await using table = await hold("lock table opportunities in exclusive mode");
  const brought = bring();
  await expect.poll(howManyWait).toBe(1);
  let isRemoved = false;
  const removed = removeStage(admin, { id: stageId, version: 1, toStageId: pipeline.stages[0]?.id }).finally(() => {
    isRemoved = true;
  });
  await expect.poll(async () => isRemoved || (await howManyWait()) === 2).toBe(true);
  await table.release();
  expect((await brought).problems).toEqual([]);
  await removed;
  expect(await places()).toEqual([{ shown: true }]);
});

test("a file brings no opportunity into a stage that has just been removed", async () => {
  const its = `where id = '${stageId}'`;
  await using removal = await hold(
    `select 1 from stages ${its} for update; update stages set archived_at = now() ${its}`,
  );
  const brought = bring();
  await expect.poll(howManyWait).toBe(1);
  await removal.release();
  expect((await brought).problems).toEqual([{ line: 2, field: "stage", reason: "The stage no longer exists." }]);
  expect(await places()).toEqual([]);
});
