import { beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { importAll, importWorkspace } from "@/test/import-trial";
import { maxLevels } from "./tree";

const { create, update, get } = accountOperations;

let ctx: Ctx;
beforeAll(async () => {
  ({ ctx } = await importWorkspace());
});

/** A chain of accounts, each below the one before; its ids from the top. */
async function chain(begin: string, levels: number): Promise<string[]> {
  const names = Array.from({ length: levels }, (_, place) => `${begin} ${place + 1}`);
  const made = await Promise.all(names.map((name) => create(ctx, { name })));
  const ids = made.map(({ id }) => id);
  await adminQuery(
    `update accounts a set parent_id = v.parent_id
     from unnest($1::uuid[], $2::uuid[]) v (id, parent_id) where a.id = v.id and a.tenant_id = $3`,
    [ids.slice(1), ids.slice(0, -1), ctx.tenant.id],
  );
  return ids;
}

const refusal = { code: "VALIDATION", details: { fields: [{ path: "parentId" }] } };
const message = `A tree can have at most ${maxLevels} levels. Choose another parent account.`;

test("a record cannot be put below the last level of a tree, nor a branch that reaches too deep", async () => {
  const ids = await chain("Deep", maxLevels);
  const [top, last] = [ids[0] ?? "", ids.at(-1) ?? ""];
  await expect(create(ctx, { name: "Deeper", parentId: last })).rejects.toMatchObject(refusal);
  expect(await adminQuery("select id from accounts where name = 'Deeper'", [])).toEqual([]);
  const one = await create(ctx, { name: "Above all" });
  await expect(update(ctx, { id: top, version: 1, parentId: one.id })).rejects.toThrow(message);
  expect((await get(ctx, { id: top })).parent).toBeNull();
  const below = await update(ctx, { id: one.id, version: one.version, parentId: ids[maxLevels - 2] ?? "" });
  expect(below.parent?.name).toBe(`Deep ${maxLevels - 1}`);
});

test("a file whose rows make too deep a tree, in any order, is imported without the last link", async () => {
  const rows = Array.from({ length: maxLevels + 1 }, (_, place) => `F ${place},${place === 0 ? "" : `F ${place - 1}`}`);
  for (const [begin, given] of [
    ["Down", rows],
    ["Up", rows.toReversed()],
  ] as const) {
    const text = given.join("\n").replaceAll("F ", `${begin} `);
    const done = await importAll(ctx, { "accounts.csv": `Name,Parent account\n${text}\n` });
    expect(done).toMatchObject({ status: "done", created: maxLevels + 1, errors: 1 });
    const roots = await adminQuery(
      "select id from accounts where tenant_id = $1 and name like $2 and parent_id is null",
      [ctx.tenant.id, `${begin} %`],
    );
    expect(roots).toHaveLength(2);
  }
});
