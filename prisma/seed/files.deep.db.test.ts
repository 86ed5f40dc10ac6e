import "@/registry/register";
import { fileTypeFromBuffer } from "file-type";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { listComments } from "@/modules/platform/data/comments/operations/read";
import { createComment } from "@/modules/platform/data/comments/operations/write";
import { listFiles, listPictures } from "@/modules/platform/data/files/operations/list";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { testWorkspace } from "@/test/ctx";
import { pdf } from "./file-contents";
import { bringFiles } from "./files";

test("the demo gets files of each kind, logos and pictures of members", async () => {
  const workspace = await testWorkspace();
  const boss = await workspace.join("owner");
  const ctx = await workspace.as(boss);
  const accounts = [];
  for (const name of ["Acme", "Bolt"]) accounts.push((await accountOperations.create(ctx, { name })).id);
  const record = { entity: "account", recordId: accounts[0] ?? "" };
  await createComment(ctx, { ...record, text: "See the plan" });
  const about = [{ entity: "account", id: record.recordId }];
  const note = await activityOperations.create(ctx, { name: "Call back", kind: "note", status: "completed", about });
  await bringFiles(ctx);
  const [recordId = ""] = accounts;
  const { rows, total } = await listFiles(ctx, { entity: "account", recordId, limit: 100 });
  expect(total).toBe(120);
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(["picture", "pdf", "text", "other"]));
  for (const { kind, thumbnail } of rows) expect(thumbnail !== null).toBe(kind === "picture");
  expect((await listPictures(ctx, { entity: "account", ids: accounts })).rows).toHaveLength(2);
  expect((await listPictures(ctx, { entity: "member", ids: [boss.id] })).rows).toHaveLength(1);
  const [thread] = (await listComments(ctx, record)).rows;
  expect(thread?.files.map(({ by }) => by?.id)).toEqual([boss.id, boss.id]);
  expect((await listFiles(ctx, { entity: "activity", recordId: note.id })).total).toBe(1);
  const timeline = await listTimeline(ctx, { entity: "account", id: recordId });
  expect(JSON.stringify(timeline)).toContain(rows[0]?.name);
});

test("the PDF files are such", async () => {
  const { bytes } = pdf("Offer (1)", ["For Ärger & Co"]);
  expect((await fileTypeFromBuffer(bytes))?.mime).toBe("application/pdf");
});
