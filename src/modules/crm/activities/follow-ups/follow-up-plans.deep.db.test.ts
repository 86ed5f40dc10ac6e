import "@/registry/register";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { bulkWorkspace } from "@/test/bulk-workspace";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, forgetWorkspaces, workerUrls } from "@/test/db";
import { nodesOf, type Plan, plannerOf, planOf, statementsOf } from "@/test/plans";
import { countFollowUps, listFollowUps } from "./operations";
import { dayStartOf } from "./row";

const large = new Set(["opportunities", "contacts"]);

let workspace: TestWorkspace;
let member: Ctx;
let app: pg.Client;

beforeAll(async () => {
  await forgetWorkspaces();
  workspace = await testWorkspace();
  const [filled] = await bulkWorkspace([workspace], 100_000);
  await adminQuery(
    `insert into contacts (id, tenant_id, name, name_key, lifecycle, owner_id, updated_at)
     select gen_random_uuid(), $1, 'Contact ' || n, 'contact ' || n, 'lead', $2, now() from generate_series(1, 5000) n`,
    [workspace.tenant.id, filled?.memberId],
  );
  await adminQuery("vacuum analyze contacts");
  const [row] = await adminQuery<TestMember>(
    `select m.id, m.user_id as "userId", m.email, m.name, m.role from members m where m.id = $1`,
    [filled?.memberId],
  );
  if (!row) throw new Error("The member is missing.");
  member = await workspace.as(row);
  app = await plannerOf(workerUrls().app, workspace.tenant.id);
});
afterAll(() => app?.end());

async function plansOf(act: () => Promise<unknown>): Promise<Plan[]> {
  const statements = await statementsOf(act);
  return await Promise.all(statements.map((statement) => planOf(statement, app)));
}

test("one's own follow-ups among 100,000 opportunities come from the index of owners, in one statement", async () => {
  for (const act of [() => listFollowUps(member, { scope: "mine" }), () => countFollowUps(member, { scope: "mine" })]) {
    const plans = await plansOf(act);
    expect(plans).toHaveLength(1);
    const nodes = plans.flatMap(nodesOf).filter((node) => large.has(node["Relation Name"] ?? ""));
    expect(nodes.length).toBeGreaterThan(0);
    for (const node of nodes) expect(node["Node Type"]).not.toBe("Seq Scan");
    const indexes = plans.flatMap(nodesOf).map((node) => node["Index Name"]);
    expect(indexes).toContain("opportunities_follow_up_idx");
  }
});

test("that nothing is planned after an import of 100,000 is found by an index, which then has nothing to read", async () => {
  for (const scope of ["all", "mine"] as const) {
    const asked = { scope, entity: "opportunity" } as const;
    expect(await countFollowUps(member, asked)).toEqual({ total: 1000, capped: true, anyPlanned: false });
    const [statement] = await statementsOf(() => countFollowUps(member, asked));
    if (!statement) throw new Error("The statement is missing.");
    const nodes = nodesOf(await planOf(statement, app, true)).filter((node) => large.has(node["Relation Name"] ?? ""));
    const read = nodes.map((node) => (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0));
    expect(nodes.length).toBeGreaterThan(1);
    for (const node of nodes) expect(node["Node Type"]).not.toBe("Seq Scan");
    expect(Math.min(...read)).toBe(0);
    expect(Math.max(...read)).toBeLessThan(5_000);
  }
});

test("a later page is read by its cursor, and a count stops at 1,000", async () => {
  const first = await listFollowUps(member, { scope: "mine", limit: 100 });
  const second = await listFollowUps(member, { scope: "mine", limit: 100, cursor: first.nextCursor ?? "" });
  const ids = [...first.items, ...second.items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(200);
  expect(await countFollowUps(member, { scope: "mine" })).toMatchObject({ total: 1000, capped: true });
});

test("a page of everybody's follow-ups reads no more than the overdue steps and what it shows, for each reason and on later pages", async () => {
  const read = async (input: Parameters<typeof listFollowUps>[1]) => {
    const statements = await statementsOf(() => listFollowUps(member, { scope: "all", ...input }));
    const plans = await Promise.all(statements.map((statement) => planOf(statement, app, true)));
    const nodes = plans.flatMap(nodesOf).filter((node) => large.has(node["Relation Name"] ?? ""));
    const rows = (node: Plan) =>
      ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) * (node["Actual Loops"] ?? 1);
    return nodes.reduce((sum, node) => sum + rows(node), 0);
  };
  // Half of them have a next step: of some it is overdue.
  await adminQuery(
    `update opportunities set next_step = 'Call', next_step_on = current_date + (('x' || left(id::text, 2))::bit(8)::int - 20)
     where tenant_id = $1 and left(id::text, 1) < '8'`,
    [workspace.tenant.id],
  );
  await adminQuery("vacuum analyze opportunities");
  // Of every status: the index of days has no status, and the planner may read by it alone.
  const { at } = dayStartOf(member, new Date());
  const [{ overdue } = { overdue: 0 }] = await adminQuery<{ overdue: number }>(
    "select count(*)::int as overdue from opportunities where tenant_id = $1 and next_at < $2::timestamptz + interval '1 day'",
    [workspace.tenant.id, at],
  );
  expect(overdue).toBeLessThan(20_000);
  expect(await read({})).toBeLessThan(overdue + 1_000);
  expect(await read({ reason: "overdue" })).toBeLessThan(overdue + 1_000);
  const first = await listFollowUps(member, { scope: "all", limit: 100 });
  expect(await read({ cursor: first.nextCursor ?? "" })).toBeLessThan(overdue + 1_000);
});
