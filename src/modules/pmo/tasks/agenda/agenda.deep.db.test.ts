import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countToday, listToday } from "@/modules/platform/data/today/operations/list";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { adminQuery, workerUrls } from "@/test/db";
import { nodesOf, plannerOf, planOf, statementsOf } from "@/test/plans";
import { projectOperations } from "../../projects/operations";

const many = 50_000;
let busy: Ctx;
let planner: Awaited<ReturnType<typeof plannerOf>>;
beforeAll(async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const member = await workspace.join("member");
  busy = await workspace.as(member);
  const project = await projectOperations.create(owner, { name: "Kanban" });
  await adminQuery(
    `insert into tasks (id, tenant_id, name, name_key, project_id, owner_id, due_on, updated_at)
     select gen_random_uuid(), $1, 'Task ' || n, 'task ' || n, $2, $3, now()::date - 2 - n % 300, now()
     from generate_series(1, ${many}) n`,
    [workspace.tenant.id, project.id, member.id],
  );
  // Rows of earlier files, which are gone, would make this table and the other tables look larger than they are.
  await adminQuery("vacuum (analyze)");
  planner = await plannerOf(workerUrls().app, workspace.tenant.id);
}, 120_000);
afterAll(() => planner?.end());

test.each([
  ["a page", () => listToday(busy, { section: "overdue" })],
  [
    "a page behind another",
    async () => {
      const { nextCursor } = await listToday(busy, { section: "overdue" });
      return await listToday(busy, { section: "overdue", cursor: nextCursor ?? "" });
    },
  ],
  ["counts", () => countToday(busy, {})],
  ["counts of teams", () => countToday(busy, { scope: "teams" })],
] as const)("with 50,000 overdue tasks of one member %s reads no more than it shows, by index", async (_what, ask) => {
  for (const statement of await statementsOf(ask)) {
    const nodes = nodesOf(await planOf(statement, planner, true));
    for (const node of nodes.filter((one) => one["Relation Name"] === "tasks")) {
      // A section with few items may gather them by a bitmap of the index; one of many would read more than it shows.
      expect(node["Node Type"]).toMatch(/Index|Bitmap/);
      expect(Number(node["Actual Rows"]) + Number(node["Rows Removed by Filter"] ?? 0)).toBeLessThanOrEqual(1_001);
    }
  }
});
