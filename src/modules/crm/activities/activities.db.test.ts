import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { fillWorkspace } from "@/test/full-workspace";
import { activityOperations } from "./operations/all";

test("a activity is found by its list, and keeps its version when nothing changes", async () => {
  const ctx = await (await testWorkspace()).role("owner");
  const { ids } = await fillWorkspace(ctx, new Set(["activity"]));
  const id = ids.activity ?? "";
  const found = await activityOperations.get(ctx, { id });
  expect((await activityOperations.list(ctx, {})).rows.map((row) => row.id)).toEqual([id]);
  const same = await activityOperations.update(ctx, { id, version: found.version, name: found.name });
  expect(same.version).toBe(found.version);
});
