import type { OutboxEvent } from "@/server/outbox/consumers";
import type { Findings } from "../check";
import { drained } from "../stage/effects";
import { uploadedImport } from "../stage/importing";
import type { Stage } from "../stage/stage";
import { makeOpportunities, makeWorkspace, type Workspace } from "../stage/workspace";
import { until } from "../until";

const DRAINED_WITHIN_S = 60;
/** The event that requests the work of this drill. */
const ASKED = "import.checkAsked";
const PATIENCE_MS = 360_000;

/** R7: the workflow engine is away while work is requested; events also arrive twice, out of order, and days late. */
export async function engineDown(stage: Stage, findings: Findings): Promise<void> {
  const { database, engine, scale } = stage;
  const workspace = await makeWorkspace(stage);
  const files = Array.from({ length: scale.engineFiles }, (_, at) => `waiting${at + 1}`);
  const imports = await Promise.all(files.map((name) => uploadedImport(workspace, name, 20)));

  await engine.stop();
  for (let round = 1; round <= scale.engineRounds; round++) {
    const end = performance.now() + scale.engineDownMs / scale.engineRounds;
    for (const one of imports) await one.checkTwice();
    await until("this part of the outage is over", PATIENCE_MS, () => performance.now() > end);
  }
  const asked = await eventsOf(stage, workspace);
  const waiting = `select count(*) from event_deliveries d join events e on e.id = d.event_id
    where d.tenant_id = $1 and d.consumer = 'workflows' and e.name = '${ASKED}'
      and d.delivered_at is null and d.parked_at is null`;
  const minutes = (scale.engineDownMs / 60_000).toFixed(1);
  findings.same(
    `events that wait after ${minutes} min without the engine`,
    asked.length,
    await database.number(waiting, [workspace.tenantId]),
  );
  findings.same("opportunities made meanwhile", 3, (await makeOpportunities(workspace, 3)).length);

  await engine.start();
  const backAt = Date.now();
  findings.within(
    "all work done after it is back",
    DRAINED_WITHIN_S,
    (await drained(database, workspace, { until: Date.now(), withinMs: PATIENCE_MS })) - backAt,
  );
  await engine.idle(ASKED);
  await checkRuns("after the outage");
  findings.none("events that came before an earlier one of their record", await outOfOrder(stage, workspace));

  const again = await eventsOf(stage, workspace);
  await deliver(again.toReversed());
  await deliver(again);
  await deliver(again.toReversed(), (number) => ({ id: `late-${number}`, key: `late-${number}` }));
  await engine.idle(ASKED);
  await checkRuns("after all came again, backwards and days late");

  await engine.stop();
  for (const one of imports) await one.checkTwice();
  const last = (await eventsOf(stage, workspace)).slice(again.length);
  await engine.start();
  await deliver(last.toReversed());
  await drained(database, workspace, { until: Date.now(), withinMs: PATIENCE_MS });
  await engine.idle(ASKED);
  await checkRuns("after the newest came first");

  async function checkRuns(when: string): Promise<void> {
    const events = await eventsOf(stage, workspace);
    const runs = await database.query<{ status: string }>(
      "select status from job_runs where tenant_id = $1 and job = 'work-import'",
      [workspace.tenantId],
    );
    findings.same(`runs ${when}, one for each event`, events.length, runs.length);
    findings.same("runs that did the work", events.length, await engine.worked(workspace.tenantId, ASKED));
    findings.none(
      "runs that did not end well",
      runs.filter(({ status }) => status !== "done"),
    );
  }
}

/** Events that request work, in order, as the outbox delivers them. */
async function eventsOf({ database }: Stage, { tenantId }: Workspace): Promise<OutboxEvent[]> {
  return await database.query<OutboxEvent>(
    `select tenant_id as "tenantId", id, name, entity, entity_id as "entityId", entity_version as "entityVersion",
       actor_member_id as "memberId", origin, (extract(epoch from at) * 1000)::float8 as at
     from events where tenant_id = $1 and name = $2 order by id`,
    [tenantId, ASKED],
  );
}

/** Sends events as the app does; `other` gives them new ids and keys, unknown to the engine. */
async function deliver(events: readonly OutboxEvent[], other?: (number: number) => { id: string; key: string }) {
  const { inngest } = await import("@/server/inngest");
  const { workflowsBy } = await import("@/server/workflows/consumer");
  const send: ReturnType<typeof inngest>["send"] = (payload) => {
    const all = [payload].flat();
    const sent = all.map((event, number) => {
      const { id, key } = other?.(number) ?? {};
      return id ? { ...event, id, data: { ...event.data, key } } : event;
    });
    return inngest().send(sent);
  };
  await workflowsBy(async () => ({ send })).deliver(events);
}

/** Events that the engine received after a later one of the same record. */
async function outOfOrder({ engine }: Stage, { tenantId }: Workspace): Promise<string[]> {
  const newest = new Map<string, string>();
  const late: string[] = [];
  for (const { id, record } of await engine.taken(tenantId, ASKED)) {
    if (id < (newest.get(record) ?? "")) late.push(id);
    else newest.set(record, id);
  }
  return late;
}
