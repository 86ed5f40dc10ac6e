import { setTimeout as pause } from "node:timers/promises";
import { filteredAccounts, moveInput, plannedActivities } from "../calls";
import { type Figure, judge } from "../figure";
import { ask, tell } from "../load/ask";
import type { Stage } from "../stage";
import { withView } from "./views";

const restWithinMs = 60_000;

type Call = { name: string; send(): Promise<unknown> };

/** P25: statements of one tRPC call as the app role, so without session and membership, and without BEGIN and COMMIT. */
export async function statementFigures(stage: Stage): Promise<Figure[]> {
  const list = (limit: number) => query(stage, "opportunities.list", { limit });
  const figures = [
    await sameForMore(stage, "opportunities.list of 100 rows", list(10), list(100)),
    await sameForMore(
      stage,
      "accounts.list of 100 rows, 3 filters",
      query(stage, "accounts.list", { ...filteredAccounts, limit: 10 }),
      query(stage, "accounts.list", { ...filteredAccounts, limit: 100 }),
    ),
    await sameForMore(
      stage,
      "activities.list of 100 rows, in the order of dates",
      query(stage, "activities.list", { ...plannedActivities, limit: 10 }),
      query(stage, "activities.list", { ...plannedActivities, limit: 100 }),
    ),
  ];
  figures.push(await withView(stage, (view) => ofView(stage, view)));
  const today = new Date().toISOString().slice(0, 10);
  for (const call of [
    query(stage, "opportunities.board", {}),
    query(stage, "pipelines.list", {}),
    query(stage, "today.list", { section: "overdue" }),
    query(stage, "today.counts", {}),
    query(stage, "activities.calendar", { from: today, until: today }),
    query(stage, "followUps.list", { scope: "all" }),
  ])
    figures.push(figureOf(call.name, await statementsOf(stage, call)));
  const moved = await withPipelineLimit(stage, () => statementsOf(stage, moveCall(stage)));
  return [...figures, figureOf("opportunities.move", moved)];
}

/** A list of a saved view reads the view too. */
const ofView = (stage: Stage, view: string): Promise<Figure> =>
  sameForMore(
    stage,
    "accounts.list of 100 rows, a view of eight conditions",
    query(stage, "accounts.list", { view, limit: 10 }),
    query(stage, "accounts.list", { view, limit: 100 }),
  );

/** Moves check the limit of pipelines, which the largest plan does not have: most workspaces have one. */
async function withPipelineLimit<Result>({ superuser, person }: Stage, work: () => Promise<Result>): Promise<Result> {
  const planIs = (plan: string) =>
    superuser.query("update subscriptions set plan = $2 where tenant_id = $1", [person.tenantId, plan]);
  await planIs("professional");
  try {
    return await work();
  } finally {
    await planIs("enterprise");
  }
}

/** A call for many rows sends as many statements as one for few. */
async function sameForMore(stage: Stage, name: string, few: Call, many: Call): Promise<Figure> {
  const [fewer, sent] = [await statementsOf(stage, few), await statementsOf(stage, many)];
  const figure = figureOf(name, sent, `${fewer.length} for 10 rows`);
  return sent.length === fewer.length ? figure : { ...figure, pass: false, note: `${figure.note}; more for more rows` };
}

function figureOf(name: string, sent: string[], note = ""): Figure {
  return judge({
    id: "P25",
    name: `statements of ${name}`,
    value: sent.length,
    unit: "statements",
    note,
    bar: { of: "value", is: "at most", must: 4, stretch: 2 },
  });
}

async function statementsOf(stage: Stage, call: Call): Promise<string[]> {
  // The first call plans and connects; the second one shows the cost of all later ones.
  await call.send();
  await holdOutbox(stage);
  await stage.superuser.query("select pg_stat_statements_reset()");
  await call.send();
  const { rows } = await stage.superuser.query<{ query: string; calls: number }>(
    `select s.query, s.calls::int from pg_stat_statements s join pg_roles r on r.oid = s.userid
     where r.rolname = $1 and s.dbid = (select oid from pg_database where datname = current_database())
       and s.query !~* '^\\s*(begin|commit|rollback|set|deallocate|select set_config)'`,
    [new URL(stage.urls.app).username],
  );
  await stage.superuser.query("select pg_advisory_unlock_all()");
  return rows.flatMap((row) => Array.from({ length: row.calls }, () => row.query));
}

/** Delivery of events is not part of the call: the outbox is drained first, and claims nothing meanwhile. */
async function holdOutbox({ superuser }: Stage): Promise<void> {
  const waiting = "select 1 from event_deliveries where delivered_at is null and parked_at is null limit 1";
  const deadline = Date.now() + restWithinMs;
  while ((await superuser.query(waiting)).rows.length > 0) {
    if (Date.now() > deadline) throw new Error("The outbox does not come to rest.");
    await pause(50);
  }
  await superuser.query(
    "select pg_advisory_lock(hashtext('outbox'), hashtext(consumer)) from (select distinct consumer from event_deliveries) c",
  );
}

function query(stage: Stage, procedure: string, input: unknown): Call {
  return { name: procedure, send: () => ask(stage, procedure, input) };
}

/** Each call is a real move, back and forth. */
function moveCall(stage: Stage): Call {
  let turn = 0;
  const send = async () => tell(stage, "opportunities.move", await moveInput(stage, turn++));
  return { name: "opportunities.move", send };
}
