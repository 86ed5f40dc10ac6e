import type { Client } from "pg";
import { type Figure, judge } from "../figure";
import type { Stage } from "../stage";

const WORKSPACES = 10_000;
const quarterMs = 15 * 60_000;
const quartersOfADay = 96;
const dayMs = quarterMs * quartersOfADay;

/**
 * The clock of background work for 10,000 workspaces in which nobody does anything: the seconds that it works in each
 * quarter of an hour of a day, after the first check of all. The workspaces stay in the database of the run.
 */
export async function clockFigures({ env, superuser, say }: Stage): Promise<Figure[]> {
  Object.assign(process.env, env);
  await import("@/registry/register");
  const { strike } = await import("@/server/workflows/clock");
  await makeIdle(superuser);
  const start = Date.now() + 60_000;
  const first = await secondsUntilIdle(strike, new Date(start));
  // All that became due on the first day.
  await secondsUntilIdle(strike, new Date(start + dayMs));
  say(`the first check of ${WORKSPACES} workspaces took ${first.toFixed(1)} s`);
  let total = 0;
  for (let quarter = 1; quarter <= quartersOfADay; quarter++)
    total += await secondsUntilIdle(strike, new Date(start + dayMs + quarter * quarterMs));
  return [
    judge({
      id: "clock",
      name: `the clock for ${WORKSPACES} idle workspaces, in each 900 s`,
      value: total / quartersOfADay,
      unit: "s",
      note: `a simulated day; it rests as long as it works; first check of all: ${first.toFixed(1)} s`,
      bar: { of: "value", is: "at most", must: 1, stretch: 0.5 },
    }),
  ];
}

/** Seconds of work until nothing is due at an instant: half of the time, because the clock rests for the other half. */
async function secondsUntilIdle(strike: (now: Date) => Promise<number>, now: Date): Promise<number> {
  const began = performance.now();
  while ((await strike(now)) > 0);
  return (performance.now() - began) / 2_000;
}

/** Workspaces of a month ago, with three members, a pipeline and 40 opportunities that nobody has touched since. */
async function makeIdle(superuser: Client): Promise<void> {
  const statements = [
    `create temp table idle as select uuidv7() as id, n from generate_series(1, ${WORKSPACES}) n`,
    `insert into tenants (id, slug, name, currency, locale, time_zone, created_at, updated_at)
     select id, 'idle-' || n, 'Idle ' || n, 'USD', 'en-US',
       (array['America/Chicago', 'Europe/Berlin', 'Asia/Kolkata', 'America/Los_Angeles', 'UTC'])[1 + n % 5],
       now() - interval '30 days', now() - interval '30 days' from idle`,
    `insert into subscriptions (id, tenant_id, plan, state, updated_at)
     select uuidv7(), id, 'starter', 'active', now() from idle on conflict do nothing`,
    `insert into members (id, tenant_id, user_id, name, name_key, role, status, updated_at)
     select uuidv7(), id, uuidv7(), 'Member ' || k, 'member ' || k, 'member', 'active', now() from idle, generate_series(1, 3) k`,
    `create temp table line as select uuidv7() as id, id as tenant_id, uuidv7() as stage_id from idle`,
    `insert into pipelines (id, tenant_id, name, name_key, is_default, position, updated_at)
     select id, tenant_id, 'Sales', 'sales', true, 0, now() from line`,
    `insert into stages (id, tenant_id, pipeline_id, name, name_key, type, position, probability, color, rot_days, updated_at)
     select stage_id, tenant_id, id, 'Lead', 'lead', 'open', 1, 10, 1, 10, now() from line`,
    `insert into opportunities (id, tenant_id, name, name_key, pipeline_id, stage_id, status, rank, currency,
       stage_entered_at, touched_at, created_at, updated_at)
     select uuidv7(), tenant_id, 'Deal ' || k, 'deal ' || k, id, stage_id, 'open', 'a' || k, 'USD',
       now() - interval '30 days', now() - interval '30 days', now() - interval '30 days', now() - interval '30 days'
     from line, generate_series(1, 40) k`,
    "analyze tenants, members, opportunities, stages, due_work",
  ];
  await superuser.query("begin");
  // Search has its own figures, and nobody searches here.
  await superuser.query("set local session_replication_role = replica");
  for (const sql of statements.slice(0, -1)) await superuser.query(sql);
  await superuser.query("insert into due_work (tenant_id, job, at) select id, '*', now() from idle");
  await superuser.query("commit");
  await superuser.query(statements.at(-1) ?? "");
}
