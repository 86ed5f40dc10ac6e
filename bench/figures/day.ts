import { dayLater } from "@/lib/working-time";
import { type Figure, judge } from "../figure";
import type { Stage } from "../stage";
import { timeOf } from "./call-time";
import { callerIn } from "./hot-shapes";

/** So many activities the member has, a fifth of which are still to be done. */
const activities = 100_000;
const prefix = "Bench of a day";

/**
 * The page Today, the calendar and the follow-up list of a member with 100,000 activities, in this process with the app's
 * own code and by the times of P2. The activities are deleted again.
 */
export async function dayFigures(stage: Stage, calls = 30, count = activities): Promise<Figure[]> {
  const api = await callerIn(stage);
  await fill(stage, count);
  try {
    const today = new Date().toISOString().slice(0, 10);
    const asked: [string, () => Promise<unknown>][] = [
      ["Today, counts", () => api.today.counts({})],
      ["Today, overdue", () => api.today.list({ section: "overdue" })],
      ["Today, next seven days", () => api.today.list({ section: "next7" })],
      ["calendar, a week", () => api.activities.calendar({ from: today, until: dayLater(today, 6) })],
      ["follow-ups, own", () => api.followUps.list({})],
      ["follow-ups, all", () => api.followUps.list({ scope: "all" })],
    ];
    const figures: Figure[] = [];
    for (const [name, call] of asked)
      figures.push(
        judge({
          id: "day",
          name: `${name}, p95`,
          value: await timeOf(call, calls),
          unit: "ms",
          note: `${count} activities of the member`,
          bar: { of: "value", is: "at most", must: 60, stretch: 30 },
        }),
      );
    return figures;
  } finally {
    await stage.superuser.query("delete from activities where tenant_id = $1 and name_key = $2", [
      stage.person.tenantId,
      prefix.toLowerCase(),
    ]);
  }
}

async function fill({ superuser, person }: Stage, count: number): Promise<void> {
  await superuser.query(
    `insert into activities (id, tenant_id, name, name_key, kind, status, priority, owner_id, starts_at, ends_at, duration, at, completed_at, updated_at)
     select gen_random_uuid(), $1, $2, $3, 'call', case when n % 5 = 0 then 'planned' else 'completed' end, 'normal', m.id, t,
       t + interval '15 minutes', 15, t, case when n % 5 > 0 then t end, now()
     from (select $4::uuid as id) m, generate_series(1, $5::int) n,
       lateral (select now() + (n - $5::int / 2) * interval '15 minutes' as t) x`,
    [person.tenantId, prefix, prefix.toLowerCase(), person.memberId, count],
  );
  await superuser.query("analyze activities");
}
