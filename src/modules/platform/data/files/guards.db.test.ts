// @module-tag once

import "@/registry/register";
import { Readable } from "node:stream";
import sharp from "sharp";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GET as preview } from "@/app/api/files/[id]/preview/route";
import { GET as download } from "@/app/api/files/[id]/route";
import { GET as thumbnail } from "@/app/api/files/[id]/thumbnail/route";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { createCtx } from "@/server/context";
import { storePart } from "@/server/storage";
import { atOnce } from "@/test/at-once";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { bodyOf, fileRequest, sentFile, uploadFile } from "@/test/stored-file";
import { abortUpload, beginUpload, listUploads } from "./operations/begin";
import { removeFile, renameFile, restoreFile, restoreFileVersion } from "./operations/change";
import { completeUpload } from "./operations/complete";
import { listFiles, listPictures } from "./operations/list";
import { getUploadParts, reportPart, sendPart } from "./operations/parts";
import { maxPictureBytes } from "./rules";

const text = Buffer.from("Hello\n");
const size = text.length;
let workspace: TestWorkspace;
let seller: TestMember;
let ctx: Ctx;
let of: { entity: "account"; recordId: string };
beforeAll(async () => {
  workspace = await testWorkspace();
  seller = await workspace.join("member");
  ctx = await workspace.as(seller);
});
beforeEach(async () => {
  const { id } = await accountOperations.create(ctx, { name: "Firm", ownerId: seller.id });
  of = { entity: "account", recordId: id };
});

const refused = (code: string, message?: RegExp) => ({
  code,
  ...(message ? { message: expect.stringMatching(message) } : {}),
});
const begin = (more: object = {}) => beginUpload(ctx, { ...of, name: "A.txt", size, ...more });
const send = (id: string, more: object = {}) => sendPart(ctx, { id, number: 1, size, content: bodyOf(text), ...more });
const drawn = () =>
  sharp({ create: { width: 20, height: 20, channels: 3, background: "blue" } })
    .png()
    .toBuffer();
const picture = async () => uploadFile(ctx, await drawn(), { ...of, purpose: "picture", name: "Logo.png" });

describe("an upload", () => {
  test("is a member's: work that nobody asked for begins none", async () => {
    await expect(beginUpload(workspace.system, { ...of, name: "A.txt", size })).rejects.toMatchObject(
      refused("FORBIDDEN", /^Only members/),
    );
  });

  test("takes no part and no report after the right to the record was lost", async () => {
    const { id } = await begin();
    await adminQuery("update accounts set owner_id = null where id = $1", [of.recordId]);
    for (const act of [
      () => getUploadParts(ctx, { id, numbers: [1] }),
      () => send(id),
      () => reportPart(ctx, { id, number: 1, tag: "tag" }),
    ])
      await expect(act()).rejects.toMatchObject(refused("FORBIDDEN"));
    expect(await adminQuery("select 1 from file_upload_parts where upload_id = $1", [id])).toEqual([]);
  });

  test("of a member is a picture, and a picture is small", async () => {
    const own = { entity: "member", recordId: seller.id, name: "Me.png", size } as const;
    await expect(beginUpload(ctx, own)).rejects.toMatchObject(refused("VALIDATION", /^Members have a picture/));
    const large = { purpose: "picture", size: maxPictureBytes + 1 };
    await expect(begin(large)).rejects.toMatchObject(refused("VALIDATION", /^Pictures can have at most 10 MB/));
  });

  test("is one of two hundred of a member at most, also at once", async () => {
    await adminQuery("delete from file_uploads where by_id = $1", [seller.id]);
    const { id } = await begin();
    await adminQuery(
      `insert into file_uploads (id, tenant_id, entity, record_id, purpose, name, size, status, storage_key, expires_at, by_id)
       select gen_random_uuid(), tenant_id, entity, record_id, purpose, name, 1, status, storage_key || n, expires_at, by_id
       from file_uploads, generate_series(1, 199) n where id = $1`,
      [id],
    );
    await expect(begin({ name: "B.txt" })).rejects.toMatchObject(refused("CONFLICT", /^You have 200 uploads/));
    await adminQuery("delete from file_uploads where id = $1", [id]);
    const both = await atOnce(
      () => begin({ name: "B.txt" }),
      () => begin({ name: "C.txt" }),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refusal = both.find(({ status }) => status === "rejected");
    expect(refusal).toMatchObject({ reason: refused("CONFLICT", /^You have 200 uploads/) });
    await adminQuery("delete from file_uploads where record_id = $1", [of.recordId]);
  });

  test("shows in nobody else's list, and not after it has expired", async () => {
    const { id } = await begin();
    const admin = await workspace.role("admin");
    expect((await listUploads(admin, of)).rows).toEqual([]);
    expect((await listUploads(ctx, of)).rows).toMatchObject([{ id }]);
    await adminQuery("update file_uploads set expires_at = now() - interval '1 second' where id = $1", [id]);
    expect((await listUploads(ctx, of)).rows).toEqual([]);
    await expect(send(id)).rejects.toMatchObject(refused("NOT_FOUND"));
  });

  test("takes a part of its length alone, whatever its sender said of it", async () => {
    const { id } = await begin();
    await expect(send(id, { content: null })).rejects.toMatchObject(refused("VALIDATION", /no bytes/));
    for (const bytes of [text.subarray(1), Buffer.concat([text, text])])
      await expect(send(id, { size: null, content: bodyOf(bytes) })).rejects.toMatchObject(
        refused("VALIDATION", /others were sent/),
      );
    expect((await listUploads(ctx, of)).rows).toMatchObject([{ id, sent: [] }]);
    expect(await send(id, { size: null })).toMatchObject({ sent: [1] });
  });

  test("of which storage has other bytes than were announced makes no file", async () => {
    const { id } = await begin({ size: size + 1 });
    const [row] = await adminQuery<{ storage_key: string; storage_id: string }>(
      "select storage_key, storage_id from file_uploads where id = $1",
      [id],
    );
    const part = { key: row?.storage_key ?? "", storageId: row?.storage_id ?? "", number: 1 };
    await reportPart(ctx, { id, number: 1, tag: await storePart(part, { body: Readable.from(text), size }) });
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject(refused("VALIDATION", /were announced/));
    expect(await listFiles(ctx, of)).toMatchObject({ total: 0 });
  });

  test("that is being checked takes no part and does not end, and goes on when its checker has died", async () => {
    const { id } = await sentFile(ctx, text, { ...of, name: "A.txt" });
    const checking = (until: string) =>
      adminQuery(`update file_uploads set status = 'checking', leased_until = now() + $2::interval where id = $1`, [
        id,
        until,
      ]);
    await checking("1 minute");
    await expect(send(id)).rejects.toMatchObject(refused("CONFLICT", /takes no more parts/));
    await expect(reportPart(ctx, { id, number: 1, tag: "tag" })).rejects.toMatchObject(refused("CONFLICT"));
    await expect(abortUpload(ctx, { id })).rejects.toMatchObject(refused("CONFLICT", /cannot be cancelled/));
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject(refused("CONFLICT", /is being checked/));
    await checking("-1 second");
    expect(await completeUpload(ctx, { id })).toMatchObject({ name: "A.txt" });
  });

  test("of a version of a file that was deleted meanwhile makes none", async () => {
    const file = await uploadFile(ctx, text, { ...of, name: "A.txt" });
    const { id } = await sentFile(ctx, text, { ...of, name: "A.txt", fileId: file.id });
    const removed = await removeFile(ctx, { id: file.id, version: file.version });
    await expect(completeUpload(ctx, { id })).rejects.toMatchObject(refused("NOT_FOUND"));
    await expect(begin({ fileId: file.id })).rejects.toMatchObject(refused("NOT_FOUND"));
    const restored = await restoreFile(ctx, { id: file.id, version: removed.version });
    expect(restored.versions).toBe(1);
  });

  test("ends with the membership of its sender, also while it is checked", async () => {
    const leaver = await workspace.join("member");
    const theirs = await workspace.as(leaver);
    const { id: recordId } = await accountOperations.create(theirs, { name: "Theirs", ownerId: leaver.id });
    const { id } = await sentFile(theirs, text, { ...of, recordId, name: "A.txt" });
    await adminQuery("update members set status = 'removed' where id = $1", [leaver.id]);
    await expect(completeUpload(theirs, { id })).rejects.toMatchObject(refused("FORBIDDEN", /no longer allowed/));
    expect(await listFiles(await workspace.role("admin"), { ...of, recordId })).toMatchObject({ total: 0 });
  });
});

describe("a file", () => {
  test("is changed under the version that one saw, and not after its deletion", async () => {
    const { id, version } = await uploadFile(ctx, text, { ...of, name: "A.txt" });
    const renamed = await renameFile(ctx, { id, version, name: "B.txt" });
    for (const act of [
      () => renameFile(ctx, { id, version, name: "C.txt" }),
      () => removeFile(ctx, { id, version }),
      () => restoreFile(ctx, { id, version }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "CONFLICT", details: { current: renamed } });
    await expect(restoreFile(ctx, { id, version: renamed.version })).rejects.toMatchObject(
      refused("CONFLICT", /not deleted/),
    );
    await expect(restoreFileVersion(ctx, { id, version: renamed.version, number: 7 })).rejects.toMatchObject(
      refused("VALIDATION", /no such version/),
    );
    const removed = await removeFile(ctx, { id, version: renamed.version });
    for (const act of [
      () => renameFile(ctx, { id, version: removed.version, name: "C.txt" }),
      () => removeFile(ctx, { id, version: removed.version }),
      () => restoreFileVersion(ctx, { id, version: removed.version, number: 1 }),
    ])
      await expect(act()).rejects.toMatchObject(refused("NOT_FOUND"));
    // Its name is free again.
    await begin({ name: "B.txt" });
  });

  test("is restored within a day, and only where the plan has room", async () => {
    const file = await uploadFile(ctx, text, { ...of, name: "A.txt" });
    const { id, version } = await removeFile(ctx, { id: file.id, version: file.version });
    const { limit } = ctx.entitlements;
    const full: Ctx = {
      ...ctx,
      entitlements: { ...ctx.entitlements, limit: (key) => (key === "storageGb" ? 0 : limit(key)) },
    };
    await expect(restoreFile(full, { id, version })).rejects.toMatchObject(refused("LIMIT_REACHED"));
    await adminQuery("update files set removed_at = now() - interval '25 hours' where id = $1", [id]);
    await expect(restoreFile(ctx, { id, version })).rejects.toMatchObject(refused("NOT_FOUND"));
    await adminQuery("update files set removed_at = now() - interval '23 hours' where id = $1", [id]);
    expect(await restoreFile(ctx, { id, version })).toMatchObject({ removed: false });
  });

  test("that was the picture does not come back beside another one", async () => {
    const first = await picture();
    const removed = await removeFile(ctx, { id: first.id, version: first.version });
    await picture();
    await expect(restoreFile(ctx, { id: first.id, version: removed.version })).rejects.toMatchObject({
      code: expect.stringMatching(/^(CONFLICT|NOT_FOUND)$/),
    });
  });

  test("of a read-only workspace is read alone, and so is one's own picture", async () => {
    const { id, version } = await uploadFile(ctx, text, { ...of, name: "A.txt" });
    const deletionDueAt = new Date(Date.now() + 86_400_000);
    const reader = createCtx({ ...ctx, tenant: { ...ctx.tenant, deletionDueAt } });
    expect(await listFiles(reader, of)).toMatchObject({ total: 1, mayEdit: false });
    const own = { entity: "member", recordId: seller.id, purpose: "picture", name: "Me.png", size } as const;
    for (const act of [
      () => beginUpload(reader, { ...of, name: "B.txt", size }),
      () => beginUpload(reader, own),
      () => renameFile(reader, { id, version, name: "B.txt" }),
      () => removeFile(reader, { id, version }),
    ])
      await expect(act()).rejects.toMatchObject(refused("FORBIDDEN"));
    await beginUpload(ctx, own);
  });
});

test("a file of a type that is not in the closed list is saved, and never shown", async () => {
  const { id } = await uploadFile(ctx, Buffer.from("<script>alert(1)</script>"), { ...of, name: "Page.html" });
  const asked = { workspace, as: seller };
  expect((await fileRequest(preview, id, asked)).status).toBe(404);
  expect((await fileRequest(thumbnail, id, asked)).status).toBe(404);
  const saved = await fileRequest(download, id, asked);
  expect(saved.headers.get("content-disposition")).toMatch(/^attachment;/);
  expect(saved.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
  expect([saved.headers.get("content-type"), saved.headers.get("x-content-type-options")]).toEqual([
    "application/octet-stream",
    "nosniff",
  ]);
});

test("pictures of hidden records are in no answer", async () => {
  await picture();
  const ask = { entity: of.entity, ids: [of.recordId] };
  expect((await listPictures(ctx, ask)).rows).toHaveLength(1);
  const other = await workspace.as(await workspace.join("member"), { visibility: { account: "own" } });
  expect((await listPictures(other, ask)).rows).toEqual([]);
});
