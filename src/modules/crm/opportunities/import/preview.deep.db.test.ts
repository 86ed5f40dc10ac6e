import { expect, test } from "vitest";
import { getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { runCheck } from "@/modules/platform/data/imports/operations/run-check";
import { checkImport } from "@/modules/platform/data/imports/operations/run-import";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { adminQuery, howManyWait } from "@/test/db";
import { check, importAll, run, upload } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { createOpportunity, opportunityOperations } from "../operations/all";
import { moveOpportunity } from "../operations/move";

test("a preview holds no opportunity that it would change: it is edited and moved meanwhile; later files know the change", async () => {
  const { workspace, admin: ctx, pipeline } = await opportunityWorkspace();
  const tenant = workspace.tenant.id;
  const head = "deal id,status,value\n";
  await importAll(ctx, { "deals.csv": `${head}D1,Lead,1\nD2,Lead,2\n` });
  const stored = await adminQuery<{ id: string }>(
    "select id from opportunities where tenant_id = $1 order by external_id",
    [tenant],
  );
  const [first = { id: "" }] = stored;
  // The second file meets both opportunities again: as the first left one of them, and with something new for the other.
  const { id } = await upload(ctx, {
    "deals.csv": `${head}D1,Proposal,5\nD2,Lead,6\nD3,Lead,3\n`,
    "more-deals.csv": `${head}D1,Proposal,5\nD2,Proposal,6\nTAKEN,Lead,1\n`,
  });
  await checkImport(ctx, { id });
  let preview: Promise<boolean> | undefined;
  const blocking = inTransaction(ctx, async (inner) => {
    const other = await createOpportunity(inner, { name: "Other" });
    await tenantSql(
      tenant,
      inner.db,
      Prisma.sql`update opportunities set external_source = 'file', external_id = 'TAKEN'
                 where tenant_id = ${tenant}::uuid and id = ${other.id}::uuid`,
    );
    preview = runCheck(tenant, id);
    await expect.poll(howManyWait).toBeGreaterThan(0);
    const { version } = await opportunityOperations.get(ctx, { id: first.id });
    await opportunityOperations.update(ctx, { id: first.id, version, description: "Edited meanwhile" });
    await moveOpportunity(ctx, { id: first.id, stageId: pipeline.stages[1]?.id ?? "" });
    throw new Error("not taken");
  });
  await expect(blocking).rejects.toThrow("not taken");
  expect(await preview).toBe(true);
  expect(await getImport(ctx, { id })).toMatchObject({
    status: "ready",
    preview: [
      { good: 3, errors: 0, objects: [{ created: 1, updated: 2, unchanged: 0 }, { created: 2 }] },
      { good: 3, errors: 0, objects: [{ created: 1, updated: 1, unchanged: 1 }, { created: 2 }] },
    ],
  });
  const checked = await check(ctx, id);
  expect((await run(ctx, id)).totals).toEqual(checked.preview);
});
