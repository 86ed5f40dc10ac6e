import "@/registry/register";
import { existsSync } from "node:fs";
import { readXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as download } from "@/app/api/exports/records/[id]/route";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { createTeam } from "@/modules/platform/identity/teams/operations";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { read } from "@/test/read-workbook";
import { copyRecords, previewRecordExport } from "./operations/copy";
import { askRecordExport, cancelRecordExport, getRecordExport, listRecordExports } from "./operations/exports";
import { forgetFile, openRecordExport, pathOf } from "./operations/files";
import { typedCells } from "./operations/table";
import { expiresFrom, forgetExpired, writeRecordExport } from "./operations/work";
import { requireFits } from "./operations/write";
import { recordExportScope } from "./scope";

const accounts = { noun: "account", list: {}, format: "csv", values: "machine" } as const;
const sheets = { ...accounts, format: "xlsx" } as const;

async function bytesOf(ctx: Ctx, id: string): Promise<Buffer> {
  const { content } = await openRecordExport(ctx, id);
  const blocks: Buffer[] = [];
  for await (const block of content) blocks.push(Buffer.from(block as Uint8Array));
  return Buffer.concat(blocks);
}
const textOf = async (ctx: Ctx, id: string) => (await bytesOf(ctx, id)).toString("utf8").replace(/^\ufeff/, "");

/** The rows of the last sheet, which says what the others hold. */
async function coverOf(bytes: Buffer) {
  const last = (await readXlsx(bytes)).sheets.at(-1);
  expect(last?.name).toBe("About");
  return last?.rows;
}

let workspace: TestWorkspace;
let admin: Ctx;
let boss: TestMember;
beforeAll(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("admin");
  admin = await workspace.as(boss);
});

const made = async (ctx: Ctx, name: string, more: object = {}) =>
  await accountOperations.create(ctx, { name, ...more });

describe("a file of a list", () => {
  test("has its records, each with its id, its columns in their order, and nothing that a sheet runs", async () => {
    const texts = ['=HYPERLINK("https://evil.example")', 'Say "hi", now', "'quoted", "Ärger 🙂"];
    const ids: string[] = [];
    for (const name of texts) ids.push((await made(admin, name, { description: "a\nb" })).id);
    const list = { sort: { field: "createdAt", direction: "asc" } } as const;
    const asked = await askRecordExport(admin, { ...accounts, list, columns: ["description", "name"] });
    expect(asked).toMatchObject({ status: "ready", rowsTotal: 4, rowsBeyond: 0 });
    const text = await textOf(admin, asked.id);
    expect(text.split("\r\n")).toEqual([
      "Id,Description,Name",
      `${ids[0]},"a\nb","'=HYPERLINK(""https://evil.example"")"`,
      `${ids[1]},"a\nb","Say ""hi"", now"`,
      `${ids[2]},"a\nb",''quoted`,
      `${ids[3]},"a\nb",Ärger 🙂`,
      "",
    ]);
  });

  test("is a workbook with typed cells, a sheet for each group, and a cover that says what it holds", async () => {
    const asked = await askRecordExport(admin, { ...sheets, columns: ["name", "createdAt"], view: "Mine" });
    const bytes = await bytesOf(admin, asked.id);
    const opened = await read(bytes);
    expect(opened.sheets.map(({ name }) => name)).toEqual(["Accounts"]);
    expect(opened.columns.slice(0, 2)).toEqual(["Id", "Name"]);
    expect(opened.rows.map(({ values }) => values[1])).toContain('=HYPERLINK("https://evil.example")');
    expect(await coverOf(bytes)).toEqual(
      expect.arrayContaining([
        ["Workspace", workspace.tenant.name],
        ["View", "Mine"],
        ["Time zone of the times", workspace.tenant.timeZone],
        ["Rows", 4],
      ]),
    );
    await made(admin, "Grouped", { ownerId: boss.id });
    const grouped = await askRecordExport(admin, { ...sheets, columns: ["name"], group: "owner" });
    const names = (await read(await bytesOf(admin, grouped.id))).sheets.map(({ name }) => name);
    expect(names).toContain(boss.name);
  });

  test("is refused at its start for a sort that the list refuses, and no file waits", async () => {
    const own = await testWorkspace();
    const ctx = await own.role("owner");
    const list = { sort: { field: "nothing", direction: "asc" } } as const;
    const refused = { code: "VALIDATION" };
    await expect(askRecordExport(ctx, { ...accounts, list } as never)).rejects.toMatchObject(refused);
    expect(await ctx.db.recordExport.count()).toBe(0);
  });

  test("has one sheet for each group up to a hundred, and is refused above that", async () => {
    const own = await testWorkspace();
    const ctx = await own.role("owner");
    const names = Array.from({ length: 101 }, (_, place) => `Industry ${place}`);
    const data = names.map((name) => ({ name, nameKey: name.toLowerCase(), industry: name }));
    await ctx.db.account.createMany({ data });
    await expect(askRecordExport(ctx, { ...sheets, columns: ["name"], group: "industry" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "group" }] },
    });
    await ctx.db.account.deleteMany({ where: { name: "Industry 0" } });
    const next = await askRecordExport(ctx, { ...sheets, columns: ["name"], group: "industry" });
    expect((await readXlsx(await bytesOf(ctx, next.id))).sheets).toHaveLength(101);
  });

  test("is refused where a list has more records than a sheet has rows, and not as CSV", async () => {
    const rows = 1_048_576;
    await expect(requireFits(admin, sheets, rows)).rejects.toMatchObject({
      details: {
        fields: [
          {
            path: "format",
            message:
              "A sheet of a workbook holds 1,048,575 rows at most, and this list has 1,048,576 rows. Choose CSV, or add a condition.",
          },
        ],
      },
    });
    await requireFits(admin, accounts, rows);
    await requireFits(admin, sheets, rows - 1);
  });

  test("has the fields that the workspace added", async () => {
    const ctx = await (await testWorkspace()).role("owner");
    await createCustomField(ctx, { entity: "account", kind: "text", label: "Favourite dish" });
    const own = await later(ctx);
    const field = Object.keys(own.tenant.custom.fieldsOf("account")).find((name) => name !== "tags") ?? "";
    await made(own, "Wide", { custom: { [field.replace("custom.", "")]: "Soup" } });
    const asked = await askRecordExport(own, { ...accounts, columns: [field] });
    expect(await textOf(own, asked.id)).toMatch(/^Id,Favourite dish\r\n\S+,Soup\r\n$/);
  });

  test("ends where no cell of a sheet holds a text, and says which", async () => {
    const long = { id: "1", name: "Acme", note: "x".repeat(32_768) };
    const cells = typedCells(admin, [
      { header: "Note", field: "note", cell: (record) => (record as typeof long).note },
    ]);
    expect(() => cells(long)).toThrow(
      "“Note” of Acme has 32,768 characters; a cell of a workbook holds 32,767 characters. Choose CSV.",
    );
    expect(cells({ ...long, note: long.note.slice(1) })).toEqual([long.note.slice(1)]);
  });
});

describe("the right to export", () => {
  let member: TestMember;
  beforeAll(async () => {
    member = await workspace.join("member");
    const own = await workspace.as(member);
    await made(own, "Own record");
    await made(admin, "Foreign record", { ownerId: boss.id });
  });

  test("members have none, and one that is granted covers own records: the rest is counted", async () => {
    const plain = await workspace.as(member);
    await expect(askRecordExport(plain, accounts)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const granted = await workspace.as(member, { grants: [{ permission: "record:export", effect: "allow" }] });
    const preview = await previewRecordExport(granted, { noun: "account", list: {} });
    expect(preview.rows).toBe(1);
    expect(preview.beyond).toBeGreaterThan(0);
    // Records that the member does not see are no part of the list.
    const grants = [{ permission: "record:export", effect: "allow" }] as const;
    const seesOwn = await workspace.as(member, { grants: [...grants], visibility: { account: "own" } });
    const ofOwn = await previewRecordExport(seesOwn, { noun: "account", list: {} });
    expect(ofOwn).toMatchObject({ rows: 1, beyond: 0 });
    const asked = await askRecordExport(granted, { ...accounts, columns: ["name"] });
    await adminQuery(
      "insert into member_grants (id, tenant_id, member_id, permission, effect) values (gen_random_uuid(), $1, $2, 'record:export', 'allow')",
      [workspace.tenant.id, member.id],
    );
    const text = await textOf(granted, asked.id);
    expect(text).toContain("Own record");
    expect(text).not.toContain("Foreign record");
    const grouped = await askRecordExport(granted, { ...sheets, columns: ["name"], group: "owner" });
    const groups = (await readXlsx(await bytesOf(granted, grouped.id))).sheets.map(({ name }) => name);
    expect(groups).toEqual([member.name, "About"]);
    await adminQuery("delete from member_grants where member_id = $1", [member.id]);
    await expect(openRecordExport(granted, asked.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("managers export the records of their teams", async () => {
    const manager = await workspace.join("manager");
    await createTeam(admin, { name: "North", memberIds: [manager.id, member.id] });
    const ctx = await workspace.as(manager);
    const asked = await askRecordExport(ctx, { ...accounts, columns: ["name"] });
    const text = await textOf(ctx, asked.id);
    expect(text).toContain("Own record");
    expect(text).not.toContain("Foreign record");
  });

  test("a file is its asker's alone, and has no field that the asker may not read", async () => {
    const asked = await askRecordExport(admin, accounts);
    const other = await workspace.role("owner");
    await expect(getRecordExport(other, { id: asked.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(openRecordExport(other, asked.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listRecordExports(other, {})).rows).toEqual([]);
    const row = { id: asked.id, ownerId: boss.id };
    expect([admin, other].map((ctx) => recordExportScope.sees(ctx, row))).toEqual([true, false]);
    const blind = await workspace.as(boss, { hiddenFields: { account: ["employees"] } });
    const refused = askRecordExport(blind, { ...accounts, columns: ["employees"] });
    await expect(refused).rejects.toMatchObject({ code: "VALIDATION" });
    const hidden = await askRecordExport(blind, accounts);
    expect(hidden.rowsTotal).toBeGreaterThan(0);
    const { columns } = await previewRecordExport(blind, { noun: "account", list: {} });
    expect(columns).toContain("industry");
    expect(columns).not.toContain("employees");
    // Rights that ended since count, too.
    const before = await askRecordExport(await workspace.as(boss), { ...accounts, columns: ["name", "employees"] });
    await expect(openRecordExport(blind, before.id)).rejects.toMatchObject({ code: "VALIDATION" });
  });

  test("records that one may not see at all are refused", async () => {
    const key = await workspace.as(boss, { scopes: ["record:export"] });
    await expect(askRecordExport(key, accounts)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const input = { noun: "account", list: {} };
    await expect(previewRecordExport(key, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("records of a kind that does not exist are refused", async () => {
    await expect(askRecordExport(admin, { ...accounts, noun: "secret" })).rejects.toMatchObject({ code: "VALIDATION" });
  });
});

describe("a file that a job writes", () => {
  const waiting = async (ctx: Ctx) => {
    const { id } = await askRecordExport(ctx, { ...accounts, columns: ["name"] });
    await adminQuery("update record_exports set status = 'waiting' where id = $1", [id]);
    return id;
  };

  test("is there for a day, for its asker", async () => {
    const id = await waiting(admin);
    const rows = await writeRecordExport(workspace.system, id);
    expect(await getRecordExport(admin, { id })).toMatchObject({ status: "done", rowsDone: rows });
    expect(await textOf(admin, id)).toContain("Own record");
    expect(await writeRecordExport(workspace.system, id)).toBeNull();
    const path = await pathOf(workspace.tenant.id, id);
    expect(existsSync(path)).toBe(true);
    await adminQuery("update record_exports set expires_at = now() - interval '1 minute' where id = $1", [id]);
    await expect(openRecordExport(admin, id)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(((await expiresFrom(workspace.system)) ?? new Date()) < new Date()).toBe(true);
    await forgetExpired(workspace.system, new Date());
    expect(existsSync(path)).toBe(false);
    expect(await getRecordExport(admin, { id })).toMatchObject({ status: "expired", address: null });
  });

  test("ends without a file when it is cancelled, or when the right of its asker has ended", async () => {
    const id = await waiting(admin);
    expect(await cancelRecordExport(admin, { id })).toMatchObject({ status: "cancelled" });
    expect(await writeRecordExport(workspace.system, id)).toBeNull();
    await expect(cancelRecordExport(admin, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    const leaving = await workspace.join("admin");
    const ctx = await workspace.as(leaving);
    const ended = await waiting(ctx);
    await adminQuery("update members set role = 'viewer' where id = $1", [leaving.id]);
    expect(await writeRecordExport(workspace.system, ended)).toBeNull();
    expect(await getRecordExport(ctx, { id: ended })).toMatchObject({
      status: "failed",
      failure: "The member who requested this export may no longer export records.",
    });
    expect(existsSync(await pathOf(workspace.tenant.id, ended))).toBe(false);
    await forgetFile(workspace.tenant.id, ended);
  });

  test("an event says who exported what, and how many rows", async () => {
    const { id } = await askRecordExport(admin, { ...accounts, columns: ["name"] });
    await bytesOf(admin, id);
    const events = await adminQuery<{ name: string; data: object }>(
      "select name, data from events where entity_id = $1 order by id",
      [id],
    );
    const facts = { noun: "account", format: "csv", rows: expect.any(Number) };
    expect(events).toEqual([
      { name: "recordExport.prepared", data: facts },
      { name: "recordExport.downloaded", data: facts },
    ]);
  });
});

test("a selection is copied as a table in its order, archived records too, within the right to export", async () => {
  const one = await made(admin, '@sum\t"x"');
  const other = await made(admin, "Archived one");
  await accountOperations.archive(admin, { id: other.id, version: other.version });
  const input = { noun: "account", columns: ["name"], ids: [other.id, one.id] };
  const copied = await copyRecords(admin, input);
  const text = `Id\tName\n${other.id}\tArchived one\n${one.id}\t"'@sum\t""x"""`;
  expect(copied).toEqual({ text, rows: 2, beyond: 0 });
  const wide = await made(admin, "\uff1dSUM(A1)");
  expect((await copyRecords(admin, { ...input, ids: [wide.id] })).text).toBe(`Id\tName\n${wide.id}\t'\uff1dSUM(A1)`);
  const shown = await copyRecords(admin, { ...input, columns: ["website", "nothing", "name"], ids: [other.id] });
  expect(shown.text).toBe(`Id\tWebsite\tName\n${other.id}\t\tArchived one`);
  const grants = [{ permission: "record:export", effect: "allow" }] as const;
  const granted = await workspace.as(await workspace.join("member"), { grants: [...grants] });
  const theirs = await made(granted, "Theirs");
  expect(await copyRecords(granted, { ...input, ids: [one.id, theirs.id] })).toEqual({
    text: `Id\tName\n${theirs.id}\tTheirs`,
    rows: 1,
    beyond: 1,
  });
  const viewer = await workspace.role("viewer");
  await expect(copyRecords(viewer, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(inTransaction(viewer, (inner) => copyRecords(inner, input))).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});

test("the address of a file asks who calls", async () => {
  const { id } = await askRecordExport(admin, { ...accounts, columns: ["name"] });
  const answer = await download(new Request(`http://localhost/api/exports/records/${id}`), {
    params: Promise.resolve({ id }),
  });
  expect(answer.status).toBe(401);
});
