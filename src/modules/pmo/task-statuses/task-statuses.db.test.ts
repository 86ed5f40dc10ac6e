import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { fillWorkspace } from "@/test/full-workspace";
import { taskStatusOperations } from "./operations";

test("a task status is found by its list, and keeps its version when nothing changes", async () => {
  const ctx = await (await testWorkspace()).role("owner");
  const { ids } = await fillWorkspace(ctx, new Set(["taskStatus"]));
  const id = ids.taskStatus ?? "";
  const found = await taskStatusOperations.get(ctx, { id });
  expect((await taskStatusOperations.list(ctx, {})).rows.map((row) => row.id)).toEqual([id]);
  const same = await taskStatusOperations.update(ctx, { id, version: found.version, name: found.name });
  expect(same.version).toBe(found.version);
});
