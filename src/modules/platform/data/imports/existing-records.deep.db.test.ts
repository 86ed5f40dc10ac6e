import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { productOperations } from "@/modules/crm/products/operations";
import type { Ctx } from "@/server/context";
import { later, type TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { createCustomField } from "../custom-fields/operations/write-field";
import { updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";
import { revertImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";
import type { FileOptions } from "./schema";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const noRecords = { created: 0, updated: 0, unchanged: 0, merged: 0 };

/** Checks and runs a file; the preview has promised what the run did. */
async function imported(files: Record<string, string>, options: Partial<FileOptions>) {
  const { id, files: given } = await upload(ctx, files);
  const fileId = given[0]?.id ?? "";
  await updateImportFile(ctx, { id, fileId, options });
  const checked = await check(ctx, id);
  const page = await listImportProblems(ctx, { id, fileId });
  const reasons = page.rows.flatMap(({ line, problems }) => problems.map(({ reason }) => `${line}: ${reason}`));
  const detail = await run(ctx, id);
  expect(detail.totals).toEqual(checked.preview);
  const [file] = detail.totals;
  const { created, updated, unchanged, merged } = file?.objects[0] ?? noRecords;
  const { skipped, errors, good, rule } = file ?? {};
  return { id, reasons, rule, counts: { created, updated, unchanged, merged, skipped, errors, good } };
}

const accounts = async () => {
  const found = await adminQuery(
    `select a.name, a.industry, p.name as parent from accounts a left join accounts p on p.id = a.parent_id
     where a.tenant_id = $1 order by a.name, a.created_at`,
    [workspace.tenant.id],
  );
  return found.map(({ name, industry, parent }) => [name, industry, parent].filter(Boolean).join(", "));
};

describe("rows of records that exist", () => {
  const file = "Company,Industry,Parent account\nAcme,Rail,Crux\nBolt,Sea,\nAcme,,\nBolt,Air,\nCrux,,\n";
  beforeEach(async () => {
    await accountOperations.create(ctx, { name: "Acme", industry: "Old" });
  });

  test("change them, where nothing else is said; rows of one record go in together", async () => {
    const { counts, rule } = await imported({ "firms.csv": file }, {});
    expect(counts).toEqual({ created: 2, updated: 1, unchanged: 0, merged: 2, skipped: 0, errors: 0, good: 5 });
    expect(rule).toMatch(/^Accounts by name\. 2 rows are merged/);
    expect(await accounts()).toEqual(["Acme, Rail, Crux", "Bolt, Air", "Crux"]);
  });

  test("stay out, with all rows of the record, and link nothing", async () => {
    const { counts, rule, reasons } = await imported({ "firms.csv": `${file}Acme,,Nowhere\n` }, { ifExists: "skip" });
    expect(reasons).toEqual([]);
    expect(counts).toEqual({ created: 2, updated: 0, unchanged: 0, merged: 1, skipped: 3, errors: 0, good: 3 });
    expect(rule).toContain("Rows whose records exist already are skipped.");
    expect(await accounts()).toEqual(["Acme, Old", "Bolt, Air", "Crux"]);
    const again = await imported({ "firms.csv": file }, { ifExists: "skip" });
    expect(again.counts).toMatchObject({ created: 0, skipped: 5, errors: 0, good: 0 });
    expect(await accounts()).toEqual(["Acme, Old", "Bolt, Air", "Crux"]);
  });

  test("make another one, once for all rows of one key; a revert deletes only those", async () => {
    const { id, counts, rule } = await imported({ "firms.csv": file }, { ifExists: "create" });
    expect(counts).toEqual({ created: 3, updated: 0, unchanged: 0, merged: 2, skipped: 0, errors: 0, good: 5 });
    expect(rule).toContain("Rows whose records exist already create another one.");
    expect(await accounts()).toEqual(["Acme, Old", "Acme, Rail, Crux", "Bolt, Air", "Crux"]);
    await revertImport(ctx, { id });
    await workImports();
    expect(await accounts()).toEqual(["Acme, Old"]);
  });

  test("are told apart by the chosen key; of several records that match, updating is refused and skipping is not", async () => {
    await accountOperations.create(ctx, { name: "Acme", domain: "acme.example" });
    const two = "Company,Domain\nAcme,\n";
    const ambiguous = await imported({ "firms.csv": two }, {});
    expect(ambiguous.reasons).toEqual([expect.stringMatching(/^2: 2 accounts are called “Acme”/)]);
    expect(ambiguous.counts).toMatchObject({ updated: 0, errors: 1 });
    expect((await imported({ "firms.csv": two }, { ifExists: "skip" })).counts).toMatchObject({
      skipped: 1,
      errors: 0,
    });
    const byDomain = "Company,Domain\nAcme,other.example\n";
    const options = { ifExists: "skip", recogniseBy: "domain" } as const;
    expect((await imported({ "firms.csv": byDomain }, options)).counts).toMatchObject({ created: 1, skipped: 0 });
  });
});

test("another record with a value that must be unique is an error of its row", async () => {
  await productOperations.create(ctx, { name: "Alpha", sku: "A1" });
  const file = "Product,SKU\nAlpha,B1\nBeta,A1\n";
  const { reasons, counts } = await imported({ "products.csv": file }, { ifExists: "create" });
  expect(reasons).toEqual([
    "3: The SKU “A1” belongs to “Alpha”, and no two products can have the same. Change it, or skip the row.",
  ]);
  expect(counts).toMatchObject({ created: 1, errors: 1, good: 1 });
});

test("files of members always update", async () => {
  const { id, files } = await upload(ctx, { "members.csv": "Member,E-mail\nAnn Lee,ann@a.example\n" });
  const change = { id, fileId: files[0]?.id ?? "", entity: "member", options: { ifExists: "skip" as const } };
  await expect(updateImportFile(ctx, change)).rejects.toMatchObject({
    details: { fields: [{ path: "options.ifExists" }] },
  });
});

test("a later file of the same columns skips as the last one did, and never creates others unasked", async () => {
  const later = async () =>
    (await upload(ctx, { "firms.csv": "Company,City\nAcme,Rome\n" })).files[0]?.options.ifExists;
  await imported({ "firms.csv": "Company,City\nAcme,Bonn\n" }, { ifExists: "skip" });
  expect(await later()).toBe("skip");
  await imported({ "firms.csv": "Company,City\nAcme,Bonn\n" }, { ifExists: "create" });
  expect(await later()).toBe("update");
});

describe("a unique field that the workspace has added", () => {
  beforeEach(async () => {
    await createCustomField(ctx, { entity: "contact", kind: "text", label: "Code", unique: true });
    ctx = await later(ctx);
    for (const [firstName, code] of [
      ["Ann", "A-1"],
      ["Bob", "B-1"],
    ] as const)
      await contactOperations.create(ctx, { firstName, custom: { code } } as never);
  });
  const names = async () => {
    const found = await adminQuery(
      "select name, custom->>'code' as code from contacts where tenant_id = $1 order by name",
      [workspace.tenant.id],
    );
    return found.map(({ name, code }) => `${name} ${code}`);
  };

  test("recognises records, however it is written", async () => {
    const file = "First name,Code\nAnna,a-1\nCleo,C-1\nClea,c-1\n";
    const { counts, rule } = await imported({ "people.csv": file }, { recogniseBy: "custom.code" });
    expect(rule).toContain("Contacts by code.");
    expect(counts).toMatchObject({ created: 1, updated: 1, merged: 1, errors: 0 });
    expect(await names()).toEqual(["Anna a-1", "Bob B-1", "Clea c-1"]);
  });

  test("skips rows, and another one of it is an error where others are created", async () => {
    const file = "First name,Code\nAnna,A-1\nCleo,C-1\n";
    const skipped = await imported({ "people.csv": file }, { recogniseBy: "custom.code", ifExists: "skip" });
    expect(skipped.counts).toMatchObject({ created: 1, updated: 0, skipped: 1, errors: 0 });
    const dora = { "people.csv": "First name,E-mail,Code\nDora,dora@a.example,A-1\n" };
    const chosen = await imported(dora, { recogniseBy: "custom.code", ifExists: "create" });
    expect(chosen.reasons).toEqual([
      "2: The code “A-1” belongs to “Ann”, and no two contacts can have the same. Change it, or skip the row.",
    ]);
    const other = await imported(dora, { recogniseBy: null, ifExists: "create" });
    expect(other.reasons).toEqual(["2: “A-1” is already in use. No two contacts can have the same Code."]);
  });

  test("recognises nothing for a member who may not read it", async () => {
    const who = await workspace.join("admin");
    const blind = await later(await workspace.as(who, { hiddenFields: { contact: ["custom.code"] } }));
    const { id, files } = await upload(blind, { "people.csv": "First name,Code\nAnna,A-1\n" });
    const change = { id, fileId: files[0]?.id ?? "", entity: "contact", options: { recogniseBy: "custom.code" } };
    await expect(updateImportFile(blind, change)).rejects.toMatchObject({
      details: { fields: [{ path: "options.recogniseBy" }] },
    });
    await expect(
      updateImportFile(blind, { ...change, options: {}, mapping: [{ column: 1, field: "custom.code" }] }),
    ).rejects.toMatchObject({ code: "VALIDATION" });
  });

  test("recognises records without a choice only where the file has no other key", async () => {
    const alone = await imported({ "people.csv": "First name,Code\nAnna,A-1\n" }, {});
    expect(alone.counts).toMatchObject({ updated: 1, errors: 0 });
    const beside = await imported({ "people.csv": "First name,E-mail,Code\nDora,dora@a.example,A-1\n" }, {});
    expect(beside.rule).toMatch(/^Contacts by e-mails\./);
    expect(beside.counts).toMatchObject({ updated: 0, errors: 1 });
    expect(beside.reasons).toEqual(["2: “A-1” is already in use. No two contacts can have the same Code."]);
  });
});
