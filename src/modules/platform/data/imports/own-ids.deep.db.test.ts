import { beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});

/** A file of accounts, and what it did. */
async function imported(as: Ctx, rows: readonly string[]) {
  const { id, files } = await upload(as, { "accounts.csv": ["Id,Name,Phone", ...rows, ""].join("\n") });
  const fileId = files[0]?.id ?? "";
  await updateImportFile(as, { id, fileId, entity: "account", mapping: columns });
  await check(as, id);
  const { rows: problems } = await listImportProblems(as, { id, fileId });
  const { totals } = await run(as, id);
  const [counts] = totals.flatMap(({ objects }) => objects);
  return {
    created: counts?.created ?? 0,
    updated: counts?.updated ?? 0,
    problems: problems.map((row) => row.problems),
  };
}
const columns = ["id", "name", "phone"].map((field, column) => ({ column, field }));
const phoneOf = async (id: string) =>
  (await adminQuery<{ phone: string | null }>("select phone from accounts where id = $1", [id]))[0]?.phone;

test("a row is of the record of its id, whatever its name; an id that nobody has is passed over", async () => {
  const one = await accountOperations.create(ctx, { name: "First" });
  const other = await accountOperations.create(ctx, { name: "Second" });
  const foreign = await accountOperations.create(await (await testWorkspace()).role("admin"), { name: "Foreign" });
  const result = await imported(ctx, [`${one.id},Renamed,1`, `${foreign.id},Second,2`, `${newId()},New one,3`]);
  expect(result).toEqual({ created: 1, updated: 2, problems: [] });
  expect((await accountOperations.get(ctx, { id: one.id })).name).toBe("Renamed");
  expect([await phoneOf(other.id), await phoneOf(foreign.id)]).toEqual(["2", null]);
});

test("the id of a record that the importer does not see is answered like one that nobody has", async () => {
  const boss: TestMember = await workspace.join("admin");
  const hidden = await accountOperations.create(await workspace.as(boss), { name: "Hidden", ownerId: boss.id });
  const member = await workspace.as(await workspace.join("manager"), { visibility: { account: "own" } });
  await setVisibility(ctx, { entity: "account", level: "own" });
  const result = await imported(member, [`${hidden.id},Of a manager,9`]);
  await setVisibility(ctx, { entity: "account", level: "everyone" });
  expect(result).toEqual({ created: 1, updated: 0, problems: [] });
  expect(await phoneOf(hidden.id)).toBeNull();
});

test("a text that is no id is a problem of its row", async () => {
  const { created, problems } = await imported(ctx, ["twelve,Third,1"]);
  expect(created).toBe(0);
  expect(problems).toEqual([
    [expect.objectContaining({ reason: "This is not the id of a record. Correct it, or leave the cell empty." })],
  ]);
});

test("records that a column names by their ids are found, though two have one name", async () => {
  const twins = [
    await accountOperations.create(ctx, { name: "Twin" }),
    await accountOperations.create(ctx, { name: "Twin" }),
  ];
  const text = `First name,Last name,Account id\nAnn,Archer,${twins[1]?.id}\n`;
  const { id, files } = await upload(ctx, { "contacts.csv": text });
  const mapping = ["firstName", "lastName", "account"].map((field, column) => ({ column, field }));
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", entity: "contact", mapping });
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ status: "done", failure: null });
  const { rows } = await contactOperations.list(ctx, { q: "Ann Archer" });
  expect(rows.map(({ account }) => account?.id)).toEqual([twins[1]?.id]);
});

test("an export keeps the owners who were removed since, gives them no new record, and its amounts are no thousands", async () => {
  const leaver = await workspace.join("member");
  const kept = await accountOperations.create(ctx, { name: "Kept", ownerId: leaver.id });
  const [row] = await adminQuery<{ name: string; version: number }>("select name, version from members where id = $1", [
    leaver.id,
  ]);
  await removeMember(ctx, { id: leaver.id, version: row?.version ?? 0 });
  const head = "Id,Name,Phone,Owner,Owner id,Employees,Annual revenue,Annual revenue currency";
  const of = `${row?.name},${leaver.id},500,12000.00,USD`;
  const { id, files } = await upload(ctx, {
    "accounts.csv": `${head}\n${kept.id},Kept,1,${of}\n${newId()},Gone,2,${of}\n`,
  });
  const [analysed] = await analyseImport(ctx, { id });
  expect(analysed?.values).toEqual([]);
  expect(analysed?.columns.map(({ unit }) => unit)).toEqual(Array(8).fill(null));
  expect(files[0]?.mapping.map(({ field }) => field)).toContain("owner");
  await check(ctx, id);
  expect((await run(ctx, id)).totals).toMatchObject([{ good: 2, errors: 0 }]);
  expect(await accountOperations.get(ctx, { id: kept.id })).toMatchObject({ owner: { id: leaver.id }, phone: "1" });
  const { rows } = await accountOperations.list(ctx, { q: "Gone" });
  expect(rows).toMatchObject([{ owner: { id: ctx.member?.id }, externalId: null }]);
});
