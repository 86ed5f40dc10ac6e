import "@/registry/operations";
import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { getActivityCalendar } from "@/modules/crm/activities/calendar/operations";
import { listFollowUps } from "@/modules/crm/activities/follow-ups/operations";
import { getBoard } from "@/modules/crm/opportunities/board/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { listPipelines } from "@/modules/crm/pipelines/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { createTag } from "@/modules/platform/data/tags/operations/tags";
import { countToday, listToday } from "@/modules/platform/data/today/operations/list";
import { createView } from "@/modules/platform/data/views/operations/views";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import type { Ctx } from "@/server/context";
import { later, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, workerUrls } from "@/test/db";
import { statementsOf } from "@/test/plans";
import { filteredAccounts, selectiveView } from "../calls";

// The counts of P25 where no noise moves them: more statements fail here, before anybody measures.

const MOST = 4;

let workspace: TestWorkspace;
let ctx: Ctx;

/** Full rows: with an owner, a parent, tags and a custom reference, each of which could be looked up row by row. */
beforeAll(async () => {
  // A trial has a limit of pipelines, which every move has to hold.
  workspace = await testWorkspace({ plan: "trial" });
  await bootstrapPipelines(workspace.system);
  const admin = await workspace.role("admin");
  const tag = await createTag(admin, { name: "Key" });
  const fields: Record<string, string> = {};
  for (const entity of ["account", "opportunity"] as const) {
    const field = await createCustomField(admin, {
      entity,
      kind: "reference",
      label: "Partner",
      settings: { to: "account" },
    });
    fields[entity] = field.key;
  }
  ctx = await later(admin);
  const parent = await accountOperations.create(ctx, { name: "Parent" });
  const full = (entity: string) => ({ tags: [tag.id], custom: { [fields[entity] ?? ""]: parent.id } });
  const account = await accountOperations.create(ctx, {
    ...full("account"),
    name: "Firm",
    parentId: parent.id,
    type: "customer",
    industry: "software",
    employees: 60,
    annualRevenue: { amount: 5_000, currency: "USD" },
  });
  await opportunityOperations.create(ctx, { ...full("opportunity"), name: "Sale", accountId: account.id });
  for (let nth = 0; nth < 10; nth++) await workspace.join("member");
  for (const table of ["accounts", "opportunities"]) await copyLast(table, workspace.tenant.id, parent.id);
});

/** Copies of the last row, whose owners, accounts and custom references are spread over those that there are. */
async function copyLast(table: string, tenantId: string, parentId: string): Promise<void> {
  const one = (of: string) =>
    `(select (array_agg(id order by id))[1 + i % count(*)::int] from ${of} where tenant_id = $1)`;
  await adminQuery(
    `insert into ${table}
     select (jsonb_populate_record(null::${table}, to_jsonb(r) || jsonb_build_object('id', uuidv7(), 'owner_id', ${one("members")}, 'account_id', ${one("accounts")},
       'rank', to_jsonb(r)->>'rank' || lpad(i::text, 3, '0') || 'V', 'custom', replace(r.custom::text, $2, ${one("accounts")}::text)::jsonb))).*
     from (select * from ${table} where tenant_id = $1 order by id desc limit 1) r, generate_series(1, 120) i`,
    [tenantId, parentId],
  );
}

/** The statements of a call as the app role, after one that connects and plans. */
async function countOf(call: () => Promise<unknown>): Promise<number> {
  await call();
  const app = new URL(workerUrls().app).username;
  return (await statementsOf(call)).filter(({ user }) => user === app).length;
}

test.each([
  ["opportunities.list", (limit: number) => opportunityOperations.list(ctx, { limit })],
  ["accounts.list, 3 filters", (limit: number) => accountOperations.list(ctx, { ...filteredAccounts, limit })],
])("%s sends as many statements for 100 rows as for 10, four at most", async (_, list) => {
  const rows = async (limit: number) => (await list(limit)).rows.length;
  expect([await rows(10), await rows(100)]).toEqual([10, 100]);
  const few = await countOf(() => list(10));
  expect(few).toBeGreaterThan(0);
  expect(few).toBeLessThanOrEqual(MOST);
  expect(await countOf(() => list(100))).toBe(few);
});

test("accounts.list of a view of eight conditions sends four statements at most", async () => {
  const { id: view } = await createView(ctx, { noun: "account", name: "Eight", state: selectiveView });
  expect(await countOf(() => accountOperations.list(ctx, { view }))).toBeLessThanOrEqual(MOST);
});

test("accounts.list of a member who sees only some opportunities sends as many statements for 100 rows as for 10", async () => {
  const seller = await workspace.as(await workspace.join("member"), { visibility: { opportunity: "own" } });
  const list = (limit: number) => accountOperations.list(seller, { limit });
  const few = await countOf(() => list(10));
  expect(few).toBeLessThanOrEqual(MOST);
  expect(await countOf(() => list(100))).toBe(few);
});

test.each([
  ["opportunities.board", () => getBoard(ctx, {})],
  ["pipelines.list", () => listPipelines(ctx, {})],
  ["today.list", () => listToday(ctx, { section: "overdue" })],
  ["today.counts", () => countToday(ctx, {})],
  ["activities.calendar", () => getActivityCalendar(ctx, { from: "2026-11-23", until: "2026-11-29" })],
  ["followUps.list", () => listFollowUps(ctx, { scope: "all" })],
])("%s sends four statements at most", async (_, call) => {
  expect(await countOf(call)).toBeLessThanOrEqual(MOST);
});

test("a timeline of one record sends as many statements for 100 entries as for 10, four at most", async () => {
  const { id } = await accountOperations.create(ctx, { name: "Old" });
  await adminQuery(
    `insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, actor_member_id, before, after, data, request_id)
     select uuidv7(), $1, 'account.updated', 'account', $2, n * 2, json_build_object('type', 'user'), seat.ids[1 + n % 10],
       jsonb_build_object('ownerId', null), jsonb_build_object('ownerId', seat.ids[1 + n % 10]), '{}', 'test'
     from generate_series(1, 200) n, (select array_agg(id) as ids from members where tenant_id = $1) seat`,
    [ctx.tenant.id, id],
  );
  const page = (limit: number) => listTimeline(ctx, { entity: "account", id, limit });
  expect([(await page(10)).rows.length, (await page(100)).rows.length]).toEqual([10, 100]);
  const few = await countOf(() => page(10));
  expect(few).toBeLessThanOrEqual(MOST);
  expect(await countOf(() => page(100))).toBe(few);
});

test("opportunities.move sends four statements at most, the plan's limit of pipelines included", async () => {
  const [pipeline] = await listPipelines(ctx, {});
  const [first, second] = pipeline?.stages ?? [];
  const { id } = await opportunityOperations.create(ctx, { name: "Moved" });
  const targets = [second, first].map((stage) => stage?.id ?? "");
  expect(ctx.entitlements.limit("pipelines")).not.toBeNull();
  expect(await countOf(() => moveOpportunity(ctx, { id, stageId: targets.shift() ?? "" }))).toBeLessThanOrEqual(MOST);
  expect(targets).toEqual([]);
});
