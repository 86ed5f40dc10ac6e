import "@/registry/register";
import { expect, onTestFinished, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { forgetWords, hasLeftWords } from "@/server/search/forget-words";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { search } from "./operations";

const names = ["annegret", "bernard", "boreal", "holmgaard", "westerly", "works", "yards", "zephyrine"];
const stored = "select word from search_words where tenant_id = $1 and word = any($2) order by 1";
/** Which of the words of these names a workspace knows; its members have others. */
const known = async (ctx: Ctx, among = names) =>
  (await adminQuery<{ word: string }>(stored, [ctx.tenant.id, among])).map(({ word }) => word);

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

/** Words that are known and noted as left, in this order. */
async function leave(ctx: Ctx, words: readonly string[]): Promise<void> {
  await adminQuery("insert into search_words (tenant_id, word) select $1, unnest($2::text[]) on conflict do nothing", [
    ctx.tenant.id,
    words,
  ]);
  await adminQuery(
    `insert into search_left_words (tenant_id, id, word)
     select $1, lpad(nth::text, 32, '0')::uuid, word from unnest($2::text[]) with ordinality as w(word, nth)`,
    [ctx.tenant.id, words],
  );
}

test("a word that very many texts hold counts as used, and the others are forgotten", async () => {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("admin");
  while ((await forget(ctx)) > 0);
  await adminQuery(
    `insert into search_documents (tenant_id, entity, id, archived, changed_at, text)
     select $1, 'contact', gen_random_uuid(), false, now(), concat(' name', E'\n', ' someone@hugemail.example')
     from generate_series(1, 20100)`,
    [ctx.tenant.id],
  );
  await leave(ctx, ["hugemail", "nobody"]);
  expect(await forget(ctx)).toBe(2);
  expect(await known(ctx, ["hugemail", "nobody"])).toEqual(["hugemail"]);
  expect(await hasLeftWords(ctx)).toBe(false);
});

test("a word that fails holds up no other one", async () => {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("admin");
  while ((await forget(ctx)) > 0);
  const others = Array.from(
    { length: 60 },
    (_, nth) => `word${"abcdefghij"[nth % 10]}${"abcdef"[Math.floor(nth / 10)]}`,
  );
  await leave(ctx, ["failing", ...others]);
  await adminQuery(
    `create function refuse_failing() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
     create trigger refuse_failing before delete on search_words for each row when (old.word = 'failing')
     execute function refuse_failing()`,
  );
  const dropped = () =>
    adminQuery("drop trigger if exists refuse_failing on search_words; drop function if exists refuse_failing()");
  onTestFinished(() => void dropped());
  await expect(forgetWords(ctx)).rejects.toThrow();
  expect(await forgetWords(ctx)).toBe(11);
  // One by one: of those that were tried together with it.
  for (let nth = 0; nth < others.length; nth++) await forgetWords(ctx).catch(() => 0);
  expect(await known(ctx, ["failing", ...others])).toEqual(["failing"]);
  await dropped();
  while ((await forgetWords(ctx)) > 0);
  expect(await known(ctx, ["failing"])).toEqual([]);
});
