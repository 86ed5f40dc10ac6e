import "@/registry/register";
import { expect, test } from "vitest";
import { listViews } from "@/modules/platform/data/views/operations/views";
import { testWorkspace } from "@/test/ctx";
import { bringViews, demoViews } from "./views";

test("the demo has views that lose nothing when they are opened", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  await owner.db.team.create({ data: { name: "Sales", nameKey: "sales" }, select: { id: true } });
  await bringViews(owner);
  const views = await Promise.all(
    (["account", "contact", "opportunity"] as const).map(async (noun) => (await listViews(owner, { noun })).views),
  );
  expect(views.flat()).toHaveLength(demoViews(null).length);
  for (const { name, dropped } of views.flat()) expect([name, dropped]).toEqual([name, []]);
});
