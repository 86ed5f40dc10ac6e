import "@/registry/register";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { search } from "@/modules/platform/data/search/operations";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { createComment, deleteComment, editComment } from "./operations/write";

const found = async (ctx: Ctx, q: string) => (await search(ctx, { q })).comments.map(({ text }) => text);

test("search finds the words of a comment with its record, and follows edits and deletion", async () => {
  const ctx = await (await testWorkspace()).role("admin");
  const { id: recordId } = await accountOperations.create(ctx, { name: "Alder Ports" });
  const { id, version } = await createComment(ctx, { entity: "account", recordId, text: "The Zephyr crane is late" });
  expect((await search(ctx, { q: "crane zephyr" })).comments).toEqual([
    {
      id,
      entity: "account",
      recordId,
      record: "Alder Ports",
      writer: ctx.member?.name,
      text: "The Zephyr crane is late",
    },
  ]);
  // Comments are no records: where kinds are asked for, there are none.
  expect((await search(ctx, { q: "zephyr", entities: ["account"] })).comments).toEqual([]);
  expect((await search(ctx, { q: "zephyr" })).hits).toEqual([]);
  await editComment(ctx, { id, version, text: "The Mistral crane is late" });
  expect([await found(ctx, "zephyr"), await found(ctx, "mistral")]).toEqual([[], ["The Mistral crane is late"]]);
  await deleteComment(ctx, { id });
  expect(await found(ctx, "mistral")).toEqual([]);
});

test("search shows the words around the first one that was found", async () => {
  const ctx = await (await testWorkspace()).role("admin");
  const { id: recordId } = await accountOperations.create(ctx, { name: "Alder Ports" });
  const filler = "they came and saw the yard ".repeat(6);
  await createComment(ctx, { entity: "account", recordId, text: `${filler}with the zephyr crane, ${filler}` });
  const [text = ""] = await found(ctx, "zephyr");
  expect(text).toMatch(/^….*zephyr crane.*…$/);
  expect(text.length).toBeLessThan(130);
});

test("nobody finds a comment on a record that they do not see", async () => {
  const workspace = await testWorkspace();
  const boss = await workspace.role("admin");
  const seller = await workspace.join("member");
  await setVisibility(boss, { entity: "account", level: "own" });
  const account = async (ownerId?: string) =>
    (await accountOperations.create(boss, { name: "Alder Ports", ...(ownerId ? { ownerId } : {}) })).id;
  const [hidden, own] = [await account(), await account(seller.id)];
  await createComment(boss, { entity: "account", recordId: hidden, text: "Zephyr hidden" });
  await createComment(boss, { entity: "account", recordId: own, text: "Zephyr own" });
  const theirs = await workspace.as(seller, { visibility: { account: "own" } });
  expect(await found(theirs, "zephyr")).toEqual(["Zephyr own"]);
  expect(await found(boss, "zephyr")).toEqual(["Zephyr own", "Zephyr hidden"]);
  const key = await workspace.as(seller, { scopes: ["workspace:view", "account:view"] });
  expect(await found(key, "zephyr")).toEqual([]);
});
