import "@/registry/register";
import { createHash, randomBytes } from "node:crypto";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as preview } from "@/app/api/files/[id]/preview/route";
import { GET as download } from "@/app/api/files/[id]/route";
import { GET as thumbnail } from "@/app/api/files/[id]/thumbnail/route";
import { PUT as send } from "@/app/api/files/uploads/[id]/parts/[number]/route";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { storagePrefix, storedKeys } from "@/server/storage";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { bodyOf, fileRequest, partOf, sentFile, uploadFile } from "@/test/stored-file";
import { signedIn } from "@/test/tenancy/doors";
import { abortUpload, beginUpload, listUploads } from "./operations/begin";
import { forgetRemoved, removeFile, renameFile, restoreFile, restoreFileVersion } from "./operations/change";
import { completeUpload } from "./operations/complete";
import { endExpired } from "./operations/expired";
import { getFile, getFileUsage, listFiles, listFileVersions } from "./operations/list";
import { getUploadParts, sendPart } from "./operations/parts";
import { deleteDue } from "./operations/stored-deletions";
import { partBytes } from "./rules";

let workspace: TestWorkspace;
let boss: TestMember;
let admin: Ctx;
let recordId: string;
beforeAll(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("admin");
  admin = await workspace.as(boss);
});

const account = "account" as const;
const newRecord = async (ctx = admin, more: object = {}) =>
  (await accountOperations.create(ctx, { name: `Firm ${randomBytes(4).toString("hex")}`, ...more })).id;
beforeAll(async () => {
  recordId = await newRecord();
});

const text = Buffer.from("Hello\n");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const objects = () => storedKeys(storagePrefix(workspace.tenant.id));

/** The answer to a browser of the admin, or of another member. */
const ask = (
  route: typeof download,
  id: string,
  { as = boss, ...more }: { as?: TestMember; version?: number; range?: string } = {},
): Promise<Response> => fileRequest(route, id, { workspace, as, ...more });

describe("an upload", () => {
  test("becomes a file whose size, type and checksum follow from its bytes", async () => {
    const file = await uploadFile(admin, text, { entity: account, recordId, name: "Notes.txt" });
    expect(file).toMatchObject({
      name: "Notes.txt",
      size: text.length,
      contentType: "text/plain",
      kind: "text",
      sha256: sha256(text),
      number: 1,
      versions: 1,
      by: { id: boss.id },
      mayEdit: true,
      removed: false,
    });
    expect(await getFile(admin, { id: file.id })).toEqual(file);
    expect((await listFiles(admin, { entity: account, recordId })).rows).toContainEqual(file);
    const response = await ask(download, file.id);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(text);
    expect(response.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''Notes.txt");
  });

  test("of a picture, or of another record, is no way to a file that one may not change", async () => {
    const seller = await workspace.join("member");
    const own = await workspace.as(seller);
    const mine = { entity: account, recordId: await newRecord(own, { ownerId: seller.id }) };
    const foreign = { entity: account, recordId: await newRecord() };
    const file = await uploadFile(admin, text, { ...foreign, name: "Contract.txt" });
    const image = { create: { width: 8, height: 8, channels: 3, background: "#226699" } } as const;
    const bytes = await sharp(image).png().toBuffer();
    const given = { ...mine, fileId: file.id, name: "Contract.txt", size: bytes.length };
    await expect(beginUpload(own, { ...given, purpose: "picture" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(beginUpload(own, given)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listUploads(own, {})).rows).toEqual([]);
    // The row of an upload alone is no right either.
    const upload = await sentFile(own, bytes, { ...mine, name: "Mine.png", size: bytes.length });
    await adminQuery("update file_uploads set file_id = $2 where id = $1", [upload.id, file.id]);
    await expect(completeUpload(own, { id: upload.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await getFile(admin, { id: file.id })).toEqual(file);
  });

  test("takes parts in any order, and a part twice", async () => {
    const bytes = randomBytes(2 * partBytes + 1_000);
    const upload = await beginUpload(admin, { entity: account, recordId, name: "Large.bin", size: bytes.length });
    expect(upload).toMatchObject({ parts: 3, sent: [] });
    const { rows } = await getUploadParts(admin, { id: upload.id, numbers: [1, 3] });
    expect(rows.map(({ number, size, report }) => ({ number, size, report }))).toEqual([
      { number: 1, size: partBytes, report: false },
      { number: 3, size: 1_000, report: false },
    ]);
    const sendOne = async (number: number, content: Uint8Array = partOf(bytes, number)) =>
      await sendPart(admin, { id: upload.id, number, size: content.length, content: bodyOf(content) });
    await sendOne(3);
    await sendOne(2, randomBytes(partBytes));
    await expect(completeUpload(admin, { id: upload.id })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { missing: [1] },
    });
    await sendOne(1);
    await sendOne(2);
    expect((await listUploads(admin, { entity: account, recordId })).rows).toMatchObject([
      { id: upload.id, sent: [1, 2, 3] },
    ]);
    const file = await completeUpload(admin, { id: upload.id });
    expect(file).toMatchObject({ sha256: sha256(bytes), size: bytes.length, kind: "other", preview: null });
    expect(await completeUpload(admin, { id: upload.id })).toEqual(file);
    expect((await listUploads(admin, {})).rows).toEqual([]);
    const range = await ask(download, file.id, { range: "bytes=10-19" });
    expect([range.status, range.headers.get("content-range")]).toEqual([206, `bytes 10-19/${bytes.length}`]);
    expect(Buffer.from(await range.arrayBuffer())).toEqual(bytes.subarray(10, 20));
    expect((await ask(download, file.id, { range: "bytes=99999999-" })).status).toBe(416);
  });

  test("goes through the route of the app, which refuses other websites and other lengths", async () => {
    const { id } = await beginUpload(admin, { entity: account, recordId, name: "Route.txt", size: text.length });
    const headers = await signedIn(boss, workspace.tenant.slug);
    const put = (body: Uint8Array, more: Record<string, string> = {}, number = "1") =>
      send(
        new Request(
          `http://localhost:3000/api/files/uploads/${id}/parts/${number}?workspace=${workspace.tenant.slug}`,
          {
            method: "PUT",
            body: body as BodyInit,
            headers: { ...headers, ...more },
          },
        ),
        { params: Promise.resolve({ id, number }) },
      );
    expect((await put(text, { origin: "https://evil.example" })).status).toBe(403);
    expect((await put(text.subarray(1))).status).toBe(422);
    expect((await put(text, {}, "2")).status).toBe(422);
    expect((await put(text)).status).toBe(201);
    expect(await completeUpload(admin, { id })).toMatchObject({ sha256: sha256(text) });
    expect((await put(text)).status).toBe(409);
  });

  test("that is empty, too large, or has no usable name is refused", async () => {
    const begin = (more: object) => beginUpload(admin, { entity: account, recordId, name: "A.txt", size: 1, ...more });
    for (const more of [
      { size: 0 },
      { size: 10_000_000_000 },
      { name: "n".repeat(300) },
      { name: "../" },
      { name: "\u202e" },
    ])
      await expect(begin(more)).rejects.toMatchObject({ code: "VALIDATION" });
    expect((await begin({ name: "C:\\fakepath\\..\\..\\passwd\u202egpj.exe" })).name).toBe("passwdgpj.exe");
    expect((await begin({ name: "../../etc/.hidden" })).name).toBe("hidden");
  });

  test("with a name that the record has asks whether it is a new version", async () => {
    const first = await uploadFile(admin, text, { entity: account, recordId, name: "Contract.txt" });
    const again = { entity: account, recordId, name: "CONTRACT.txt", size: 1 };
    await expect(beginUpload(admin, again)).rejects.toMatchObject({
      code: "CONFLICT",
      details: { reason: "sameName", fileId: first.id, name: "Contract.txt" },
    });
    const both = await uploadFile(admin, text, { entity: account, recordId, name: "Contract.txt", keepBoth: true });
    expect(both.id).not.toBe(first.id);
    const newer = Buffer.from("Second\n");
    const second = await uploadFile(admin, newer, { entity: account, recordId, name: "Other.txt", fileId: first.id });
    expect(second).toMatchObject({ id: first.id, name: "Contract.txt", number: 2, versions: 2, sha256: sha256(newer) });
    expect(
      (await listFileVersions(admin, { id: first.id })).rows.map(({ number, current }) => [number, current]),
    ).toEqual([
      [2, true],
      [1, false],
    ]);
    expect(await (await ask(download, first.id, { version: 1 })).text()).toBe(text.toString());
    const { version } = second;
    const restored = await restoreFileVersion(admin, { id: first.id, version, number: 1 });
    expect(restored).toMatchObject({ number: 1, versions: 2, sha256: sha256(text) });
    await expect(restoreFileVersion(admin, { id: first.id, version, number: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  test("is its sender's alone, and ends with their right to edit the record", async () => {
    const member = await workspace.join("member");
    const own = await newRecord(await workspace.as(member));
    const ctx = await workspace.as(member);
    const upload = await sentFile(ctx, text, { entity: account, recordId: own, name: "Late.txt" });
    await expect(completeUpload(admin, { id: upload.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(abortUpload(admin, { id: upload.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await adminQuery("update accounts set owner_id = $2 where id = $1", [own, boss.id]);
    await expect(completeUpload(ctx, { id: upload.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await listFiles(admin, { entity: account, recordId: own })).rows).toEqual([]);
    expect(await abortUpload(ctx, { id: upload.id })).toEqual({ id: upload.id });
    await expect(completeUpload(ctx, { id: upload.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("that nobody completes ends after a day, with everything that storage has of it", async () => {
    const before = await objects();
    const usage = await getFileUsage(admin, {});
    const { id } = await sentFile(admin, text, { entity: account, recordId, name: "Left.txt" });
    expect(await getFileUsage(admin, {})).toMatchObject({ usedBytes: usage.usedBytes + text.length });
    await adminQuery("update file_uploads set expires_at = now() - interval '1 minute' where id = $1", [id]);
    await expect(completeUpload(admin, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await endExpired(workspace.system, new Date())).toBeGreaterThan(0);
    while ((await deleteDue(workspace.system)) > 0);
    expect(await getFileUsage(admin, {})).toEqual(usage);
    expect(await objects()).toEqual(before);
  });
});

describe("rights", () => {
  test("who may only see the record reads its files, and nobody else does", async () => {
    const member = await workspace.join("member");
    const viewer = await workspace.as(await workspace.join("viewer"));
    const own = await newRecord(admin, { ownerId: boss.id });
    const file = await uploadFile(admin, text, { entity: account, recordId: own, name: "Seen.txt" });
    const { id, version } = file;
    const seeing = await workspace.as(member);
    expect(await getFile(seeing, { id })).toMatchObject({ mayEdit: false });
    expect(await listFiles(seeing, { entity: account, recordId: own })).toMatchObject({ mayEdit: false, total: 1 });
    for (const ctx of [seeing, viewer]) {
      await expect(removeFile(ctx, { id, version })).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(renameFile(ctx, { id, version, name: "Mine.txt" })).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(beginUpload(ctx, { entity: account, recordId: own, name: "B.txt", size: 1 })).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    }
    const blind = await workspace.as(member, { visibility: { account: "own" } });
    for (const act of [
      () => getFile(blind, { id }),
      () => listFileVersions(blind, { id }),
      () => listFiles(blind, { entity: account, recordId: own }),
      () => removeFile(blind, { id, version }),
      () => beginUpload(blind, { entity: account, recordId: own, name: "B.txt", size: 1 }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await adminQuery(
      "insert into visibility_settings (id, tenant_id, entity, level) values (gen_random_uuid(), $1, 'account', 'own')",
      [workspace.tenant.id],
    );
    for (const route of [download, preview, thumbnail]) expect((await ask(route, id, { as: member })).status).toBe(404);
    await adminQuery("delete from visibility_settings where tenant_id = $1", [workspace.tenant.id]);
    expect((await ask(download, id, { as: member })).status).toBe(200);
  });

  test("another workspace finds neither rows nor bytes", async () => {
    const file = await uploadFile(admin, text, { entity: account, recordId, name: "Secret.txt" });
    const other = await (await testWorkspace()).role("owner");
    await expect(getFile(other, { id: file.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(beginUpload(other, { entity: account, recordId, name: "B.txt", size: 1 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const { workspace: _, ...stranger } = { workspace, ...(await (await testWorkspace()).join("owner")) };
    expect((await ask(download, file.id, { as: stranger })).status).toBe(404);
  });
});

describe("the plan", () => {
  test("counts what is promised: of 20 uploads at once only those pass that fit", async () => {
    const small = await testWorkspace({ plan: "starter" });
    await adminQuery("update subscriptions set plan = 'starter', trial_ends_at = null where tenant_id = $1", [
      small.tenant.id,
    ]);
    const member = await small.join("admin");
    const ctx = { ...(await small.as(member)) };
    const record = await newRecord(ctx);
    const acts = Array.from({ length: 20 }, (_, index) =>
      beginUpload(ctx, { entity: account, recordId: record, name: `${index}.bin`, size: 300_000_000 }),
    );
    const results = await Promise.allSettled(acts);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "LIMIT_REACHED" });
    expect(await getFileUsage(ctx, {})).toEqual({ usedBytes: 900_000_000, mostBytes: 1_000_000_000 });
    const [first] = (await listUploads(ctx, {})).rows;
    await abortUpload(ctx, { id: first?.id ?? "" });
    expect(await getFileUsage(ctx, {})).toMatchObject({ usedBytes: 600_000_000 });
  });

  test("counts all versions, also of archived records, and no deleted files", async () => {
    const record = await newRecord();
    const { usedBytes } = await getFileUsage(admin, {});
    const file = await uploadFile(admin, text, { entity: account, recordId: record, name: "A.txt" });
    const again = await uploadFile(admin, text, { entity: account, recordId: record, name: "A.txt", fileId: file.id });
    expect(await getFileUsage(admin, {})).toMatchObject({ usedBytes: usedBytes + 2 * text.length });
    const { version } = await accountOperations.get(admin, { id: record });
    await accountOperations.archive(admin, { id: record, version });
    expect(await getFileUsage(admin, {})).toMatchObject({ usedBytes: usedBytes + 2 * text.length });
    const removed = await removeFile(admin, { id: file.id, version: again.version });
    expect(removed.removed).toBe(true);
    expect(await getFileUsage(admin, {})).toMatchObject({ usedBytes });
    expect((await ask(download, file.id)).status).toBe(404);
    const restored = await restoreFile(admin, { id: file.id, version: removed.version });
    expect(restored).toMatchObject({ removed: false, versions: 2 });
    expect(await getFileUsage(admin, {})).toMatchObject({ usedBytes: usedBytes + 2 * text.length });
  });
});

describe("nothing is left in storage", () => {
  test("of a deleted file after a day, and of a deleted record", async () => {
    const before = (await objects()).sort();
    const record = await newRecord();
    const of = { entity: account, recordId: record };
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const gone = await uploadFile(admin, picture, { ...of, name: "Gone.png" });
    await uploadFile(admin, picture, { ...of, name: "Kept.png" });
    await uploadFile(admin, picture, { ...of, name: "Logo.png", purpose: "picture" });
    await sentFile(admin, text, { ...of, name: "Open.txt" });
    expect(await objects()).toHaveLength(before.length + 6);
    await removeFile(admin, { id: gone.id, version: gone.version });
    expect(await forgetRemoved(workspace.system, new Date())).toBe(0);
    await adminQuery("update files set removed_at = now() - interval '25 hours' where id = $1", [gone.id]);
    expect(await forgetRemoved(workspace.system, new Date())).toBe(1);
    while ((await deleteDue(workspace.system)) > 0);
    expect(await objects()).toHaveLength(before.length + 4);
    const { version } = await accountOperations.get(admin, { id: record });
    await accountOperations.delete(admin, { id: record, version });
    while ((await deleteDue(workspace.system)) > 0);
    expect((await objects()).sort()).toEqual(before);
    const rows = await adminQuery(
      "select id from files where record_id = $1 union select id from file_uploads where record_id = $1",
      [record],
    );
    expect(rows).toEqual([]);
  });
});
