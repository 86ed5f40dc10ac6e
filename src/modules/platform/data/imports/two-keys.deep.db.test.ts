import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { productOperations } from "@/modules/crm/products/operations";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";
import type { FileOptions, ImportDetail } from "./schema";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const rows = (sql: string) => adminQuery(sql, [workspace.tenant.id]);
const accounts = () =>
  rows("select name, domain, external_id as id, version from accounts where tenant_id = $1 order by name, domain");

/** Checks and runs a file; the preview has promised what the run did. */
async function imported(
  actor: Ctx,
  files: Record<string, string>,
  options: Partial<FileOptions> = {},
): Promise<{ detail: ImportDetail; reasons: string[] }> {
  const { id, files: given } = await upload(actor, files);
  const fileId = given[0]?.id ?? "";
  await updateImportFile(actor, { id, fileId, options });
  const checked = await check(actor, id);
  const page = await listImportProblems(actor, { id, fileId });
  const reasons = page.rows.flatMap(({ problems }) => problems.map(({ reason }) => reason));
  const detail = await run(actor, id);
  expect(detail.totals).toEqual(checked.preview);
  return { detail, reasons };
}

describe("keys of a row that mean two records", () => {
  const acme = { name: "Acme", externalId: "1", externalSource: "file" };
  const correct = "Correct one of them, skip the row, or";
  const automatic = `${correct} choose which key recognises records.`;

  test.each([
    [
      "the id of one and the domain of another that has no id",
      "Id,Company,Domain\n1,Acme Inc,bolt.example\n",
      null,
      [`The domain “bolt.example” belongs to “Bolt”, but the external id “1” belongs to “Acme”. ${automatic}`],
    ],
    [
      "the chosen name of one and the id of another",
      "Id,Company\n1,Bolt\n",
      "name",
      [`The external id “1” belongs to “Acme”, but the name “Bolt” belongs to “Bolt”. ${correct} choose another key.`],
    ],
    [
      "a chosen name that is new and the id of a record",
      "Id,Company\n1,Crux\n",
      "name",
      [`The external id “1” belongs to “Acme”, but the name “Crux” is new. ${correct} choose another key.`],
    ],
    [
      "a chosen domain of one and the id of another",
      "Id,Company,Domain\n1,Any,bolt.example\n",
      "domain",
      [
        `The external id “1” belongs to “Acme”, but the domain “bolt.example” belongs to “Bolt”. ${correct} choose another key.`,
      ],
    ],
    [
      "an id that an earlier row of the file has given to another record",
      "Id,Company\n7,Bolt\n7,Crux\n",
      "name",
      [`The external id “7” belongs to “Bolt”, but the name “Crux” is new. ${correct} choose another key.`],
    ],
  ] as const)("%s", async (_, file, recogniseBy, expected) => {
    await accountOperations.create(ctx, acme);
    await accountOperations.create(ctx, { name: "Bolt", domain: "bolt.example" });
    const before = await accounts();
    const { detail, reasons } = await imported(ctx, { "firms.csv": file }, { recogniseBy });
    expect(reasons).toEqual(expected);
    expect(detail).toMatchObject({ errors: 1, created: 0 });
    // Of the last case the earlier row, which has no problem.
    const isSound = file.includes("7,Bolt");
    expect(await accounts()).toEqual(
      before.map((one) => (isSound && one.name === "Bolt" ? { ...one, id: "7", version: 2 } : one)),
    );
  });

  test("a SKU that a product of another id has; a SKU of another product than the chosen name", async () => {
    await productOperations.create(ctx, { name: "Alpha", sku: "A1", externalId: "1", externalSource: "file" });
    await productOperations.create(ctx, { name: "Beta" });
    const byId = await imported(ctx, { "products.csv": "Id,Product,SKU\n9,Gamma,A1\n" });
    expect(byId.reasons).toEqual([`The SKU “A1” belongs to “Alpha”, but the external id “9” is new. ${automatic}`]);
    const byName = await imported(ctx, { "goods.csv": "Product,SKU\nBeta,A1\n" }, { recogniseBy: "name" });
    expect(byName.reasons).toEqual([
      `The SKU “A1” belongs to “Alpha”, but the name “Beta” belongs to “Beta”. ${correct} choose another key.`,
    ]);
    expect(await rows("select name, sku from products where tenant_id = $1 order by name")).toEqual([
      { name: "Alpha", sku: "A1" },
      { name: "Beta", sku: null },
    ]);
  });

  test("are no problem where other ids tell records of one domain apart, or the name is only what a record is called", async () => {
    await importAll(ctx, { "firms.csv": "Id,Company,Domain\n1,North,group.example\n2,South,group.example\n" });
    await accountOperations.create(ctx, { name: "East" });
    const { detail } = await imported(ctx, { "firms.csv": "Id,Company,Domain\n1,East,group.example\n" });
    expect(detail).toMatchObject({ updated: 1, errors: 0 });
    expect((await accounts()).map(({ name, id }) => [name, id])).toEqual([
      ["East", "1"],
      ["East", null],
      ["South", "2"],
    ]);
  });

  test("do not name a record that the actor does not see", async () => {
    await accountOperations.create(ctx, { ...acme, name: "Secret" });
    await rows(
      "insert into visibility_settings (id, tenant_id, entity, level) values (gen_random_uuid(), $1, 'account', 'own')",
    );
    const manager = await workspace.as(await workspace.join("manager"), { visibility: { account: "own" } });
    await accountOperations.create(manager, { name: "Bolt" });
    const before = await accounts();
    const { detail, reasons } = await imported(
      manager,
      { "firms.csv": "Id,Company\n1,Bolt\n1,Crux\n" },
      { recogniseBy: "name" },
    );
    const taken =
      "The external id “1” belongs to another account, which you are not allowed to change. Ask an owner or admin.";
    expect(reasons).toEqual([taken, taken]);
    expect(detail).toMatchObject({ created: 0, updated: 0, errors: 2 });
    expect(await accounts()).toEqual(before);
  });
});

describe("rows whose key column is empty", () => {
  const file = "Deal ID,Name\nD1,One\n,Two\nD3,Three\n,Four\n";

  test.each([
    [null, { good: 4, skipped: 0 }, ["Four", "One", "Three", "Two"]],
    ["create", { good: 4, skipped: 0 }, ["Four", "One", "Three", "Two"]],
    ["skip", { good: 2, skipped: 2 }, ["One", "Three"]],
  ] as const)("are counted, and become new records or stay out: %s", async (withoutKey, counts, names) => {
    const { id, files } = await upload(ctx, { "deals.csv": file });
    expect((await analyseImport(ctx, { id }))[0]?.withoutKey).toEqual({ rows: 2, key: "External id" });
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { withoutKey } });
    const checked = await check(ctx, id);
    expect(checked.preview).toMatchObject([{ ...counts, errors: 0 }]);
    expect((await run(ctx, id)).totals).toEqual(checked.preview);
    expect(await rows("select name from opportunities where tenant_id = $1 order by 1")).toEqual(
      names.map((name) => ({ name })),
    );
  });

  test("are asked about of the chosen key alone, and of no key that every row has", async () => {
    const { id, files } = await upload(ctx, { "firms.csv": "Company,Domain\nOne,one.example\nTwo,\nThree,\n" });
    const ask = async () => (await analyseImport(ctx, { id }))[0]?.withoutKey;
    expect(await ask()).toBeNull();
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { recogniseBy: "domain" } });
    expect(await ask()).toEqual({ rows: 2, key: "Domain" });
  });
});
