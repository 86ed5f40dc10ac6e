import "@/registry/register";
import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { askRecordExport, cancelRecordExport, getRecordExport } from "./operations/exports";
import { mostStreamed } from "./rules";
import type { ExportRequest } from "./schema";

const accounts: ExportRequest = { noun: "account", list: {}, columns: ["name"], format: "csv", values: "machine" };

test("a job writes what no stream holds: three files of a member at once, and another one when one has ended", async () => {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("admin");
  const rowsTotal = mostStreamed + 1;
  // No export reads what triggers write.
  await adminQuery("alter table accounts disable trigger user");
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, updated_at)
     select gen_random_uuid(), $1, 'Firm ' || n, 'firm ' || n, now() from generate_series(1, $2::int) as n`,
    [workspace.tenant.id, rowsTotal],
  );
  await adminQuery("alter table accounts enable trigger user");
  const ids: string[] = [];
  for (let count = 0; count < 3; count++) ids.push((await askRecordExport(ctx, accounts)).id);
  const [first = ""] = ids;
  expect(await getRecordExport(ctx, { id: first })).toMatchObject({ status: "waiting", rowsTotal, address: null });
  await expect(askRecordExport(ctx, accounts)).rejects.toMatchObject({
    code: "CONFLICT",
    message: "3 of your exports are in progress. Wait until one has finished.",
  });
  expect(await askRecordExport(await workspace.role("admin"), accounts)).toMatchObject({ status: "waiting" });
  await cancelRecordExport(ctx, { id: first });
  expect(await askRecordExport(ctx, accounts)).toMatchObject({ status: "waiting" });
});
