import "@/registry/operations";
import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dayLater, localDay } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { adminQuery, workerUrls } from "@/test/db";
import { nodesOf, type Plan, plannerOf, planOf, statementsOf } from "@/test/plans";
import { activityOperations } from "../operations/all";
import { getActivityCalendar } from "./operations";
import { daysIn } from "./rules";

const all = 100_000;
const today = localDay(new Date(), "America/Chicago");
const weeks = [
  ["this week", { from: today, until: dayLater(today, 6) }],
  ["a week of last year", { from: dayLater(today, -300), until: dayLater(today, -294) }],
  ["six weeks", { from: dayLater(today, -20), until: dayLater(today, 21) }],
] as const;

let ann: Ctx;
let client: Awaited<ReturnType<typeof plannerOf>>;

/** A member with three years of activities, one every fifteen minutes. */
beforeAll(async () => {
  const workspace = await testWorkspace();
  ann = await workspace.role("member");
  const startsAt = new Date().toISOString();
  const { id } = await activityOperations.create(ann, { name: "Call", startsAt, duration: 15 });
  const kept = "tenant_id, name, name_key, kind, status, priority, duration, owner_id, creator_id, updated_at";
  await adminQuery(
    `insert into activities (id, starts_at, ends_at, at, ${kept})
     select gen_random_uuid(), t, t + interval '15 minutes', t, ${kept}
     from activities, lateral (select starts_at + (n - $2 / 2) * interval '15 minutes' as t from generate_series(1, $2) n) x
     where id = $1`,
    [id, all],
  );
  await adminQuery("analyze activities");
  client = await plannerOf(workerUrls().app, workspace.tenant.id);
  await client.query("set enable_seqscan = on");
});
afterAll(() => client?.end());

const readOf = (plan: Plan) =>
  nodesOf(plan)
    .filter((node) => node["Relation Name"] === "activities")
    .map((node) => ({
      type: node["Node Type"],
      rows: ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) * (node["Actual Loops"] ?? 1),
    }));

test.each(weeks)(
  "a member with 100,000 activities reads those of %s by index, and no others than of the days around them",
  async (_what, span) => {
    const statements = await statementsOf(() => getActivityCalendar(ann, span));
    expect(statements.length).toBeLessThanOrEqual(4);
    for (const statement of statements) {
      const reads = readOf(await planOf(statement, client, true));
      for (const { type, rows } of reads) {
        expect(type, statement.text).not.toBe("Seq Scan");
        // The span, and a day before and after it: only long activities may have begun earlier.
        expect(rows).toBeLessThan(96 * (daysIn(span) + 3));
      }
    }
  },
);

test("an activity of some days is in each of them, and in a span that begins later", async () => {
  const startsAt = new Date(`${dayLater(today, -610)}T12:00:00Z`).toISOString();
  const { id } = await activityOperations.create(ann, { name: "Fair", startsAt, duration: 20 * 24 * 60 });
  const day = dayLater(today, -595);
  const { activities } = await getActivityCalendar(ann, { from: day, until: day });
  expect(activities.map((activity) => activity.id)).toContain(id);
});

test("an answer has as many statements for one activity as for hundreds", async () => {
  const { length } = await statementsOf(() => getActivityCalendar(ann, { from: today, until: dayLater(today, 6) }));
  const far = dayLater(today, 520);
  expect(await statementsOf(() => getActivityCalendar(ann, { from: far, until: far }))).toHaveLength(length);
});
