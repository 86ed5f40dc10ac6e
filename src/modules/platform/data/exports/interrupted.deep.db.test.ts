import "@/registry/register";
import { existsSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Ctx } from "@/server/context";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { read } from "@/test/read-workbook";
import { askRecordExport, cancelRecordExport, getRecordExport } from "./operations/exports";
import { openRecordExport, pathOf } from "./operations/files";
import { writeRecordExport } from "./operations/work";
import type { ExportRequest } from "./schema";

const accounts: ExportRequest = { noun: "account", list: {}, columns: ["name"], format: "csv", values: "machine" };
const rows = 8_000;

let workspace: TestWorkspace;
let member: TestMember;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, updated_at)
     select gen_random_uuid(), $1, 'Firm ' || n, 'firm ' || n, now() from generate_series(1, $2::int) as n`,
    [workspace.tenant.id, rows],
  );
});

// Rights are read again every few seconds: the clock is the test's.
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  member = await workspace.join("admin");
  ctx = await workspace.as(member);
});
afterEach(() => {
  vi.useRealTimers();
});

const become = (role: string) => adminQuery("update members set role = $2 where id = $1", [member.id, role]);
async function waiting(): Promise<string> {
  const { id } = await askRecordExport(ctx, accounts);
  await adminQuery("update record_exports set status = 'waiting' where id = $1", [id]);
  return id;
}
const isThere = async (id: string) => {
  const path = await pathOf(workspace.tenant.id, id);
  return existsSync(path) || existsSync(`${path}.new`);
};

async function rest(blocks: AsyncIterator<Uint8Array>): Promise<string> {
  let text = "";
  for (;;) {
    const { done, value } = await blocks.next();
    if (done) return text;
    text += Buffer.from(value).toString("utf8");
  }
}

describe("a file that is being streamed", () => {
  test("breaks off when the right of its asker ends, and says so afterwards", async () => {
    const { id } = await askRecordExport(ctx, accounts);
    const { content } = await openRecordExport(ctx, id);
    const blocks = content[Symbol.asyncIterator]();
    await blocks.next();
    await become("viewer");
    vi.advanceTimersByTime(3_000);
    await expect(rest(blocks)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await become("admin");
    expect(await getRecordExport(ctx, { id })).toMatchObject({
      status: "failed",
      address: null,
      failure: "You are no longer allowed to export these records. The file is not complete.",
    });
  });

  test("has only the records of the right that is left", async () => {
    await adminQuery("update accounts set owner_id = $2 where tenant_id = $1 and name = 'Firm 999'", [
      workspace.tenant.id,
      member.id,
    ]);
    const { id } = await askRecordExport(ctx, { ...accounts, list: { sort: { field: "name", direction: "asc" } } });
    const { content } = await openRecordExport(ctx, id);
    const blocks = content[Symbol.asyncIterator]();
    await blocks.next();
    await become("member");
    await adminQuery(
      "insert into member_grants (id, tenant_id, member_id, permission, effect) values (gen_random_uuid(), $1, $2, 'record:export', 'allow')",
      [workspace.tenant.id, member.id],
    );
    vi.advanceTimersByTime(3_000);
    const lines = (await rest(blocks)).trim().split("\r\n");
    expect(lines.length).toBeLessThan(rows);
    expect(lines.at(-1)).toContain("Firm 999");
  });

  test("of a text that no cell holds breaks off, and says which it is", async () => {
    const { id: account } = await accountOperations.create(ctx, { name: "Long", description: "x".repeat(32_768) });
    const { id } = await askRecordExport(ctx, {
      ...accounts,
      columns: ["name", "description"],
      format: "xlsx",
      list: { q: "Long" },
    });
    const { content } = await openRecordExport(ctx, id);
    await expect(rest(content[Symbol.asyncIterator]())).rejects.toMatchObject({ code: "VALIDATION" });
    const reason =
      "“Description” of Long has 32,768 characters; a cell of a workbook holds 32,767 characters. Choose CSV.";
    expect(await getRecordExport(ctx, { id })).toMatchObject({ status: "failed", failure: reason });
    await adminQuery("update accounts set archived_at = now() where id = $1", [account]);
  });
});

describe("a file that a job writes", () => {
  /** Lets the job begin, and wait for its first page. */
  async function begun(id: string) {
    const held = await hold("lock table accounts in access exclusive mode");
    const written = writeRecordExport(workspace.system, id);
    await expect.poll(howManyWait).toBe(1);
    return { held, written };
  }

  test("ends without a file when it is cancelled meanwhile", async () => {
    const id = await waiting();
    const { held, written } = await begun(id);
    expect(await getRecordExport(ctx, { id })).toMatchObject({ status: "running" });
    await cancelRecordExport(ctx, { id });
    vi.advanceTimersByTime(2_000);
    await held.release();
    expect(await written).toBeNull();
    expect(await getRecordExport(ctx, { id })).toMatchObject({ status: "cancelled", address: null });
    expect(await isThere(id)).toBe(false);
  });

  test("ends without a file when the right of its asker ends meanwhile", async () => {
    const id = await waiting();
    const { held, written } = await begun(id);
    await become("viewer");
    vi.advanceTimersByTime(3_000);
    await held.release();
    expect(await written).toBeNull();
    await become("admin");
    expect(await getRecordExport(ctx, { id })).toMatchObject({ status: "failed", address: null });
    expect(await isThere(id)).toBe(false);
  });

  test.skipIf(!existsSync("/dev/full"))("says that the disk is full, and is not tried again", async () => {
    const id = await waiting();
    await symlink("/dev/full", `${await pathOf(workspace.tenant.id, id)}.new`);
    expect(await writeRecordExport(workspace.system, id)).toBeNull();
    const failure = "The disk of the server is full. Ask its operator.";
    expect(await getRecordExport(ctx, { id })).toMatchObject({ status: "failed", failure });
    expect(await isThere(id)).toBe(false);
  });
});

test("a list with 200 fields of the workspace is a file with all of them", async () => {
  const own = await workspace.role("owner");
  const ids = await adminQuery<{ key: string }>(
    `insert into custom_fields (id, tenant_id, entity, key, kind, label, position, settings, updated_at)
     select gen_random_uuid(), $1, 'contact', 'f' || n, 'text', 'Field ' || n, n, '{}', now()
     from generate_series(1, 200) as n returning key`,
    [workspace.tenant.id],
  );
  const wide = await later(own);
  await contactOperations.create(wide, { firstName: "Ann" });
  const file = async (format: "csv" | "xlsx") => {
    const { id } = await askRecordExport(wide, { noun: "contact", list: {}, format, values: "machine" });
    const blocks: Buffer[] = [];
    for await (const block of (await openRecordExport(wide, id)).content) blocks.push(Buffer.from(block as Uint8Array));
    return Buffer.concat(blocks);
  };
  const [head = ""] = (await file("csv")).toString("utf8").split("\r\n");
  const isOwn = (name: string) => name.startsWith("Field ");
  expect(head.split(",").filter(isOwn)).toHaveLength(ids.length);
  expect((await read(await file("xlsx"))).columns.filter(isOwn)).toHaveLength(ids.length);
});
