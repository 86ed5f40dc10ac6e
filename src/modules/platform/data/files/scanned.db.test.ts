import "@/registry/register";
import { text as textOf } from "node:stream/consumers";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { env } from "@/env";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { storagePrefix, storedKeys } from "@/server/storage";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { sentFile, uploadFile } from "@/test/stored-file";
import { type Scan, virusScanner } from "@/test/virus-scanner";
import { completeUpload } from "./operations/complete";
import { getFileUsage, listFiles } from "./operations/list";
import { deleteDue } from "./operations/stored-deletions";

const bytes = Buffer.from("Hello\n");
const status =
  (code: number, headers = {}): Scan =>
  (request, response) => {
    request.resume();
    request.once("end", () => response.writeHead(code, headers).end());
  };

let answer: Scan;
const scanner = virusScanner((request, response) => answer(request, response));
let workspace: TestWorkspace;
let ctx: Ctx;
let of: { entity: "account"; recordId: string };
beforeAll(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});
beforeEach(async () => {
  scanner.use();
  of = { entity: "account", recordId: (await accountOperations.create(ctx, { name: "Firm" })).id };
});

const silent = { code: "UNAVAILABLE", message: expect.stringMatching(/^The virus scanner does not answer/) };

describe("the virus scanner", () => {
  test("gets the bytes and the name of each file before it is there, and lets clean ones pass", async () => {
    const seen: { method: string | undefined; name: unknown; bytes: string; files: number }[] = [];
    answer = async (request, response) => {
      const { method, headers } = request;
      const sent = await textOf(request);
      const { total } = await listFiles(ctx, of);
      seen.push({ method, name: headers["x-file-name"], bytes: sent, files: total });
      response.writeHead(200).end();
    };
    const file = await uploadFile(ctx, bytes, { ...of, name: "Übersicht.txt" });
    expect(file).toMatchObject({ name: "Übersicht.txt", number: 1 });
    expect(seen).toEqual([{ method: "POST", name: "%C3%9Cbersicht.txt", bytes: "Hello\n", files: 0 }]);
  });

  test("refuses a file with a virus, of which nothing stays", async () => {
    const usage = await getFileUsage(ctx, {});
    const before = await storedKeys(storagePrefix(workspace.tenant.id));
    answer = status(406);
    const { id } = await sentFile(ctx, bytes, { ...of, name: "Virus.txt" });
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining("The virus scanner refuses this file"),
    });
    expect(await listFiles(ctx, of)).toMatchObject({ rows: [], total: 0 });
    expect(await getFileUsage(ctx, {})).toEqual(usage);
    // The upload has ended: nobody can complete it when the scanner is off.
    Object.assign(env, { SCAN_URL: undefined });
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    while ((await deleteDue(workspace.system)) > 0);
    expect(await storedKeys(storagePrefix(workspace.tenant.id))).toEqual(before);
  });

  const elsewhere: Scan = (request, response) =>
    request.url === "/clean" ? status(200)(request, response) : status(302, { location: "/clean" })(request, response);
  const breaksOff: Scan = ({ socket }) => socket.destroy();
  test.each([
    ["answers with an error", status(500), undefined],
    ["sends to another address", elsewhere, undefined],
    ["breaks the connection off", breaksOff, undefined],
    ["does not run", status(200), "http://127.0.0.1:1"],
  ])("that %s lets no file pass, and the upload goes on when it answers", async (_title, first, address) => {
    const { id } = await sentFile(ctx, bytes, { ...of, name: "A.txt" });
    answer = first;
    const { SCAN_URL } = env;
    Object.assign(env, { SCAN_URL: address ?? SCAN_URL });
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject(silent);
    expect(await listFiles(ctx, of)).toMatchObject({ rows: [], total: 0 });
    Object.assign(env, { SCAN_URL });
    answer = status(200);
    expect(await completeUpload(ctx, { id })).toMatchObject({ name: "A.txt", number: 1 });
  });

  test("that takes too long lets no file pass", async () => {
    const { id } = await sentFile(ctx, bytes, { ...of, name: "Slow.txt" });
    answer = (request) => request.resume();
    // Two minutes are over at once.
    const wait = AbortSignal.timeout.bind(AbortSignal);
    const waits = vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => wait(ms === 120_000 ? 50 : ms));
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject(silent);
    expect(waits).toHaveBeenCalledWith(120_000);
    expect(await listFiles(ctx, of)).toMatchObject({ rows: [], total: 0 });
  });
});

test("a file whose sender loses the right to the record, or whose record goes, while it is checked is not there", async () => {
  const seller = await workspace.join("member");
  const theirs = await workspace.as(seller);
  const { id: recordId } = await accountOperations.create(theirs, { name: "Firm", ownerId: seller.id });
  const own = { entity: "account", recordId } as const;
  const whileChecked = (act: () => Promise<unknown>): Scan => {
    return (request, response) => {
      request.resume();
      request.once("end", () => void act().finally(() => response.writeHead(200).end()));
    };
  };
  const stored = async () =>
    (await storedKeys(`${storagePrefix(workspace.tenant.id)}uploads/`)).filter((key) => key.endsWith(id));
  const { id } = await sentFile(theirs, bytes, { ...own, name: "A.txt" });
  answer = whileChecked(() => adminQuery("update accounts set owner_id = null where id = $1", [recordId]));
  await expect(completeUpload(theirs, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await listFiles(ctx, own)).toMatchObject({ total: 0 });
  await adminQuery("update accounts set owner_id = $2 where id = $1", [recordId, seller.id]);
  let during: string[] = [];
  answer = whileChecked(async () => {
    await adminQuery("delete from accounts where id = $1", [recordId]);
    while ((await deleteDue(workspace.system)) > 0);
    during = await stored();
  });
  await expect(completeUpload(theirs, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await adminQuery("select 1 from files where record_id = $1", [recordId])).toEqual([]);
  // The job left it to the check, which deleted it.
  expect(during).toHaveLength(1);
  expect(await stored()).toEqual([]);
});
