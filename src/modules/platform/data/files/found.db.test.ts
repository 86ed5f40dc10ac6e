import "@/registry/register";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { search } from "@/modules/platform/data/search/operations";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { uploadFile } from "@/test/stored-file";
import { removeFile, renameFile, restoreFile } from "./operations/change";

const text = Buffer.from("Hello\n");
const found = async (ctx: Ctx, q: string) => (await search(ctx, { q })).files.map(({ name }) => name);

test("search finds the words of a file's name with its record, and follows a new name and the deletion", async () => {
  const ctx = await (await testWorkspace()).role("admin");
  const { id: recordId } = await accountOperations.create(ctx, { name: "Alder Ports" });
  const of = { entity: "account", recordId } as const;
  const { id, version } = await uploadFile(ctx, text, { ...of, name: "Zephyr offer.txt" });
  expect((await search(ctx, { q: "offer zephyr" })).files).toEqual([
    { id, ...of, commentId: null, name: "Zephyr offer.txt", record: "Alder Ports" },
  ]);
  // Files are no records: where kinds are asked for, there are none.
  expect((await search(ctx, { q: "zephyr", entities: ["account"] })).files).toEqual([]);
  const renamed = await renameFile(ctx, { id, version, name: "Mistral offer.txt" });
  expect([await found(ctx, "zephyr"), await found(ctx, "mistral")]).toEqual([[], ["Mistral offer.txt"]]);
  const removed = await removeFile(ctx, { id, version: renamed.version });
  expect(await found(ctx, "mistral")).toEqual([]);
  await restoreFile(ctx, { id, version: removed.version });
  expect(await found(ctx, "mistral")).toEqual(["Mistral offer.txt"]);
});

test("nobody finds a file of a record that they do not see", async () => {
  const workspace = await testWorkspace();
  const boss = await workspace.role("admin");
  const seller = await workspace.join("member");
  await setVisibility(boss, { entity: "account", level: "own" });
  const hidden = await accountOperations.create(boss, { name: "Alder Ports" });
  const own = await accountOperations.create(boss, { name: "Alder Ports", ownerId: seller.id });
  await uploadFile(boss, text, { entity: "account", recordId: hidden.id, name: "Zephyr hidden.txt" });
  await uploadFile(boss, text, { entity: "account", recordId: own.id, name: "Zephyr own.txt" });
  const theirs = await workspace.as(seller, { visibility: { account: "own" } });
  expect(await found(theirs, "zephyr")).toEqual(["Zephyr own.txt"]);
  expect(await found(boss, "zephyr")).toEqual(["Zephyr own.txt", "Zephyr hidden.txt"]);
});
