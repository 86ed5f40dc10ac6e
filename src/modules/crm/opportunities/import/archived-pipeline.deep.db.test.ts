import { beforeEach, expect, test } from "vitest";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import type { Ctx } from "@/server/context";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { importOf } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { createPipeline } from "../../pipelines/operations";
import type { Pipeline } from "../../pipelines/schema";
import { archivePipeline } from "../pipelines/operations";

let admin: Ctx;
let main: Pipeline;
let renewals: Pipeline;
beforeEach(async () => {
  ({ admin, pipeline: main } = await opportunityWorkspace());
  renewals = await createPipeline(admin, { name: "Renewals" });
});

async function bring(values: Record<string, string>, more: Record<string, string> = {}) {
  const { id: importId } = await createImport(admin, {});
  const options = { ownerId: null, answers: { pipelineId: renewals.id, ...more } };
  const rows = [{ line: 2, values: { externalId: "D1", name: "Coming", ...values } }];
  return await importOf("opportunity").importer.upsert(
    { ...admin, batchId: importId },
    { importId, dry: false, options, rows },
  );
}
const statuses = () =>
  adminQuery("select status from opportunities where tenant_id = $1 and pipeline_id = $2", [
    admin.tenant.id,
    renewals.id,
  ]);
const open = (pipeline = renewals) => pipeline.stages.find(({ type }) => type === "open")?.id ?? "";
const refused = [{ line: 2, field: "stage", reason: "Its pipeline is archived. Choose another pipeline." }];

test("a file brings no open opportunity into an archived pipeline; a closed one it does", async () => {
  await archivePipeline(admin, { id: renewals.id, version: renewals.version });
  expect((await bring({})).problems).toEqual(refused);
  expect((await bring({ stage: open() })).problems).toEqual(refused);
  expect(await statuses()).toEqual([]);
  expect((await bring({ outcome: "won" })).problems).toEqual([]);
  expect(await statuses()).toEqual([{ status: "won" }]);
  const reopening = { closedOpportunities: "reopen" };
  expect((await bring({ stage: open(), outcome: "open" }, reopening)).problems).toEqual(refused);
  expect(await statuses()).toEqual([{ status: "won" }]);
});

test("a file brings no open opportunity into a pipeline that is archived at this moment", async () => {
  await using archiving = await hold(`update pipelines set archived_at = now() where id = '${renewals.id}'`);
  const brought = bring({ stage: open() });
  await expect.poll(howManyWait).toBe(1);
  await archiving.release();
  expect((await brought).problems).toEqual(refused);
  expect(await statuses()).toEqual([]);
});

test("a revert brings no opportunity back into a pipeline that was archived since", async () => {
  await bring({});
  const { touched } = await bring({ stage: open(main) });
  const records = touched.filter(({ entity }) => entity === "opportunity");
  await archivePipeline(admin, { id: renewals.id, version: renewals.version });
  const { id: importId } = await createImport(admin, {});
  expect(await importOf("opportunity").revert.revert(admin, { importId, entity: "opportunity", records })).toEqual([
    { id: records[0]?.id, outcome: "kept", reason: "Its previous pipeline has since been archived." },
  ]);
  expect(await statuses()).toEqual([]);
});
