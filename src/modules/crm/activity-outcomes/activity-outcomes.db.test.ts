import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { fillWorkspace } from "@/test/full-workspace";
import { activityOutcomeOperations } from "./operations";

test("a activity outcome is found by its list, and keeps its version when nothing changes", async () => {
  const ctx = await (await testWorkspace()).role("owner");
  const { ids } = await fillWorkspace(ctx, new Set(["activityOutcome"]));
  const id = ids.activityOutcome ?? "";
  const found = await activityOutcomeOperations.get(ctx, { id });
  expect((await activityOutcomeOperations.list(ctx, {})).rows.map((row) => row.id)).toEqual([id]);
  const same = await activityOutcomeOperations.update(ctx, { id, version: found.version, name: found.name });
  expect(same.version).toBe(found.version);
});
