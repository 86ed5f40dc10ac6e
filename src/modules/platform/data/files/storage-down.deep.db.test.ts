import "@/registry/register";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { env } from "@/env";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { completeStored, storagePrefix, storedKeys } from "@/server/storage";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { StorageWay } from "@/test/storage-way";
import { bodyOf, sentFile, uploadFile } from "@/test/stored-file";
import { beginUpload } from "./operations/begin";
import { completeUpload } from "./operations/complete";
import { getFileUsage, listFiles } from "./operations/list";
import { downloadFile } from "./operations/open";
import { sendPart } from "./operations/parts";
import { deleteDue } from "./operations/stored-deletions";

const there = { STORAGE_URL: env.STORAGE_URL };
/** Nothing listens there. */
const down = () => Object.assign(env, { STORAGE_URL: "http://127.0.0.1:1" });
const up = () => Object.assign(env, there);

const text = Buffer.from("Hello\n");
let workspace: TestWorkspace;
let ctx: Ctx;
let of: { entity: "account"; recordId: string };
beforeAll(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});
beforeEach(async () => {
  of = { entity: "account", recordId: (await accountOperations.create(ctx, { name: "Firm" })).id };
});
afterEach(up);

const unavailable = { code: "UNAVAILABLE", message: expect.stringMatching(/^Storage for files does not answer/) };

describe("while storage does not answer", () => {
  test("no upload begins, and none counts", async () => {
    const usage = await getFileUsage(ctx, {});
    down();
    await expect(beginUpload(ctx, { ...of, name: "A.txt", size: 1 })).rejects.toMatchObject(unavailable);
    expect(await getFileUsage(ctx, {})).toEqual(usage);
    expect(await adminQuery("select 1 from file_uploads where record_id = $1", [of.recordId])).toEqual([]);
  });

  test("a part and the completion fail, and go on afterwards", async () => {
    const { id } = await beginUpload(ctx, { ...of, name: "A.txt", size: text.length });
    const send = () => sendPart(ctx, { id, number: 1, size: text.length, content: bodyOf(text) });
    down();
    await expect(send()).rejects.toMatchObject(unavailable);
    up();
    expect(await send()).toMatchObject({ sent: [1] });
    down();
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject(unavailable);
    expect(await listFiles(ctx, of)).toMatchObject({ rows: [], total: 0 });
    up();
    expect(await completeUpload(ctx, { id })).toMatchObject({ name: "A.txt", number: 1 });
  });

  test("parts that it may still put together are deleted after the lease, if the record goes meanwhile", async () => {
    const { id } = await sentFile(ctx, text, { ...of, name: "A.txt" });
    down();
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject(unavailable);
    up();
    await adminQuery("delete from accounts where id = $1", [of.recordId]);
    const [noted] = await adminQuery<{ due: Date }>(
      "select due_at as due from stored_deletions where tenant_id = $1 and key like $2",
      [workspace.tenant.id, `%/uploads/${id}`],
    );
    expect(noted?.due.getTime()).toBeGreaterThan(Date.now() + 60_000);
  });

  test("what is deleted is tried again later, with the reason, and the job fails", async () => {
    const file = await uploadFile(ctx, text, { ...of, name: "A.txt" });
    await adminQuery("delete from files where id = $1", [file.id]);
    down();
    await expect(deleteDue(workspace.system)).rejects.toMatchObject(unavailable);
    const waiting = await adminQuery<{ key: string; attempts: number; reason: string; later: boolean }>(
      "select key, attempts, reason, due_at > now() as later from stored_deletions where tenant_id = $1 and key like '%/files/%'",
      [workspace.tenant.id],
    );
    expect(waiting).toMatchObject([{ attempts: 1, reason: expect.stringContaining("does not answer"), later: true }]);
    up();
    // Not to `now()`: rounded up to a millisecond, it may not have come yet.
    await adminQuery("update stored_deletions set due_at = now() - interval '1 minute'");
    while ((await deleteDue(workspace.system)) > 0);
    const left = await storedKeys(storagePrefix(workspace.tenant.id));
    expect(left).not.toContain(waiting[0]?.key);
    expect(left.filter((key) => key.includes("/uploads/"))).toEqual([]);
  });
});

describe("while storage is full", () => {
  let way: StorageWay;
  beforeAll(async () => {
    way = await StorageWay.open(there.STORAGE_URL ?? "");
  });
  afterAll(() => way.close());
  const reached = () => Object.assign(env, { STORAGE_URL: way.url });
  const full = { code: "UNAVAILABLE", message: expect.stringMatching(/^Storage for files is full/) };
  const rows = () =>
    adminQuery(
      `select (select json_agg(f order by id) from files f) as files, (select json_agg(u order by id) from file_uploads u) as uploads,
        (select json_agg(v order by id) from file_versions v) as versions, (select json_agg(u) from file_usage u) as usage`,
    );

  test("uploads say so, nothing of them counts, and files are read as before", async () => {
    reached();
    const kept = await uploadFile(ctx, text, { ...of, name: "Kept.txt" });
    const { id } = await beginUpload(ctx, { ...of, name: "A.txt", size: text.length });
    const before = await rows();
    way.set("full");
    await expect(beginUpload(ctx, { ...of, name: "B.txt", size: 1 })).rejects.toMatchObject(full);
    const part = { id, number: 1, size: text.length };
    await expect(sendPart(ctx, { ...part, content: bodyOf(text) })).rejects.toMatchObject(full);
    expect(await rows()).toEqual(before);
    const { body } = await downloadFile(ctx, kept.id, new Request("http://localhost:3000/api/files/any"));
    expect(await new Response(body).text()).toBe(text.toString());
    way.set("up");
    await sendPart(ctx, { ...part, content: bodyOf(text) });
    way.set("full");
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject(full);
    expect(await listFiles(ctx, of)).toMatchObject({ total: 1 });
    way.set("up");
    expect(await completeUpload(ctx, { id })).toMatchObject({ name: "A.txt", number: 1 });
  });

  test("a file whose copy finds no room is not there, and what was begun of it is deleted later", async () => {
    reached();
    const { id } = await sentFile(ctx, text, { ...of, name: "A.txt" });
    // The parts are together when the disk is full.
    const [upload] = await adminQuery<{ storage_key: string; storage_id: string }>(
      "select storage_key, storage_id from file_uploads where id = $1",
      [id],
    );
    const [part] = await adminQuery<{ tag: string }>("select tag from file_upload_parts where upload_id = $1", [id]);
    await completeStored(upload?.storage_key ?? "", upload?.storage_id ?? "", [{ number: 1, tag: part?.tag ?? "" }]);
    way.set("full");
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject(full);
    expect(await listFiles(ctx, of)).toMatchObject({ rows: [], total: 0 });
    const left = await adminQuery<{ key: string }>(
      "select key from stored_deletions where tenant_id = $1 and key like '%/files/%' and due_at > now()",
      [workspace.tenant.id],
    );
    expect(left).toHaveLength(1);
    way.set("up");
    await completeUpload(ctx, { id });
  });
});

test("of two calls at once that complete one upload, one makes the file", async () => {
  const { id } = await sentFile(ctx, text, { ...of, name: "Twice.txt" });
  const results = await Promise.allSettled([completeUpload(ctx, { id }), completeUpload(ctx, { id })]);
  expect(results.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" });
  expect((await listFiles(ctx, of)).total).toBe(1);
});
