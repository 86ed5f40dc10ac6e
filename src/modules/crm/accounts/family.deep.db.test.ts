import type { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { maxListed } from "@/lib/nouns/family";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { adminQuery, workerUrls } from "@/test/db";
import { type Plan, plannerOf, planOf, statementsOf } from "@/test/plans";
import { accountOperations } from "./operations";

// A root with half of the accounts directly below it, one of them with the other half.
const half = 100_000;

let admin: Ctx;
let app: Client;
const ids: Record<"top" | "last" | "leaf", string> = { top: "", last: "", leaf: "" };
beforeAll(async () => {
  const workspace = await testWorkspace();
  admin = await workspace.role("admin");
  app = await plannerOf(workerUrls().app, workspace.tenant.id);
  await app.query("reset enable_seqscan");
  ids.top = (await accountOperations.create(admin, { name: "Top" })).id;
  ids.last = (await accountOperations.create(admin, { name: "Last", parentId: ids.top })).id;
  ids.leaf = (await accountOperations.create(admin, { name: "Leaf", parentId: ids.last })).id;
  for (const parentId of [ids.top, ids.last])
    await adminQuery(
      `insert into accounts (id, tenant_id, parent_id, name, name_key, updated_at)
       select gen_random_uuid(), $1, $2, 'Child ' || n, 'child ' || n, now()
       from (select set_config('session_replication_role', 'replica', true)) quiet, generate_series(1, $3::int) n`,
      [workspace.tenant.id, parentId, half],
    );
}, 120_000);
afterAll(() => app.end());

/** The blocks that a plan reads, with all below it. */
const blocksOf = ({ "Shared Hit Blocks": hit = 0, "Shared Read Blocks": read = 0 }: Plan) => hit + read;
const readBy = async (act: () => Promise<unknown>) => {
  let blocks = 0;
  for (const statement of await statementsOf(act)) blocks += blocksOf(await planOf(statement, app, true));
  return blocks;
};

/** As in a table that was never analyzed: files before leave statistics of their rows, which are gone. */
const forgetStatistics = () =>
  adminQuery(`
    select pg_clear_relation_stats('public', 'accounts'),
      (select count(pg_clear_attribute_stats('public', 'accounts', attname, false))
       from pg_attribute where attrelid = 'accounts'::regclass and attnum > 0 and not attisdropped)`);

test.each(["before", "after"])("a family of 200,000 is counted to 1,000 %s statistics know of it", async (when) => {
  await (when === "after" ? adminQuery("analyze accounts") : forgetStatistics());
  // Walked to its end, the family reads more than three times as much as the table holds.
  const size = "select pg_relation_size('accounts')::int / current_setting('block_size')::int as blocks";
  const [table] = await adminQuery<{ blocks: number }>(size);
  for (const [id, children] of [
    [ids.top, "1000+"],
    [ids.last, "1000+"],
    [ids.leaf, 0],
  ] as const) {
    const blocks = await readBy(() => accountOperations.family(admin, { id }));
    expect(blocks).toBeLessThan(2 * (table?.blocks ?? 0));
    const found = await accountOperations.family(admin, { id });
    expect(found).toMatchObject({ count: "1000+", children, complete: true });
    expect(found.members).toHaveLength(maxListed);
    const line = [ids.top, ids.last, ids.leaf].slice(0, [ids.top, ids.last, ids.leaf].indexOf(id) + 1);
    expect(line.filter((one) => !found.members.some((member) => member.id === one))).toEqual([]);
  }
});
