import { expect, test } from "vitest";
import { byPosition } from "@/lib/nouns/settings";
import { testWorkspace } from "@/test/ctx";
import { fillWorkspace } from "@/test/full-workspace";
import { bootstrapActivityOutcomes } from "./bootstrap";
import { activityOutcomeOperations } from "./operations";
import { firstOutcomes } from "./rules";

test("a activity outcome is found by its list, and keeps its version when nothing changes", async () => {
  const ctx = await (await testWorkspace()).role("owner");
  const { ids } = await fillWorkspace(ctx, new Set(["activityOutcome"]));
  const id = ids.activityOutcome ?? "";
  const found = await activityOutcomeOperations.get(ctx, { id });
  expect((await activityOutcomeOperations.list(ctx, {})).rows.map((row) => row.id)).toEqual([id]);
  const same = await activityOutcomeOperations.update(ctx, { id, version: found.version, name: found.name });
  expect(same.version).toBe(found.version);
});

test("a new workspace has outcomes for each type of activity that ends in different ways, in the order of the list", async () => {
  const workspace = await testWorkspace();
  await bootstrapActivityOutcomes(workspace.system);
  const { rows } = await activityOutcomeOperations.list(await workspace.role("viewer"), { limit: 100 });
  const made = byPosition(rows);
  expect(made.map(({ name, color }) => [name, color])).toEqual(firstOutcomes.map(({ name, color }) => [name, color]));
  const offered = (kind: string) =>
    made.filter(({ kinds }) => kinds?.some((one) => one === kind)).map(({ name }) => name);
  expect(offered("call")).toEqual(["Connected", "Left voicemail", "No answer", "Busy", "Wrong number"]);
  expect(offered("sms")).toEqual(offered("email"));
  expect(offered("demo")).toEqual(["Held", "Next step agreed", "Follow-up needed"]);
  expect(offered("note")).toEqual([]);
});
