import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { beginUpload, listUploads } from "@/modules/platform/data/files/operations/begin";
import { removeFile, renameFile, restoreFile } from "@/modules/platform/data/files/operations/change";
import { completeUpload } from "@/modules/platform/data/files/operations/complete";
import { getFile, getFileUsage, listFiles } from "@/modules/platform/data/files/operations/list";
import { deleteDue } from "@/modules/platform/data/files/operations/stored-deletions";
import { maxFilesOfComment } from "@/modules/platform/data/files/rules";
import { search } from "@/modules/platform/data/search/operations";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import type { Ctx } from "@/server/context";
import { storagePrefix, storedKeys } from "@/server/storage";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { sentFile, uploadFile } from "@/test/stored-file";
import { listComments } from "./operations/read";
import { createComment, deleteComment, replyToComment } from "./operations/write";

let workspace: TestWorkspace;
let writer: TestMember;
let ann: Ctx;
let bo: Ctx;
let admin: Ctx;
let viewer: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  writer = await workspace.join("member");
  ann = await workspace.as(writer);
  bo = await workspace.role("member");
  [admin, viewer] = [await workspace.role("admin"), await workspace.role("viewer")];
});

const text = Buffer.from("Hello\n");
const objects = async () => (await storedKeys(storagePrefix(workspace.tenant.id))).sort();
async function deleteStored(): Promise<void> {
  while ((await deleteDue(workspace.system)) > 0);
}

/** An account of somebody else with a comment of Ann. */
async function commented() {
  const { id: recordId, version } = await accountOperations.create(admin, { name: `Firm ${randomUUID()}` });
  const { id } = await createComment(ann, { entity: "account", recordId, text: "See the plan" });
  return {
    record: { entity: "account", recordId } as const,
    version,
    of: { entity: "comment", recordId: id } as const,
  };
}
const attach = (of: { entity: "comment"; recordId: string }, name: string, more: object = {}) =>
  uploadFile(ann, text, { ...of, name, ...more });

describe("a file of a comment", () => {
  test("is listed with it, counts for the plan, and is in the record's log and timeline", async () => {
    const { record, of } = await commented();
    const { usedBytes } = await getFileUsage(ann, {});
    const file = await attach(of, "Plan.txt");
    await attach(of, "Offer.txt");
    const reply = await replyToComment(bo, { id: of.recordId, text: "Mine" });
    await uploadFile(bo, text, { entity: "comment", recordId: reply.id, name: "Reply.txt" });
    const [thread] = (await listComments(ann, record)).rows;
    expect(thread?.files.map(({ name, mayEdit }) => [name, mayEdit])).toEqual([
      ["Plan.txt", true],
      ["Offer.txt", true],
    ]);
    expect(thread?.replies[0]?.files.map(({ name, mayEdit }) => [name, mayEdit])).toEqual([["Reply.txt", false]]);
    expect(await getFileUsage(ann, {})).toMatchObject({ usedBytes: usedBytes + 3 * text.length });
    expect((await listFiles(bo, of)).rows).toHaveLength(2);
    expect((await listFiles(admin, record)).rows).toEqual([]);
    const rows = await adminQuery(
      "select data from events where entity_id = $1 and name = 'account.commentFileAdded' order by id limit 1",
      [record.recordId],
    );
    expect(rows).toEqual([{ data: { commentId: of.recordId, fileId: file.id } }]);
    const { rows: entries } = await listTimeline(ann, { entity: "account", id: record.recordId });
    const at = `/accounts/${record.recordId}?tab=comments&comment=${of.recordId}`;
    expect(entries.find(({ id }) => id === of.recordId)?.data.files).toEqual({
      count: 2,
      names: ["Plan.txt", "Offer.txt"],
      at,
    });
  });

  test("is found by its name and leads to the comment", async () => {
    const { record, of } = await commented();
    const file = await attach(of, "Zephyrcrane.txt");
    const found = async (ctx: Ctx) => (await search(ctx, { q: "zephyrcrane" })).files;
    expect(await found(bo)).toEqual([
      {
        ...record,
        id: file.id,
        commentId: of.recordId,
        name: "Zephyrcrane.txt",
        record: expect.stringMatching("Firm"),
      },
    ]);
    expect(await found(await workspace.as(writer, { visibility: { account: "own" } }))).toEqual([]);
  });

  test("is added and renamed by the writer alone, and deleted by owners and admins too", async () => {
    const { of } = await commented();
    const { id, version } = await attach(of, "Mine.txt");
    for (const ctx of [bo, viewer, admin]) {
      expect(await getFile(ctx, { id })).toMatchObject({ mayEdit: false, mayDelete: ctx === admin });
      await expect(renameFile(ctx, { id, version, name: "Other.txt" })).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(beginUpload(ctx, { ...of, name: "B.txt", size: 1 })).rejects.toMatchObject({
        code: "FORBIDDEN",
        message: "Only the author of a comment can add files to it. Write a reply with yours.",
      });
    }
    for (const ctx of [bo, viewer])
      await expect(removeFile(ctx, { id, version })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const removed = await removeFile(admin, { id, version });
    expect((await listFiles(ann, of)).rows).toEqual([]);
    const restored = await restoreFile(admin, { id, version: removed.version });
    expect(await renameFile(ann, { id, version: restored.version, name: "New.txt" })).toMatchObject({
      name: "New.txt",
      mayEdit: true,
      mayDelete: true,
    });
  });

  test("is hidden with the record of its comment", async () => {
    const { of } = await commented();
    const { id, version } = await attach(of, "Hidden.txt");
    const blind = await workspace.as(writer, { visibility: { account: "own" } });
    for (const act of [
      () => getFile(blind, { id }),
      () => listFiles(blind, of),
      () => removeFile(blind, { id, version }),
      () => beginUpload(blind, { ...of, name: "B.txt", size: 1 }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is one of so many, however many are sent at once; a picture is none", async () => {
    const { of } = await commented();
    const begin = (name: string) => beginUpload(ann, { ...of, name, size: 1 });
    const names = Array.from({ length: maxFilesOfComment + 3 }, (_, place) => `${place}.txt`);
    const results = await Promise.allSettled(names.map(begin));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(maxFilesOfComment);
    for (const result of results)
      if (result.status === "rejected")
        expect(result.reason).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("at most 20 files") });
    expect((await listUploads(ann, of)).rows).toHaveLength(maxFilesOfComment);
    await expect(beginUpload(ann, { ...of, name: "A.png", size: 1, purpose: "picture" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  test("cannot be restored beyond that number", async () => {
    const { of } = await commented();
    const { id, version } = await attach(of, "First.txt");
    const removed = await removeFile(ann, { id, version });
    for (let place = 0; place < maxFilesOfComment; place++)
      await beginUpload(ann, { ...of, name: `${place}.txt`, size: 1 });
    await expect(restoreFile(ann, { id, version: removed.version })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("nothing is left in storage", () => {
  const rowsOf = (id: string) =>
    adminQuery("select id from files where record_id = $1 union select id from file_uploads where record_id = $1", [
      id,
    ]);

  test("of a deleted comment, which takes no more files; those of its replies stay", async () => {
    const { of } = await commented();
    const reply = await replyToComment(ann, { id: of.recordId, text: "Reply" });
    await uploadFile(ann, text, { entity: "comment", recordId: reply.id, name: "Stays.txt" });
    const before = await objects();
    await attach(of, "Leaves.txt");
    const late = await sentFile(ann, text, { ...of, name: "Late.txt" });
    await deleteComment(admin, { id: of.recordId });
    await expect(completeUpload(ann, { id: late.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(beginUpload(ann, { ...of, name: "B.txt", size: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "This comment was deleted, so you cannot add files to it.",
    });
    await deleteStored();
    expect(await objects()).toEqual(before);
    expect(await rowsOf(of.recordId)).toEqual([]);
    expect((await listFiles(ann, { entity: "comment", recordId: reply.id })).rows).toHaveLength(1);
  });

  test("of a deleted record with comments and replies", async () => {
    const before = await objects();
    const { record, version, of } = await commented();
    const reply = await replyToComment(ann, { id: of.recordId, text: "Reply" });
    await attach(of, "A.txt");
    await uploadFile(ann, text, { entity: "comment", recordId: reply.id, name: "B.txt" });
    await sentFile(ann, text, { ...of, name: "Open.txt" });
    expect(await objects()).not.toEqual(before);
    await accountOperations.delete(admin, { id: record.recordId, version });
    await deleteStored();
    expect(await objects()).toEqual(before);
    expect([...(await rowsOf(of.recordId)), ...(await rowsOf(reply.id))]).toEqual([]);
  });
});
