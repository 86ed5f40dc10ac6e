import { beforeEach, describe, expect, test } from "vitest";
import { maxBatchRows } from "@/lib/import-rows";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";
import { getImport } from "./operations/manage-imports";
import { revertImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";
import { listKeptRecords } from "./reverts/operations";
import type { Choice, MissingRule } from "./schema";
import { listImportValues } from "./values/operations";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const rows = <Row extends object>(sql: string) => adminQuery<Row & Record<string, unknown>>(sql, [workspace.tenant.id]);
const accountNames = async () =>
  (await rows<{ name: string }>("select name from accounts where tenant_id = $1 order by name")).map(
    ({ name }) => name,
  );
const deals = () =>
  rows<{ id: string; account: string | null }>(
    `select o.external_id as id, a.name as account from opportunities o
     left join accounts a on a.id = o.account_id where o.tenant_id = $1 order by o.external_id`,
  );

async function uploaded(text: string) {
  const { id, files } = await upload(ctx, { "deals.csv": text });
  const fileId = files[0]?.id ?? "";
  const answer = (missing: Record<string, MissingRule>) => updateImportFile(ctx, { id, fileId, options: { missing } });
  return { id, fileId, answer };
}

test("a column says how its values fit its field, and an empty one that it is empty", async () => {
  const { id } = await upload(ctx, {
    "firms.csv": "Company,Parent company,Employees\nOne,,4\nTwo,,5\nThree,,6\nFour,,7\nFive,,many\n",
  });
  const [analysis] = await analyseImport(ctx, { id });
  expect(analysis?.columns.map(({ note }) => note)).toEqual(["All values are valid", "Empty column", "1 to fix"]);
});

async function reverted(id: string) {
  await revertImport(ctx, { id });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "reverted", failure: null });
  return (await listKeptRecords(ctx, { id })).rows.map(({ label, reason }) => [label, reason]);
}

const few = "Deal ID,Account\nD1,Acme\nD2,ACME\nD3,Bolt\nD4,Crux\nD5,Known\nD6,\n";

describe("values that name no record", () => {
  beforeEach(async () => {
    await accountOperations.create(ctx, { name: "Known" });
  });

  test("become records by one answer; decisions about single values override it, and a revert takes them back", async () => {
    const { id, answer } = await uploaded(few);
    expect((await analyseImport(ctx, { id }))[0]).toMatchObject({
      missing: [{ field: "account", values: 4, rows: 4, rules: ["create", "empty", "skip"], rule: null }],
    });
    await answer({ account: "create" });
    const own: Record<string, Choice> = { Bolt: { do: "empty" }, Crux: { do: "skip" } };
    await decide(ctx, id, ({ text }) => own[text] ?? null);
    const [file] = await analyseImport(ctx, { id });
    expect(file?.values.map(({ text, choice, byRule }) => [text, choice?.do, byRule])).toEqual([
      ["Acme", "create", true],
      ["ACME", "create", true],
      ["Bolt", "empty", false],
      ["Crux", "skip", false],
    ]);
    expect(file?.missing).toMatchObject([{ values: 2, rows: 2, rule: "create" }]);
    const checked = await check(ctx, id);
    expect(checked.preview).toMatchObject([
      {
        good: 5,
        skipped: 1,
        errors: 0,
        objects: [{ entity: "account", created: 1 }, { entity: "opportunity", created: 5 }, {}],
      },
    ]);
    expect(await accountNames()).toEqual(["Known"]);
    expect((await run(ctx, id)).totals).toEqual(checked.preview);
    expect(await deals()).toEqual([
      { id: "D1", account: "Acme" },
      { id: "D2", account: "Acme" },
      { id: "D3", account: null },
      { id: "D5", account: "Known" },
      { id: "D6", account: null },
    ]);
    expect(await reverted(id)).toEqual([]);
    expect(await accountNames()).toEqual(["Known"]);
  });

  test("stay when something else uses them by then", async () => {
    const { id, answer } = await uploaded(few);
    await answer({ account: "create" });
    await check(ctx, id);
    await run(ctx, id);
    const [acme] = await rows<{ id: string }>("select id from accounts where tenant_id = $1 and name = 'Acme'");
    await accountOperations.create(ctx, { name: "Child", parentId: acme?.id ?? "" });
    expect(await reverted(id)).toEqual([["Acme", "Other records use it."]]);
    expect(await accountNames()).toEqual(["Acme", "Child", "Known"]);
  });

  test.each([
    ["empty", { good: 6, skipped: 0 }, ["Known", null, null, null, null, null]],
    ["skip", { good: 2, skipped: 4 }, ["Known", null]],
  ] as const)("leave the cell or the row out: %s", async (rule, counts, expected) => {
    const { id, answer } = await uploaded(few);
    await answer({ account: rule });
    const checked = await check(ctx, id);
    expect(checked.preview).toMatchObject([{ ...counts, errors: 0 }]);
    expect((await run(ctx, id)).totals).toEqual(checked.preview);
    expect((await deals()).map(({ account }) => account).sort()).toEqual([...expected].sort());
    expect(await accountNames()).toEqual(["Known"]);
  });

  test("a skipped row has no other problem, and takes the rows of its key with it", async () => {
    const { id, answer } = await uploaded(
      "Deal ID,Value,Account\nD1,1,Nobody\nD1,2,Nobody\nD2,no amount,Nobody\nD3,3,Known\n",
    );
    await answer({ account: "skip" });
    const checked = await check(ctx, id);
    expect(checked.preview).toMatchObject([{ rows: 4, good: 1, skipped: 3, errors: 0 }]);
    expect((await run(ctx, id)).totals).toEqual(checked.preview);
  });

  test("cannot be made where an archived record has the name: the row says so", async () => {
    const { id: archivedId, version } = await accountOperations.create(ctx, { name: "Bolt" });
    await accountOperations.archive(ctx, { id: archivedId, version });
    const { id, fileId, answer } = await uploaded("Deal ID,Account\nD1,Bolt\nD2,New\n");
    await answer({ account: "create" });
    expect((await check(ctx, id)).preview).toMatchObject([{ good: 1, errors: 1 }]);
    const [row] = (await listImportProblems(ctx, { id, fileId })).rows;
    expect(row?.problems[0]?.reason).toBe("“Bolt” is archived in your accounts. Restore it, or choose another record.");
  });
});

test("an id whose row does not go in is no name of a record to make", async () => {
  const { id, files } = await upload(ctx, {
    "Account.csv": "ID,NAME,EMPLOYEES,OWNERID\n001A,,5,\n001B,Known,7,\n",
    "Opportunity.csv": "ID,ACCOUNTID,NAME,STAGENAME\n006A,001A,South,Lead\n006B,Bolt,North,Lead\n",
  });
  const [, deals] = files;
  await updateImportFile(ctx, { id, fileId: deals?.id ?? "", options: { missing: { account: "create" } } });
  const checked = await check(ctx, id);
  expect(checked.preview?.map(({ good, errors }) => [good, errors])).toEqual([
    [1, 1],
    [1, 1],
  ]);
  const [row] = (await listImportProblems(ctx, { id, fileId: deals?.id ?? "" })).rows;
  expect(row?.problems.map(({ reason }) => reason)).toEqual(["“001A” is not among your accounts."]);
  expect((await run(ctx, id)).totals).toEqual(checked.preview);
  expect(await accountNames()).toEqual(["Bolt", "Known"]);
});

test("parents that no row of a file is are made when all of its rows are in", async () => {
  const { id, files } = await upload(ctx, {
    "firms.csv": "Company,Parent company\nLeft,Holding\nRight,Holding\nBelow,Left\nAlone,\n",
  });
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { missing: { parent: "create" } } });
  expect((await analyseImport(ctx, { id }))[0]?.missing).toMatchObject([
    { values: 1, rows: 2, rules: ["create", "empty"] },
  ]);
  const checked = await check(ctx, id);
  expect(checked.preview).toMatchObject([{ good: 4, errors: 0, objects: [{ entity: "account", created: 5 }] }]);
  expect((await run(ctx, id)).totals).toEqual(checked.preview);
  const parents = await rows(
    `select a.name, p.name as parent from accounts a left join accounts p on p.id = a.parent_id
     where a.tenant_id = $1 order by 1`,
  );
  expect(parents).toEqual([
    { name: "Alone", parent: null },
    { name: "Below", parent: "Left" },
    { name: "Holding", parent: null },
    { name: "Left", parent: "Holding" },
    { name: "Right", parent: "Holding" },
  ]);
  expect(await reverted(id)).toEqual([]);
  expect(await accountNames()).toEqual([]);
});

test("thousands of them are made with the rows that name them, and found by a later file", async () => {
  const many = maxBatchRows + 500;
  const text = (prefix: string) =>
    `Deal ID,Account\n${Array.from({ length: many }, (_, index) => `${prefix}${index},Firm ${index}`).join("\n")}\n`;
  const { id, fileId, answer } = await uploaded(text("D"));
  const [open] = await analyseImport(ctx, { id });
  expect(open).toMatchObject({
    values: { length: 200 },
    unlisted: [{ field: "account", open: many - 200, openRows: many - 200, decided: 0 }],
    missing: [{ values: many }],
  });
  const last = `Firm ${many - 1}`;
  expect(await listImportValues(ctx, { id, fileId, q: last.toLowerCase() })).toMatchObject({
    rows: [{ text: last, choice: null }],
    total: 1,
    next: null,
  });
  expect(await listImportValues(ctx, { id, fileId, after: many - 30 })).toMatchObject({
    rows: { length: 30 },
    total: many,
    next: null,
  });
  await updateImportFile(ctx, { id, fileId, choices: [{ field: "account", text: last, choice: { do: "empty" } }] });
  await answer({ account: "create" });
  const checked = await check(ctx, id);
  expect(checked.preview).toMatchObject([
    {
      good: many,
      errors: 0,
      objects: [{ entity: "account", created: many - 1 }, { entity: "opportunity", created: many }, {}],
    },
  ]);
  expect((await run(ctx, id)).totals).toEqual(checked.preview);
  const later = await uploaded(text("E"));
  expect((await analyseImport(ctx, { id: later.id }))[0]).toMatchObject({ missing: [], unlisted: [] });
  expect((await check(ctx, later.id)).preview).toMatchObject([
    { good: many, objects: [{ entity: "opportunity" }, {}] },
  ]);
  expect(await reverted(id)).toEqual([]);
  expect(await accountNames()).toEqual([]);
});

test("an answer that the field cannot have is refused, and changes nothing", async () => {
  const { id, fileId, answer } = await uploaded("Deal ID,Account,Stage,Value\nD1,Acme,Odd,1\n");
  await answer({ account: "skip" });
  for (const missing of [{ stage: "create" }, { amount: "empty" }, { nonsense: "skip" }] as const)
    await expect(answer(missing)).rejects.toMatchObject({ code: "VALIDATION" });
  const own = await upload(ctx, { "firms.csv": "Company,Parent company\nLeft,Holding\n" });
  const options = { missing: { parent: "skip" as const } };
  const ofLink = updateImportFile(ctx, { id: own.id, fileId: own.files[0]?.id ?? "", options });
  await expect(ofLink).rejects.toMatchObject({ code: "VALIDATION" });
  const manager = await workspace.role("manager");
  const theirs = await upload(manager, { "deals.csv": "Deal ID,Owner\nD1,Ada Byron\n" });
  const create = updateImportFile(manager, {
    id: theirs.id,
    fileId: theirs.files[0]?.id ?? "",
    options: { missing: { owner: "create" } },
  });
  await expect(create).rejects.toMatchObject({ code: "VALIDATION" });
  expect((await getImport(ctx, { id })).files.find((file) => file.id === fileId)?.options.missing).toEqual({
    account: "skip",
  });
  for (const [actor, one] of [
    [ctx, own],
    [manager, theirs],
  ] as const)
    expect((await getImport(actor, { id: one.id })).files[0]?.options.missing).toEqual({});
});

test("records made for values are known by their names, whatever key a person chose for the file's own", async () => {
  const text = "Deal ID,Account\nD1,Acme\n";
  for (const expected of [1, 0]) {
    const { id, fileId } = await uploaded(text);
    await updateImportFile(ctx, {
      id,
      fileId,
      options: { recogniseBy: "externalId" },
      choices: [{ field: "account", text: "Acme", choice: { do: "create", name: "Acme" } }],
    });
    await check(ctx, id);
    expect((await run(ctx, id)).totals[0]?.objects.find(({ entity }) => entity === "account")?.created ?? 0).toBe(
      expected,
    );
  }
  expect(await accountNames()).toEqual(["Acme"]);
});

test("a link of a row that a decision leaves out leaves the whole row out", async () => {
  const { id, files } = await upload(ctx, { "firms.csv": "Company,Parent company\nLeft,Nobody\nAlone,\n" });
  const choices = [{ field: "parent", text: "Nobody", choice: { do: "skip" as const } }];
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", choices });
  const checked = await check(ctx, id);
  expect(checked.preview).toMatchObject([{ good: 1, skipped: 1, errors: 0 }]);
  expect((await run(ctx, id)).totals).toEqual(checked.preview);
  expect(await accountNames()).toEqual(["Alone"]);
});

test("values that every object of JavaScript knows are values like others, and keep their decisions", async () => {
  const words = ["constructor", "__proto__", "toString", "hasOwnProperty"];
  const { id, fileId, answer } = await uploaded(
    `Deal ID,Account\n${words.map((word, n) => `D${n},${word}`).join("\n")}\n`,
  );
  expect((await analyseImport(ctx, { id }))[0]).toMatchObject({
    missing: [{ field: "account", values: 4, rule: null }],
  });
  await answer({ account: "create" });
  const choices = [{ field: "account", text: "constructor", choice: { do: "empty" } as const }];
  await updateImportFile(ctx, { id, fileId, choices });
  await expect(
    updateImportFile(ctx, { id, fileId, mapping: [{ column: 1, field: "constructor" }] }),
  ).rejects.toMatchObject({ code: "VALIDATION" });
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ status: "done", errors: 0 });
  expect(await accountNames()).toEqual(words.slice(1).toSorted());
});

test("a manager, who may own only for the team, cannot leave unknown owners empty", async () => {
  const manager = await workspace.role("manager");
  const { id, files } = await upload(manager, { "firms.csv": "Company,Account owner\nOne,Nobody Known\nTwo,\n" });
  const fileId = files[0]?.id ?? "";
  const [asked] = (await analyseImport(manager, { id }))[0]?.missing ?? [];
  expect(asked).toMatchObject({ field: "owner", rules: expect.not.arrayContaining(["empty"]) });
  await expect(
    updateImportFile(manager, { id, fileId, options: { missing: { owner: "empty" } } }),
  ).rejects.toMatchObject({ code: "VALIDATION" });
  const choices = [{ field: "owner", text: "Nobody Known", choice: { do: "empty" } as const }];
  await updateImportFile(manager, { id, fileId, choices });
  await check(manager, id);
  expect(await run(manager, id)).toMatchObject({ status: "done", created: 2, errors: 0 });
  expect(await rows("select name, owner_id as owner from accounts where tenant_id = $1 order by name")).toEqual([
    { name: "One", owner: manager.member?.id },
    { name: "Two", owner: manager.member?.id },
  ]);
});

test("owners that nobody knows are left empty by that answer: the importer does not become the owner", async () => {
  const { id, files } = await upload(ctx, { "firms.csv": "Company,Account owner\nOne,Nobody Known\nTwo,\n" });
  const fileId = files[0]?.id ?? "";
  await updateImportFile(ctx, { id, fileId, options: { missing: { owner: "empty" } } });
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ status: "done", created: 2, errors: 0 });
  expect(await rows("select name, owner_id as owner from accounts where tenant_id = $1 order by name")).toEqual([
    { name: "One", owner: null },
    { name: "Two", owner: null },
  ]);
});
