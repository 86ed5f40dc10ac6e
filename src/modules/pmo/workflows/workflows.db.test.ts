import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { fillWorkspace } from "@/test/full-workspace";
import { workflowOperations } from "./operations";

test("a workflow is found by its list, and keeps its version when nothing changes", async () => {
  const ctx = await (await testWorkspace()).role("owner");
  const { ids } = await fillWorkspace(ctx, new Set(["workflow"]));
  const id = ids.workflow ?? "";
  const found = await workflowOperations.get(ctx, { id });
  expect((await workflowOperations.list(ctx, {})).rows.map((row) => row.id)).toEqual([id]);
  const same = await workflowOperations.update(ctx, { id, version: found.version, name: found.name });
  expect(same.version).toBe(found.version);
});
