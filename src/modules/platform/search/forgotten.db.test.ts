import "@/registry/parts";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { forgetWords, hasLeftWords } from "@/server/search/forget-words";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { search } from "./operations";

const names = ["annegret", "bernard", "boreal", "holmgaard", "westerly", "works", "yards", "zephyrine"];
/** Which of the words of these names a workspace knows; its members have others. */
const known = async (ctx: Ctx) =>
  (
    await adminQuery<{ word: string }>(
      "select word from search_words where tenant_id = $1 and word = any($2) order by 1",
      [ctx.tenant.id, names],
    )
  ).map(({ word }) => word);

const forget = (ctx: Ctx) => inTransaction(ctx, forgetWords);

test("words of a deleted or renamed record are forgotten, those of others stay", async () => {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("admin");
  const ann = await contactOperations.create(ctx, { firstName: "Annegret", lastName: "Holmgaard" });
  await contactOperations.create(ctx, { firstName: "Bernard", lastName: "Holmgaard" });
  const firm = await accountOperations.create(ctx, { name: "Westerly Works" });
  while ((await forget(ctx)) > 0);
  expect(await hasLeftWords(ctx)).toBe(false);
  await contactOperations.delete(ctx, { id: ann.id, version: ann.version });
  await accountOperations.update(ctx, { id: firm.id, version: firm.version, name: "Westerly Yards" });
  expect(await known(ctx)).toEqual(expect.arrayContaining(["annegret", "works"]));
  expect(await hasLeftWords(ctx)).toBe(true);
  expect(await forget(ctx)).toBe(3);
  expect(await forget(ctx)).toBe(0);
  expect(await known(ctx)).toEqual(["bernard", "holmgaard", "westerly", "yards"]);
  const found = await search(ctx, { q: "Holmgard" });
  expect(found.hits.map((hit) => hit.similar)).toEqual([true]);
});

test("another workspace's words are nobody else's", async () => {
  const [one, other] = [await testWorkspace(), await testWorkspace()];
  const [ctx, foreign] = [await one.role("admin"), await other.role("admin")];
  await accountOperations.create(foreign, { name: "Zephyrine" });
  const mine = await accountOperations.create(ctx, { name: "Zephyrine" });
  await accountOperations.update(ctx, { id: mine.id, version: mine.version, name: "Boreal" });
  while ((await forget(ctx)) > 0);
  expect([await known(ctx), await known(foreign)]).toEqual([["boreal"], ["zephyrine"]]);
});
