import "@/registry/register";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { adminQuery, workerUrls } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { nodesOf, plannerOf, planOf, statementsOf } from "@/test/plans";
import { countToday, listToday } from "./operations/list";

describe("with 100,000 overdue activities of one member", () => {
  const many = 100_000;
  let busy: Ctx;
  let planner: Awaited<ReturnType<typeof plannerOf>>;
  beforeAll(async () => {
    const { workspace } = await opportunityWorkspace();
    const member = await workspace.join("member");
    busy = await workspace.as(member);
    await adminQuery(
      `insert into activities (id, tenant_id, name, name_key, kind, status, owner_id, starts_at, at, updated_at)
       select gen_random_uuid(), $1, 'Call ' || n, 'call ' || n, 'call', 'planned', $2, t.at, t.at, now()
       from generate_series(1, ${many}) n, lateral (select date_trunc('day', now()) - n / 50 * interval '1 hour' - interval '2 days' as at) t`,
      [workspace.tenant.id, member.id],
    );
    await adminQuery("analyze activities");
    planner = await plannerOf(workerUrls().app, workspace.tenant.id);
  }, 120_000);
  afterAll(() => planner?.end());

  test("pages follow each other without gaps, and counts stop at 1,000", async () => {
    const first = await listToday(busy, { section: "overdue", limit: 100 });
    const second = await listToday(busy, { section: "overdue", limit: 100, cursor: first.nextCursor ?? "" });
    const all = [...first.rows, ...second.rows];
    expect(new Set(all.map(({ id }) => id)).size).toBe(200);
    const starts = all.map(({ startsAt }) => startsAt ?? "");
    expect(starts).toEqual(starts.toSorted());
    expect(await countToday(busy, {})).toMatchObject({ overdue: "1000+", due: 0 });
  });

  test.each([
    ["mine", "a page", () => listToday(busy, { section: "overdue" })],
    ["mine", "counts", () => countToday(busy, {})],
    ["teams", "a page", () => listToday(busy, { section: "overdue", scope: "teams" })],
    ["teams", "counts", () => countToday(busy, { scope: "teams" })],
  ] as const)("%s: %s reads no more than it shows, by index", async (_scope, _what, ask) => {
    const statements = await statementsOf(ask);
    expect(statements.length).toBeLessThanOrEqual(4);
    for (const statement of statements) {
      const nodes = nodesOf(await planOf(statement, planner, true));
      const activities = nodes.filter((node) => node["Relation Name"] === "activities");
      for (const node of activities) {
        expect(node["Node Type"]).toMatch(/Index/);
        expect(Number(node["Actual Rows"]) + Number(node["Rows Removed by Filter"] ?? 0)).toBeLessThanOrEqual(1_001);
      }
    }
  });
});
