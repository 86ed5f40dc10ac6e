import { beforeEach, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const ids = (table: string) =>
  adminQuery(
    `select external_id as id, external_source as source from ${table} where tenant_id = $1 and external_id is not null`,
    [workspace.tenant.id],
  );
const hubspot = "Record ID,Company name,Company owner,Create Date\n9001,Acme,,2024-03-01\n";

test("the product that a file was exported from is suggested as the source of its ids, and can be changed", async () => {
  const { id, files } = await upload(ctx, { "companies.csv": hubspot });
  const fileId = files[0]?.id ?? "";
  const constants = async () => (await getImport(ctx, { id })).files[0]?.options.constants;
  expect(await constants()).toEqual({ externalSource: { do: "replace", text: "HubSpot" } });
  await updateImportFile(ctx, { id, fileId, options: { constants: {} } });
  await updateImportFile(ctx, { id, fileId, mapping: [{ column: 1, field: "name" }] });
  expect(await constants()).toEqual({});
  await updateImportFile(ctx, {
    id,
    fileId,
    options: { constants: { externalSource: { do: "replace", text: "HubSpot EU" } } },
  });
  await check(ctx, id);
  await run(ctx, id);
  expect(await ids("accounts")).toEqual([{ id: "9001", source: "HubSpot EU" }]);
  const later = await upload(ctx, { "more.csv": hubspot });
  expect(later.files[0]?.options.constants).toEqual({ externalSource: { do: "replace", text: "HubSpot EU" } });
});

test("a source that a column gives, and a file of no known product, get no suggestion", async () => {
  const { files } = await upload(ctx, {
    "companies.csv": "Record ID,Company name,Company owner,Create Date,External id source\n1,Acme,,2024-03-01,X\n",
    "firms.csv": "Id,Company,City\n1,Bolt,Bern\n",
  });
  expect(files.map(({ options }) => options.constants)).toEqual([{}, {}]);
});

test("a column of ids that a person chooses gets the source too", async () => {
  const { id, files } = await upload(ctx, { "companies.csv": hubspot });
  const fileId = files[0]?.id ?? "";
  await updateImportFile(ctx, { id, fileId, options: { constants: {} } });
  await updateImportFile(ctx, { id, fileId, mapping: [{ column: 0, field: null }] });
  await updateImportFile(ctx, { id, fileId, mapping: [{ column: 0, field: "externalId" }] });
  expect((await getImport(ctx, { id })).files[0]?.options.constants).toMatchObject({
    externalSource: { text: "HubSpot" },
  });
});

test("an external id of no product is refused by hand and by the API, and nothing changes", async () => {
  const refused = { code: "VALIDATION", details: { fields: [{ path: "externalSource" }] } };
  await expect(accountOperations.create(ctx, { name: "Acme", externalId: "1" })).rejects.toMatchObject(refused);
  await expect(createOpportunity(ctx, { name: "Crane", externalId: "1" })).rejects.toMatchObject(refused);
  const { id, version } = await accountOperations.create(ctx, { name: "Acme" });
  const update = (input: { externalId?: string | null; externalSource?: string | null }, at: number) =>
    accountOperations.update(ctx, { id, version: at, ...input });
  await expect(update({ externalId: "1" }, version)).rejects.toMatchObject(refused);
  expect(await ids("accounts")).toEqual([]);
  expect(await ids("opportunities")).toEqual([]);
  const given = await update({ externalId: "1", externalSource: "HubSpot" }, version);
  await expect(update({ externalSource: null }, given.version)).rejects.toMatchObject(refused);
  const other = await update({ externalId: "2" }, given.version);
  expect(await ids("accounts")).toEqual([{ id: "2", source: "HubSpot" }]);
  await update({ externalId: null, externalSource: null }, other.version);
  expect(await ids("accounts")).toEqual([]);
});
