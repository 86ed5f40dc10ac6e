import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { later, type TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { deleteCustomField } from "../../custom-fields/operations/manage-field";
import { createCustomField } from "../../custom-fields/operations/write-field";
import { analyseImport } from "../operations/analyse-import";
import { updateImportFile } from "../operations/change-file";
import { getImport } from "../operations/manage-imports";
import { applyImportMapping } from "./operations/apply";
import { deleteImportMapping, listImportMappings, renameImportMapping, saveImportMapping } from "./operations/manage";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const first = "Firma,Branche,Umsatz,Seit,Ort\nAcme,Rail,1.200,03.02.2020,Bonn\n";

async function uploaded(csv: string, actor = ctx) {
  const { id, files } = await upload(actor, { "export.csv": csv });
  return { id, fileId: files[0]?.id ?? "" };
}

const fileOf = async ({ id }: { id: string }, actor = ctx) => (await getImport(actor, { id })).files[0];
const fieldsOf = async (file: { id: string }, actor = ctx) =>
  (await fileOf(file, actor))?.mapping.map(({ field }) => field);
const offersFor = async ({ id }: { id: string }, actor = ctx) => (await analyseImport(actor, { id }))[0]?.mappings;

/** A file of accounts with a decision of every kind, saved as a mapping. */
async function saved(name = "Monthly export") {
  await createCustomField(ctx, { entity: "account", kind: "date", label: "Since" });
  ctx = await later(ctx);
  const place = await uploaded(first);
  await updateImportFile(ctx, {
    ...place,
    entity: "account",
    mapping: [
      { column: 0, field: "name" },
      { column: 1, field: "industry" },
      { column: 2, field: "annualRevenue", multiplier: 1000, decimal: "," },
      { column: 3, field: "custom.since", dateOrder: "dmy" },
      { column: 4, field: null },
    ],
    options: {
      ifExists: "skip",
      recogniseBy: "name",
      constants: { type: { do: "replace", text: "Customer" } },
      owner: { kind: "nobody" },
    },
    choices: [{ field: "industry", text: "Rail", choice: { do: "replace", text: "Transport" } }],
  });
  return await saveImportMapping(ctx, { ...place, name });
}

describe("a saved mapping", () => {
  test("matches the next file with mostly the same columns in one call, and its rows come out as in the first", async () => {
    const mapping = await saved();
    expect(mapping).toMatchObject({ name: "Monthly export", label: "accounts", lost: [] });
    const next = await uploaded("seit;FIRMA;Branche;Umsatz;Zip\n04.03.2021;Bolt;Rail;2,5;12345\n");
    expect(await offersFor(next)).toEqual([
      { id: mapping.id, name: mapping.name, columns: 4, fits: 4, applied: false },
    ]);
    const { dropped } = await applyImportMapping(ctx, { ...next, importMappingId: mapping.id });
    expect(dropped).toEqual([]);
    const [offer] = (await offersFor(next)) ?? [];
    expect(offer?.applied).toBe(true);
    const file = await fileOf(next);
    expect(file?.mapping.slice(0, 4)).toEqual([
      { column: 0, field: "custom.since", dateOrder: "dmy" },
      { column: 1, field: "name" },
      { column: 2, field: "industry" },
      { column: 3, field: "annualRevenue", multiplier: 1000, decimal: "," },
    ]);
    expect(file?.options).toMatchObject({ ifExists: "skip", recogniseBy: "name", owner: { kind: "nobody" } });
    await check(ctx, next.id);
    expect(await run(ctx, next.id)).toMatchObject({ status: "done", created: 1, errors: 0 });
    const [row] = await adminQuery(
      `select name, industry, annual_revenue_minor::text as revenue, type, custom->>'since' as since, owner_id
       from accounts where tenant_id = $1`,
      [workspace.tenant.id],
    );
    expect(row).toMatchObject({
      name: "Bolt",
      industry: "Transport",
      revenue: "250000",
      type: "customer",
      since: "2021-03-04",
      owner_id: null,
    });
  });

  test("says what a file, or the workspace, no longer has of it, and takes the rest", async () => {
    const mapping = await saved();
    const fields = ctx.tenant.custom.storedOf("account");
    expect(Object.keys(fields)).toContain("custom.since");
    const [field] = await adminQuery<{ id: string; version: number }>(
      "select id, version from custom_fields where tenant_id = $1",
      [workspace.tenant.id],
    );
    await deleteCustomField(ctx, { id: field?.id ?? "", version: field?.version ?? 1 } as never);
    ctx = await later(ctx);
    expect((await listImportMappings(ctx, {}))[0]?.lost).toEqual(["Since"]);
    const next = await uploaded("Firma,Branche,Seit,Land\nBolt,Rail,04.03.2021,FR\n");
    const { dropped } = await applyImportMapping(ctx, { ...next, importMappingId: mapping.id });
    expect(dropped).toEqual([
      "The file has no column “Umsatz”.",
      "The field “Since” of the column “Seit” was deleted or archived.",
    ]);
    expect((await fieldsOf(next))?.slice(0, 3)).toEqual(["name", "industry", null]);
    await check(ctx, next.id);
    expect(await run(ctx, next.id)).toMatchObject({ created: 1, errors: 0 });
  });

  test("is replaced under its name, renamed and deleted; a name is there once", async () => {
    const mapping = await saved();
    const other = await uploaded("Firma,Ort\nBolt,Rome\n");
    await updateImportFile(ctx, { ...other, entity: "account" });
    await expect(saveImportMapping(ctx, { ...other, name: " monthly EXPORT" })).rejects.toMatchObject({
      details: { fields: [{ path: "name" }] },
    });
    const replaced = await saveImportMapping(ctx, { ...other, name: "Monthly", importMappingId: mapping.id });
    expect(replaced).toMatchObject({ id: mapping.id, name: "Monthly", version: 2 });
    expect(replaced.columns.map(({ header }) => header)).toEqual(["Firma", "Ort"]);
    const renamed = await renameImportMapping(ctx, { id: mapping.id, version: 2, name: "Weekly" });
    expect(renamed).toMatchObject({ name: "Weekly", version: 3 });
    await expect(deleteImportMapping(ctx, { id: mapping.id, version: 2 })).rejects.toMatchObject({ code: "CONFLICT" });
    await deleteImportMapping(ctx, { id: mapping.id, version: 3 });
    expect(await listImportMappings(ctx, {})).toEqual([]);
    const events = await adminQuery("select name from events where entity_id = $1 order by id", [mapping.id]);
    expect(events.map(({ name }) => name)).toEqual([
      "importMapping.created",
      "importMapping.replaced",
      "importMapping.updated",
      "importMapping.deleted",
    ]);
  });

  test("is refused for a file without a type of record, and for a part of a file that holds another one", async () => {
    const mapping = await saved();
    const unknown = await uploaded("Qzx,Qyx\n1,2\n");
    await expect(saveImportMapping(ctx, { ...unknown, name: "Any" })).rejects.toMatchObject({ code: "VALIDATION" });
    await adminQuery("update import_files set mixed = true, entity = 'contact' where id = $1", [unknown.fileId]);
    await expect(applyImportMapping(ctx, { ...unknown, importMappingId: mapping.id })).rejects.toMatchObject({
      details: { fields: [{ path: "importMappingId" }] },
    });
  });

  test("belongs to everybody who may import; decisions about records that one does not see are left out", async () => {
    const hidden = await accountOperations.create(ctx, { name: "Hidden Holding" });
    const place = await uploaded("Firma,Mutter\nBolt,Holding\n");
    await updateImportFile(ctx, {
      ...place,
      entity: "account",
      mapping: [
        { column: 0, field: "name" },
        { column: 1, field: "parent" },
      ],
      choices: [{ field: "parent", text: "Holding", choice: { do: "use", id: hidden.id, label: hidden.name } }],
    });
    const mapping = await saveImportMapping(ctx, { ...place, name: "Family" });
    await adminQuery(
      "insert into visibility_settings (id, tenant_id, entity, level) values (gen_random_uuid(), $1, 'account', 'own')",
      [workspace.tenant.id],
    );
    const manager = await workspace.as(await workspace.join("manager"), { visibility: { account: "own" } });
    const [listed] = await listImportMappings(manager, {});
    expect(JSON.stringify(listed)).not.toContain("Hidden");
    const next = await uploaded("Firma,Mutter\nCrux,Holding\n", manager);
    const { dropped } = await applyImportMapping(manager, { ...next, importMappingId: mapping.id });
    expect(dropped).toEqual(["Decisions about records that no longer exist, or that you may not see, were left out."]);
    expect((await fileOf(next, manager))?.choices).toEqual({ parent: {} });
    expect(await fieldsOf(next, manager)).toEqual(["name", "parent"]);
    await renameImportMapping(manager, { id: mapping.id, version: 1, name: "Families" });
    const viewer = await workspace.role("viewer");
    await expect(listImportMappings(viewer, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("names and fills no field that the member may not read, also once it is deleted", async () => {
    const mapping = await saved();
    const who = await workspace.join("admin");
    const blind = () => workspace.as(who, { hiddenFields: { account: ["custom.since"] } });
    const named = async () => JSON.stringify(await listImportMappings(await later(await blind()), {}));
    expect((await listImportMappings(ctx, {}))[0]?.columns).toContainEqual({ header: "Seit", field: "Since" });
    expect(await named()).not.toContain("Since");
    const theirs = await later(await blind());
    const next = await uploaded("Firma,Seit\nBolt,04.03.2021\n", theirs);
    const { dropped } = await applyImportMapping(theirs, { ...next, importMappingId: mapping.id });
    expect(dropped).toContain("You may not fill the field of the column “Seit”.");
    expect(await fieldsOf(next, theirs)).toEqual(["name", null]);
    await adminQuery("update custom_fields set archived_at = now() where tenant_id = $1", [workspace.tenant.id]);
    ctx = await later(ctx);
    expect((await listImportMappings(ctx, {}))[0]?.lost).toEqual(["Since"]);
    expect(await named()).not.toContain("Since");
  });

  test("is refused above the most of a workspace, and with more decisions than any file that comes again has", async () => {
    const mapping = await saved();
    const place = await uploaded(first);
    await updateImportFile(ctx, { ...place, entity: "account" });
    const rail = Array.from({ length: 5_001 }, (_, at) => [`Rail ${at}`, { do: "replace", text: "Transport" }]);
    await adminQuery("update import_files set choices = $2 where id = $1", [
      place.fileId,
      JSON.stringify({ industry: Object.fromEntries(rail) }),
    ]);
    await expect(saveImportMapping(ctx, { ...place, name: "Rails" })).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining("more than 5000 decisions"),
    });
    await adminQuery("update import_files set choices = '{}' where id = $1", [place.fileId]);
    await adminQuery(
      `insert into import_mappings (id, tenant_id, name, name_key, entity, columns, options, choices, created_by_id, updated_at)
       select gen_random_uuid(), tenant_id, 'M' || n, 'm' || n, entity, columns, options, choices, created_by_id, now()
       from import_mappings, generate_series(1, 199) as n where id = $1`,
      [mapping.id],
    );
    await expect(saveImportMapping(ctx, { ...place, name: "One too many" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await saveImportMapping(ctx, { ...place, name: "Again", importMappingId: mapping.id })).toMatchObject({
      id: mapping.id,
    });
  });

  test("keeps columns that it does not know as they were matched, where their field is free", async () => {
    const mapping = await saved();
    const next = await uploaded("Firma,Branche,Umsatz,Seit,Website,Name\nBolt,Rail,2,04.03.2021,bolt.example,X\n");
    await updateImportFile(ctx, {
      ...next,
      entity: "account",
      mapping: [
        { column: 4, field: "website" },
        { column: 5, field: "name" },
        { column: 0, field: null },
      ],
    });
    await applyImportMapping(ctx, { ...next, importMappingId: mapping.id });
    expect(await fieldsOf(next)).toEqual(["name", "industry", "annualRevenue", "custom.since", "website", null]);
  });

  test("leaves further columns of telephone numbers as they were matched", async () => {
    const people = "First name,E-mail,Phone";
    const place = await uploaded(`${people}\nAnn,ann@a.example,+1 312 555 0142\n`);
    const mapping = await saveImportMapping(ctx, { ...place, name: "People" });
    const next = await uploaded(`${people},Phone 2\nBob,bob@b.example,+1 312 555 0143,+1 312 555 0144\n`);
    await applyImportMapping(ctx, { ...next, importMappingId: mapping.id });
    expect(await fieldsOf(next)).toEqual(["firstName", "emails", "phones", "phones"]);
  });
});
