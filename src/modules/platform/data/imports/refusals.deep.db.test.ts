import { beforeEach, describe, expect, test } from "vitest";
import { env } from "@/env";
import type { Ctx } from "@/server/context";
import { countedBytes } from "@/test/counted-bytes";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importWorkspace, run, upload } from "@/test/import-trial";
import { addImportFile } from "./operations/add-file";
import { analyseImport } from "./operations/analyse-import";
import { fixImportRow, removeImportFile, skipImportProblems, updateImportFile } from "./operations/change-file";
import { importFileInfo, listImportProblems, pickImportCandidates } from "./operations/list-problems";
import { createImport, discardImport, getImport, listImports } from "./operations/manage-imports";
import { cancelImport, checkImport, retryImport, revertImport, startImport } from "./operations/run-import";
import { listKeptRecords } from "./reverts/operations";

let workspace: TestWorkspace;
let admin: Ctx;
beforeEach(async () => {
  ({ workspace, ctx: admin } = await importWorkspace());
});

const rows = <Row extends object>(sql: string, ...params: unknown[]) =>
  adminQuery<Row & Record<string, unknown>>(sql, [workspace.tenant.id, ...params]);

async function* repeat(first: string, piece: string, times: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(first);
  const block = Buffer.from(piece.repeat(1000));
  for (let done = 0; done < times; done += 1000) yield block;
}
async function* bytes(...values: number[]): AsyncGenerator<Uint8Array> {
  yield Uint8Array.from(values);
}
async function* text(value: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(value);
}

// How long that takes, and how much memory at its peak, the bench measures (refusals).
describe("files that cannot be read are refused in place, and leave nothing", () => {
  const bad: [string, () => AsyncIterable<Uint8Array>, RegExp, number | null, number | null][] = [
    ["nothing", () => text(""), /empty/, null, null],
    ["a header alone", () => text("Company,Industry\n"), /no rows below/, null, null],
    ["a workbook", () => bytes(0x50, 0x4b, 3, 4, 20, 0), /compressed|Excel/, null, null],
    [
      "a quote that never closes",
      () => repeat('Company\nA\n"B', "x,y\n", 2_000_000),
      /quotation mark opens here/i,
      3,
      1,
    ],
    ["a million columns", () => repeat("a", ",a", 1_000_000), /columns/, 1, null],
    ["a cell of many megabytes", () => repeat("Company,Note\nA,", "x", 20_000_000), /longer than/, 2, 2],
    ["too many rows", () => repeat("Company\n", "Firm\n", 4_000_000), /more than 1,048,576 rows/, 1_048_577, null],
    ["a NUL", () => text("Company\nA\u0000B\n"), /NUL/, 2, 1],
    [
      "bytes that are no UTF-8",
      () => bytes(0x43, 0xc3, 0xa9, 0xc3, 0xa9, 0x0a, 0x41, 0xff, 0xfe, 0x81, 0x0a),
      /UTF-8/,
      2,
      1,
    ],
  ];
  test.each(bad)("%s", async (_name, source, reason, row, column) => {
    const { id } = await createImport(admin, {});
    const { read, content } = countedBytes(source());
    const error = await addImportFile(admin, { id, name: "bad.csv", content }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "content" }], row } });
    expect(error.message).toMatch(reason);
    expect(error.message).toContain("bad.csv");
    if (column !== null) expect(error.details.column).toBe(column);
    expect(read.bytes).toBeLessThan(10_000_000);
    expect(await rows("select 1 from import_files where tenant_id = $1 and import_id = $2", id)).toEqual([]);
    expect((await getImport(admin, { id })).files).toEqual([]);
  });

  test("a connection that breaks off leaves nothing", async () => {
    const { id } = await createImport(admin, {});
    async function* broken() {
      yield* repeat("Company\n", "Firm\n", 5000);
      throw new Error("connection reset");
    }
    const refused = addImportFile(admin, { id, name: "cut.csv", content: broken() });
    await expect(refused).rejects.toMatchObject({ code: "INTERNAL", cause: { message: "connection reset" } });
    expect(await rows("select 1 from import_files where tenant_id = $1 and import_id = $2", id)).toEqual([]);
    expect(await rows("select 1 from import_rows r where tenant_id = $1 limit 1")).toEqual([]);
  });

  test("the size holds while it streams", async () => {
    const { id } = await createImport(admin, {});
    const limit = env.IMPORT_MAX_BYTES;
    let sent = 0;
    async function* endless() {
      yield Buffer.from("Company\n");
      const cell = Buffer.from(`${"x".repeat(200_000)}\n`);
      for (; sent < 3 * limit; sent += cell.length) yield cell;
    }
    const error = await addImportFile(admin, { id, name: "long.csv", content: endless() }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: "VALIDATION", status: 413, details: { fields: [{ path: "content" }] } });
    expect(error.message).toMatch(/larger than 100 MB/);
    expect(sent).toBeLessThan(limit * 1.1);
    expect(await rows("select 1 from import_files where tenant_id = $1 and import_id = $2", id)).toEqual([]);
  });

  test("something that is no file", async () => {
    const { id } = await createImport(admin, {});
    await expect(addImportFile(admin, { id, name: "x.csv", content: "text" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });
});

describe("who may import what", () => {
  const firms = "Company,Owner\nOne,\nTwo,Outside Owner\n";

  test("a member may not, with a grant only what is their own", async () => {
    const member = await workspace.join("member");
    await expect(createImport(await workspace.as(member), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await rows(
      "insert into members (id, tenant_id, name, name_key, role, status, updated_at) values (gen_random_uuid(), $1, 'Outside Owner', 'outside owner', 'member', 'placeholder', now())",
    );
    await rows(
      "insert into member_grants (id, tenant_id, member_id, permission, effect) values (gen_random_uuid(), $1, $2, 'record:import', 'allow')",
      member.id,
    );
    const ctx = await workspace.as(member, { grants: [{ permission: "record:import", effect: "allow" }] });
    const { id, files } = await upload(ctx, { "firms.csv": firms });
    const checked = await check(ctx, id);
    expect(checked.preview?.[0]).toMatchObject({ good: 1, errors: 1 });
    const page = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
    expect(page.rows[0]?.problems[0]?.reason).toContain("only to yourself");
    await run(ctx, id);
    expect(
      await rows("select name, owner_id as owner from accounts where tenant_id = $1 and import_id = $2", id),
    ).toEqual([{ name: "One", owner: member.id }]);
  });

  test("a manager: owners of own teams, new products, no members and no stages", async () => {
    const member = await workspace.join("manager");
    const mate = await workspace.join("member");
    await rows(
      "with t as (insert into teams (id, tenant_id, name, name_key, updated_at) values (gen_random_uuid(), $1, 'Mine', 'mine', now()) returning id) insert into team_members (id, tenant_id, team_id, member_id) select gen_random_uuid(), $1, t.id, m::uuid from t, unnest($2::text[]) m",
      [member.id, mate.id],
    );
    await rows(
      "insert into products (id, tenant_id, name, name_key, price_minor, currency, updated_at) values (gen_random_uuid(), $1, 'Known', 'known', 100, 'USD', now())",
    );
    const ctx = await workspace.as(member);
    const { id } = await upload(ctx, {
      "firms.csv": `Company,Account owner\nMate Co,${mate.name}\nOut Co,${admin.member?.name}\n`,
      "products.csv": "Product,Price\nKnown,2\nNew,3\n",
      "deals.csv": `deal id,rep,product,company,stage\nM1,${mate.name},New,Mate Co,Nowhere\nM2,${mate.name},New,Mate Co,Lead\n`,
    });
    expect((await analyseImport(ctx, { id })).flatMap((file) => file.values)).toMatchObject([
      { field: "stage", text: "Nowhere", mayCreate: false },
    ]);
    await decide(ctx, id, (group) =>
      group.field === "stage" ? { do: "create", name: "Nowhere", type: "open" } : null,
    );
    const checked = await check(ctx, id);
    expect(checked.preview?.map((file) => [file.good, file.errors])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    const opportunities = checked.files.find((file) => file.entity === "opportunity");
    const page = await listImportProblems(ctx, { id, fileId: opportunities?.id ?? "" });
    expect(page.rows.map(({ line, problems }) => [line, problems])).toMatchObject([
      [2, [{ header: "stage", value: "Nowhere", reason: "“Nowhere” is not among your stages." }]],
    ]);
    const done = await run(ctx, id);
    expect(done.totals).toEqual(checked.preview);
    expect(await rows("select price_minor::int as price from products where tenant_id = $1 order by name")).toEqual([
      { price: 100 },
      { price: 300 },
    ]);
    const people = await upload(ctx, { "people.csv": "Name,Manager,Team\nNew One,Some Boss,Far\n" });
    await expect(checkImport(ctx, { id: people.id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await analyseImport(ctx, { id: people.id }))[0]?.blockers[0]).toContain("not allowed to import members");
  });

  test("an import is its maker's: others see it only where they manage them, owners and admins always", async () => {
    const one = await workspace.role("manager");
    const other = await workspace.role("manager");
    const { id } = await createImport(one, {});
    await expect(getImport(other, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listImports(other, {})).rows.map((row) => row.id)).not.toContain(id);
    expect((await getImport(admin, { id })).id).toBe(id);
  });

  test("a draft to which no file came is nothing to go on with: lists leave it out", async () => {
    const mine = await workspace.role("manager");
    const { id } = await createImport(mine, {});
    expect((await listImports(mine, {})).rows.map((row) => row.id)).not.toContain(id);
    await addImportFile(mine, { id, name: "a.csv", content: text("Company\nA\n") });
    expect((await listImports(mine, {})).rows.map((row) => row.id)).toContain(id);
  });
});

test("another workspace's import and file ids are NOT_FOUND for every act, and nothing changes", async () => {
  const { id, files } = await upload(admin, { "firms.csv": "Company,Employees\nOne,x\nTwo,2\n" });
  const fileId = files[0]?.id ?? "";
  await decide(admin, id, firstOffer);
  await check(admin, id);
  const before = await rows("select * from imports where tenant_id = $1 and id = $2", id);
  const foreign = await (await testWorkspace()).role("owner");
  const acts: (() => Promise<unknown>)[] = [
    () => getImport(foreign, { id }),
    () => analyseImport(foreign, { id }),
    () => checkImport(foreign, { id }),
    () => startImport(foreign, { id }),
    () => cancelImport(foreign, { id, written: "revert" }),
    () => revertImport(foreign, { id }),
    () => retryImport(foreign, { id }),
    () => discardImport(foreign, { id }),
    () => listKeptRecords(foreign, { id }),
    () => updateImportFile(foreign, { id, fileId, entity: "product" }),
    () => removeImportFile(foreign, { id, fileId }),
    () => fixImportRow(foreign, { id, fileId, line: 2, skip: true }),
    () => skipImportProblems(foreign, { id, fileId }),
    () => listImportProblems(foreign, { id, fileId }),
    () => importFileInfo(foreign, { id, fileId }),
    () => pickImportCandidates(foreign, { id, fileId, field: "owner" }),
    () => addImportFile(foreign, { id, name: "a.csv", content: text("Company\nA\n") }),
  ];
  for (const act of acts) await expect(act(), act.toString()).rejects.toMatchObject({ code: "NOT_FOUND" });
  const own = await createImport(foreign, {});
  await expect(listImportProblems(foreign, { id: own.id, fileId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(updateImportFile(foreign, { id: own.id, fileId, entity: null })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(getImport(foreign, { id: "not-an-id" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await rows("select * from imports where tenant_id = $1 and id = $2", id)).toEqual(before);
});

test("a list of imports goes on behind nothing that is no import", async () => {
  for (const cursor of ["-".repeat(36), "0".repeat(36), "older"])
    await expect(listImports(admin, { cursor })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "cursor" }] },
    });
});

test("an import takes 20 files at most, each at a place of its own, however many come at one moment", async () => {
  const { id } = await createImport(admin, {});
  const add = (name: string) => addImportFile(admin, { id, name, content: text("Company\nA\n") });
  const sent = await Promise.allSettled(Array.from({ length: 24 }, (_, number) => add(`${number}.csv`)));
  expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  const places = await adminQuery<{ position: number }>(
    "select position from import_files where import_id = $1 order by position",
    [id],
  );
  expect(places.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, place) => place));
});

test("a matching of columns that cannot be is refused, and changes nothing", async () => {
  const { id, files } = await upload(admin, { "firms.csv": "Company,Industry\nAcme,Rail\n" });
  const fileId = files[0]?.id ?? "";
  const refused = [
    [{ column: 2, field: "city" }],
    [{ column: 1, field: "nonsense" }],
    [
      { column: 0, field: "name" },
      { column: 1, field: "name" },
    ],
  ];
  for (const mapping of refused)
    await expect(updateImportFile(admin, { id, fileId, mapping })).rejects.toMatchObject({ code: "VALIDATION" });
  expect((await getImport(admin, { id })).files).toEqual(files);
});
