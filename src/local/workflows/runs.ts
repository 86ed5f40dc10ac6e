import { ulid } from "ulid";
import { durationMs } from "./durations";
import { keyOf } from "./expressions";
import type { FunctionConfig } from "./function-config";
import type { RunError } from "./protocol";
import { letIn, lockPlaces, type Slots, slotsOf } from "./slots";
import type { Tx } from "./store";

/** An event as functions see it. */
export type EventBody = {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  [more: string]: unknown;
};

/** A run as its row describes it. */
export type Run = Slots & {
  id: string;
  function_id: string;
  status: "Running" | "Completed" | "Failed" | "Cancelled";
  events: EventBody[];
  req_version: number | null;
  stack: string[];
  plan_only: boolean;
  parent_run: string | null;
  started_at: Date | null;
  sort_at: Date;
};

/** A run, locked until the end of the transaction; undefined if it has ended. */
export function holdRun(tx: Tx, id: string): Promise<Run | undefined> {
  return tx.row<Run>("SELECT * FROM runs WHERE id = $1 AND status = 'Running' FOR UPDATE", [id]);
}

/** Starts a run and its first call. */
export async function startRun(
  tx: Tx,
  config: FunctionConfig,
  events: EventBody[],
  {
    internalIds = [],
    at = new Date(),
    singletonKey,
    parent,
  }: {
    internalIds?: string[];
    at?: Date;
    singletonKey?: string | undefined;
    parent?: { run: string; step: string };
  } = {},
): Promise<string> {
  const id = ulid();
  const { slots, limits } = slotsOf(config, events[0]);
  const priority = config.priority?.run ? Number(keyOf(config.priority.run, { event: events[0] })) : 0;
  const sortAt = new Date(
    Date.now() - (Number.isFinite(priority) ? Math.max(-600, Math.min(600, priority)) : 0) * 1_000,
  );
  await tx.change(
    `INSERT INTO runs (id, function_id, events, event_ids, slots, limits, singleton_key, parent_run, parent_step, sort_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      config.id,
      JSON.stringify(events),
      internalIds,
      slots,
      limits,
      singletonKey,
      parent?.run,
      parent?.step,
      sortAt,
    ],
  );
  await addCall(tx, { id, slots, limits, sort_at: sortAt }, "step", at);
  for (const kind of ["start", "finish"] as const) {
    const limit = durationMs(config.timeouts?.[kind] ?? "");
    // The time limit to finish counts from the first call; the deadline task checks it.
    if (limit !== undefined) await tx.enqueue("deadline", { run: id, kind }, { at: new Date(at.getTime() + limit) });
  }
  return id;
}

/** Schedules a call of the app: `stepId` names one step, `step` asks for the next ones. */
export async function addCall(
  tx: Tx,
  run: Slots & { id: string; sort_at: Date },
  stepId: string,
  at = new Date(),
): Promise<void> {
  await tx.rows(
    `WITH call AS (
       INSERT INTO calls (run_id, step_id, due_at, slots, limits, sort_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
     ) SELECT graphile_worker.add_job('call', json_build_object('id', id::text), run_at => $3, job_key => 'call:' || id)
       FROM call`,
    [run.id, stepId, at, run.slots, run.limits, run.sort_at],
  );
}

/** The end of a run. */
export type Ending = { status: "Completed"; output: unknown } | { status: "Failed" | "Cancelled"; error: RunError };

/** Ends a locked run: its waiting work is removed, its slots are free, and waiting runs are told. */
export async function endRun(tx: Tx, run: Run, ending: Ending): Promise<void> {
  const error = ending.status === "Completed" ? undefined : ending.error;
  const output = ending.status === "Completed" ? (ending.output ?? null) : undefined;
  await tx.change("UPDATE runs SET status = $2, output = $3, error = $4, ended_at = now() WHERE id = $1", [
    run.id,
    ending.status,
    output === undefined ? null : JSON.stringify(output),
    error === undefined ? null : JSON.stringify(error),
  ]);
  await tellEnding(tx, run, ending.status, error === undefined ? { result: output } : { error });
  if (run.parent_run !== null) await tx.enqueue("resolve", { run: run.id });
  await tx.rows(
    "SELECT graphile_worker.remove_job('wake:' || run_id || ':' || id) FROM steps WHERE run_id = $1 AND state = 'waiting'",
    [run.id],
  );
  await lockPlaces(tx, run.slots);
  await tx.rows(
    "WITH gone AS (DELETE FROM calls WHERE run_id = $1 RETURNING id) SELECT graphile_worker.remove_job('call:' || id) FROM gone",
    [run.id],
  );
  await letIn(tx, run.slots);
}

const ENDINGS = { Completed: undefined, Failed: "inngest/function.failed", Cancelled: "inngest/function.cancelled" };

/** Events about the end of a run; runs that such an event started have none, or failures would loop. */
async function tellEnding(tx: Tx, run: Run, status: Ending["status"], outcome: object): Promise<void> {
  const [event] = run.events;
  if (event?.name === "inngest/function.failed" || event?.name === "inngest/function.finished") return;
  const data = {
    function_id: run.function_id,
    run_id: run.id,
    event,
    events: run.events,
    ...outcome,
    _inngest: { status },
  };
  for (const name of ["inngest/function.finished", ENDINGS[status]]) {
    if (name !== undefined) await addEvent(tx, { name, data });
  }
}

/** Adds an event of the engine itself to the stream if a function listens to it. */
async function addEvent(tx: Tx, { name, data }: { name: string; data: Record<string, unknown> }): Promise<void> {
  const id = ulid();
  const body: EventBody = { id, name, data, ts: Date.now() };
  const added = await tx.change(
    `INSERT INTO events (id, name, body) SELECT $1, $2, $3
     WHERE EXISTS (SELECT 1 FROM functions, unnest(hears) AS pattern
                   WHERE pattern = $2 OR (right(pattern, 1) = '*' AND starts_with($2, left(pattern, -1))))
        OR EXISTS (SELECT 1 FROM steps WHERE state = 'waiting' AND wait_event = $2)`,
    [id, name, JSON.stringify(body)],
  );
  if (added > 0) await enqueueIntake(tx);
}

/**
 * Schedules the handling of waiting events, in one queue: each sees the results of the previous one. A job key would
 * make senders wait.
 */
export function enqueueIntake(tx: Tx): Promise<void> {
  return tx.enqueue("intake", {}, { queue: "intake" });
}
