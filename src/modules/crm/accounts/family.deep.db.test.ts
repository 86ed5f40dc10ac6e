import { beforeAll, expect, test } from "vitest";
import { maxListed } from "@/lib/nouns/family";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { accountOperations } from "./operations";

// A root with half of the accounts directly below it, one of them with the other half.
const half = 100_000;

let admin: Ctx;
const ids: Record<"top" | "last" | "leaf", string> = { top: "", last: "", leaf: "" };
beforeAll(async () => {
  const workspace = await testWorkspace();
  admin = await workspace.role("admin");
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

test.each(["before", "after"])("a family of 200,000 is counted to 1,000 %s statistics know of it", async (when) => {
  if (when === "after") await adminQuery("analyze accounts");
  for (const [id, children] of [
    [ids.top, "1000+"],
    [ids.last, "1000+"],
    [ids.leaf, 0],
  ] as const) {
    const began = performance.now();
    const found = await accountOperations.family(admin, { id });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(found).toMatchObject({ count: "1000+", children, complete: true });
    expect(found.members).toHaveLength(maxListed);
    const line = [ids.top, ids.last, ids.leaf].slice(0, [ids.top, ids.last, ids.leaf].indexOf(id) + 1);
    expect(line.filter((one) => !found.members.some((member) => member.id === one))).toEqual([]);
  }
});
