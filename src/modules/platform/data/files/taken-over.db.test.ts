// @module-tag once

import "@/registry/register";
import { EventEmitter, once } from "node:events";
import type { ServerResponse } from "node:http";
import { beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { storagePrefix, storedKeys } from "@/server/storage";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { sentFile } from "@/test/stored-file";
import { virusScanner } from "@/test/virus-scanner";
import { completeUpload } from "./operations/complete";
import { listFiles } from "./operations/list";
import { deleteDue } from "./operations/stored-deletions";

/** Emits "scan" with the response of each scan, which waits for its answer. */
const scans = new EventEmitter<{ scan: [ServerResponse] }>();
const scanner = virusScanner((request, response) => {
  request.resume();
  request.once("end", () => scans.emit("scan", response));
});
let workspace: TestWorkspace;
let ctx: Ctx;
let of: { entity: "account"; recordId: string };

beforeAll(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
  of = { entity: "account", recordId: (await accountOperations.create(ctx, { name: "Firm" })).id };
});

/** Begins to check an upload; resolves when the scanner has its content. */
async function begunCheck(id: string) {
  scanner.use();
  const scanned = once(scans, "scan");
  // Its end is looked at later.
  const ended = completeUpload(ctx, { id }).then(
    (file) => ({ file, error: null }),
    (error: unknown) => ({ file: null, error }),
  );
  const [scan] = await scanned;
  return { ended, answer: (status: number) => void scan.writeHead(status).end() };
}

const stateOf = async (id: string) =>
  (
    await adminQuery<{ status: string; leased: Date }>(
      "select status, leased_until as leased from file_uploads where id = $1",
      [id],
    )
  )[0];
const letLeaseEnd = (id: string) =>
  adminQuery("update file_uploads set leased_until = now() - interval '1 second' where id = $1", [id]);

test.each([
  ["finds a virus", 406, "VALIDATION"],
  ["fails", 500, "UNAVAILABLE"],
])(
  "a check that outlives its lease and %s leaves the upload to the one that took it over",
  async (_how, status, code) => {
    const { id } = await sentFile(ctx, Buffer.from("Hello\n"), { ...of, name: `${code}.txt` });
    const late = await begunCheck(id);
    await letLeaseEnd(id);
    const next = await begunCheck(id);
    const taken = await stateOf(id);
    late.answer(status);
    expect((await late.ended).error).toMatchObject({ code });
    expect(await stateOf(id)).toEqual(taken);
    next.answer(200);
    expect((await next.ended).file).toMatchObject({ name: `${code}.txt`, number: 1 });
  },
);

test("a check that outlives its lease and finds nothing does not add the file for the one that took it over", async () => {
  const { id } = await sentFile(ctx, Buffer.from("Hello\n"), { ...of, name: "Late.txt" });
  const { total } = await listFiles(ctx, of);
  const late = await begunCheck(id);
  await letLeaseEnd(id);
  const next = await begunCheck(id);
  late.answer(200);
  expect((await late.ended).error).toMatchObject({ code: "CONFLICT" });
  expect(await listFiles(ctx, of)).toMatchObject({ total });
  next.answer(200);
  expect((await next.ended).file).toMatchObject({ name: "Late.txt", number: 1 });
});

test("an upload whose record goes while a process that has died checks it is deleted when the lease ends", async () => {
  const { id: recordId } = await accountOperations.create(ctx, { name: "Gone" });
  const { id } = await sentFile(ctx, Buffer.from("Hello\n"), { ...of, recordId, name: "A.txt" });
  const leased = new Date(Date.now() + 600_000);
  await adminQuery("update file_uploads set status = 'checking', leased_until = $2 where id = $1", [id, leased]);
  await adminQuery("delete from accounts where id = $1", [recordId]);
  const key = `${storagePrefix(workspace.tenant.id)}uploads/${id}`;
  const noted = () =>
    adminQuery("select due_at, storage_id is not null as begun from stored_deletions where key = $1", [key]);
  expect(await noted()).toEqual([{ due_at: leased, begun: true }]);
  while ((await deleteDue(workspace.system)) > 0);
  expect(await noted()).toHaveLength(1);
  await adminQuery("update stored_deletions set due_at = now() - interval '1 second' where key = $1", [key]);
  while ((await deleteDue(workspace.system)) > 0);
  expect(await noted()).toEqual([]);
  expect(await storedKeys(key)).toEqual([]);
});

test("a check whose record went, and whose lease ended too, deletes what storage put together after the job", async () => {
  const { id: recordId } = await accountOperations.create(ctx, { name: "Gone" });
  const { id } = await sentFile(ctx, Buffer.from("Hello\n"), { ...of, recordId, name: "A.txt" });
  const check = await begunCheck(id);
  await adminQuery("delete from accounts where id = $1", [recordId]);
  const key = `${storagePrefix(workspace.tenant.id)}uploads/${id}`;
  // As if the job had come before storage put the parts together.
  await adminQuery("delete from stored_deletions where key = $1", [key]);
  expect(await storedKeys(key)).toEqual([key]);
  check.answer(200);
  expect((await check.ended).error).toMatchObject({ code: "NOT_FOUND" });
  expect(await storedKeys(key)).toEqual([]);
});
