import "@/registry/operations";
import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDay } from "@/lib/working-time";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import type { Ctx } from "@/server/context";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery, workerUrls } from "@/test/db";
import { everyDay } from "@/test/digests";
import { nodesOf, type Plan, plannerOf, planOf, statementsOf } from "@/test/plans";
import { activityOperations } from "./operations/all";

/** Completed activities, of which the member has a third; planned ones are few. */
const completed = 300_000;
const planned = 300;
const today = localDay(new Date(), "America/Chicago");

let ann: Ctx;
let client: Awaited<ReturnType<typeof plannerOf>>;

beforeAll(async () => {
  const workspace = await testWorkspace();
  const other = await workspace.join("member");
  ann = await workspace.role("member");
  const { id } = await activityOperations.create(ann, { name: "Call", startsAt: new Date().toISOString() });
  const fill = (status: string, count: number) =>
    adminQuery(
      `insert into activities (id, tenant_id, name, name_key, kind, status, priority, owner_id, starts_at, at, completed_at, updated_at)
       select gen_random_uuid(), tenant_id, name, name_key, kind, $2, priority, case when n % 3 = 0 then owner_id else $4 end, t, t,
         case when $2 = 'completed' then t end, now()
       from activities, generate_series(1, $3::int) n, lateral (select now() - n * interval '3 minutes' as t) x
       where id = $1`,
      [id, status, count, other.id],
    );
  await fill("completed", completed);
  await fill("planned", planned);
  await adminQuery("vacuum analyze activities");
  client = await plannerOf(workerUrls().app, workspace.tenant.id);
  await client.query("set enable_seqscan = on");
});
afterAll(() => client?.end());

/** The rows of activities that a plan has read, kept or not. */
const rowsRead = (plan: Plan) =>
  nodesOf(plan)
    .filter((node) => node["Relation Name"] === "activities")
    .map((node) => ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) * (node["Actual Loops"] ?? 1));

const open = { field: "status", op: "anyOf", value: ["planned", "in_progress"] } as const;
const late = ["startsAt", "dueOn"].map((field) => ({ field, op: "before", value: today }) as const);
const lists = {
  Planned: { conditions: [open] },
  Mine: { conditions: [{ field: "owner", op: "anyOf", value: ["me"] }, open] },
  Overdue: { conditions: [open], groups: [{ match: "any", conditions: late }] },
} as const;

test.each(Object.entries(lists))(
  "the list %s reads the open activities alone, not those that are over",
  async (_name, input) => {
    const sort = { field: "at", direction: "asc" } as const;
    const statements = await statementsOf(() => activityOperations.list(ann, { ...input, sort } as never));
    for (const statement of statements) {
      const plan = await planOf(statement, client, true);
      for (const read of rowsRead(plan)) expect(read, JSON.stringify(plan)).toBeLessThan(3 * planned);
    }
  },
);

test("a day of a reader whose zone is far from the workspace's is read by the index of times", async () => {
  await setWorkingHours(ann, { own: { zone: "Pacific/Auckland", week: everyDay } });
  const there = await later(ann);
  const day = { field: "at", op: "is", value: "today" } as const;
  const statements = await statementsOf(() => activityOperations.list(there, { conditions: [day] }));
  expect(statements[0]?.text).toContain("not ((t.due_on is null))");
  for (const statement of statements)
    for (const read of rowsRead(await planOf(statement, client, true))) expect(read).toBeLessThan(completed / 100);
});
