import type { Findings } from "../check";
import { until } from "../until";
import type { Database } from "./database";
import type { Workspace } from "./workspace";
import type { Writers } from "./writers";

const BEGUN_WITHIN_MS = 120_000;

/**
 * Events of a workspace that some consumer has not received, and unfinished runs; without mails, which wait for
 * bursts and working hours.
 */
async function openWork(database: Database, tenantId: string): Promise<number> {
  return await database.number(
    `select (select count(*) from event_deliveries where tenant_id = $1 and delivered_at is null and parked_at is null)
          + (select count(*) from job_runs where tenant_id = $1 and status = 'running' and job = 'work-import')
          + (select count(*) from imports where tenant_id = $1 and status in ('checking', 'running'))`,
    [tenantId],
  );
}

/** Milliseconds until open screens got all signals, whoever received them. */
export function waitForDelivery(database: Database, { tenantId }: Workspace, withinMs: number): Promise<number> {
  const waiting =
    "select count(*) from event_deliveries where tenant_id = $1 and consumer = 'signals' and delivered_at is null";
  return until("all changes were delivered", withinMs, async () => (await database.number(waiting, [tenantId])) === 0);
}

/**
 * When the last committed change had its effect, both in milliseconds since 1970; waits for it. Later scheduled work,
 * such as mails, does not count.
 */
export async function drained(
  database: Database,
  { tenantId }: Workspace,
  { until: then, withinMs }: { until: number; withinMs: number },
): Promise<number> {
  await until("all events had their effects", withinMs, async () => (await openWork(database, tenantId)) === 0);
  return await database.number(
    `select extract(epoch from greatest(
       (select max(delivered_at) from event_deliveries where tenant_id = $1 and created_at <= to_timestamp($2)),
       (select max(finished_at) from job_runs where tenant_id = $1 and job = 'work-import'))) * 1000`,
    [tenantId, then / 1_000],
  );
}

/** Compares the responses that writers got with the data: nothing lost, nothing twice. */
export async function checkWrites(findings: Findings, database: Database, { tenantId }: Workspace, writers: Writers) {
  const rows = await database.query<{ id: string; stays: number; last: number; open: number }>(
    `select o.id, count(e.id)::int as stays, max(e.sequence)::int as last, (count(*) filter (where e.left_at is null))::int as open
     from opportunities o join stage_entries e on e.tenant_id = o.tenant_id and e.opportunity_id = o.id
     where o.tenant_id = $1 group by o.id`,
    [tenantId],
  );
  const there = new Map(rows.map((row) => [row.id, row]));
  const lost = writers.opportunities.filter(({ id }) => !there.has(id)).map(({ name }) => name);
  findings.none(`acknowledged creations lost, of ${writers.opportunities.length}`, lost);
  findings.same("opportunities, each written once", writers.opportunities.length, rows.length);
  const unlike = writers.opportunities.filter(({ id, moves }) => {
    const row = there.get(id);
    return row && (row.stays !== moves + 1 || row.last !== moves + 1 || row.open !== 1);
  });
  findings.none(
    `opportunities whose history is not the moves that were acknowledged, of ${writers.moves}`,
    unlike.map(({ id, name, moves }) => `${name} moved ${moves} times, ${there.get(id)?.stays} stays`),
  );
}

/** Compares the effects of the writers' events with the events: one for each, by key. */
export async function checkEffects(findings: Findings, database: Database, workspace: Workspace, writers: Writers) {
  const { tenantId, colleague } = workspace;
  const perType = await database.query<{ type: string; rows: number; events: number }>(
    `select type, count(*)::int as rows, count(distinct event_id)::int as events from notifications
     where tenant_id = $1 and member_id = $2 group by type`,
    [tenantId, colleague.memberId],
  );
  const of = (type: string) => perType.find((row) => row.type === type) ?? { rows: 0, events: 0 };
  findings.same(
    "notices of a new opportunity, one for each",
    writers.opportunities.length,
    of("opportunityAssigned").rows,
  );
  findings.same("notices of a move, one for each", writers.moves, of("opportunityStageChanged").rows);
  findings.same(
    "notices that tell of an event twice",
    0,
    perType.reduce((sum, { rows, events }) => sum + rows - events, 0),
  );
  const mailed = "select count(*) from notification_mail_items where tenant_id = $1 and type = 'opportunityAssigned'";
  findings.same(
    "of a new opportunity in a mail, one for each",
    writers.opportunities.length,
    await database.number(mailed, [tenantId]),
  );
  const parked = await database.query<{ consumer: string; reason: string }>(
    "select consumer, reason from event_deliveries where tenant_id = $1 and parked_at is not null",
    [tenantId],
  );
  findings.none(
    "events set aside",
    parked.map(({ consumer, reason }) => `${consumer}: ${reason}`),
  );
}

/** Compares the runs of jobs with the events that request them, and the imported rows with their files. */
export async function checkJobs(
  findings: Findings,
  database: Database,
  { tenantId }: Workspace,
  wanted: { imports: number; accounts: number },
) {
  const asked = () =>
    database.number("select count(*) from event_deliveries where tenant_id = $1 and consumer = 'workflows'", [
      tenantId,
    ]);
  const runsNow = () =>
    database.query<{ job: string; status: string; reason: string | null }>(
      "select job, status, reason from job_runs where tenant_id = $1",
      [tenantId],
    );
  // The last delivered work may be about to begin; the numbers show work that never does.
  await until("all runs have begun", BEGUN_WITHIN_MS, async () => (await runsNow()).length >= (await asked())).catch(
    () => undefined,
  );
  const runs = await runsNow();
  findings.same("runs of jobs, one for each event that asks for one", await asked(), runs.length);
  findings.same("of them imports", wanted.imports, runs.filter(({ job }) => job === "work-import").length);
  findings.none(
    "runs that did not end well",
    runs
      .filter(({ job, status }) => status !== "done" && (job === "work-import" || status !== "running"))
      .map(({ job, status, reason }) => `${job} ${status}: ${reason}`),
  );
  const accounts = await database.number("select count(*) from accounts where tenant_id = $1", [tenantId]);
  findings.same("rows of the imports, each written once", wanted.accounts, accounts);
}
