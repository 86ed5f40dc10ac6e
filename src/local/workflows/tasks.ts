import type { TaskList } from "graphile-worker";
import { z } from "zod";
import { tick } from "./cron";
import type { Engine } from "./engine-options";
import { makeCall } from "./executor";
import { flush } from "./flow";
import type { FunctionConfig } from "./function-config";
import { takeIn } from "./matching";
import type { RunError } from "./protocol";
import { endRun, holdRun } from "./runs";
import { type Memo, settleStep } from "./steps";
import { inTransaction, type TaskName, type Tx } from "./store";

const call = z.object({ id: z.string() });
const wake = z.object({ run: z.string(), step: z.string() });
const cancel = z.object({ run: z.string(), reason: z.string() });
const resolve = z.object({ run: z.string() });
const cron = z.object({ function_id: z.string(), cron: z.string(), at: z.coerce.date() });
const gathered = z.object({ function_id: z.string(), id: z.string() });
const deadline = z.object({ run: z.string(), kind: z.enum(["start", "finish"]) });

/** The tasks of the queue. One may run twice if the engine was killed after its commit, and then does nothing. */
export function tasksOf(engine: Engine): TaskList {
  const { pool } = engine;
  const tasks: Record<TaskName, (payload: unknown) => Promise<void>> = {
    intake: () => takeIn(engine),
    call: (payload) => makeCall(engine, call.parse(payload).id),
    wake: (payload) => inTransaction(pool, (tx) => wakeUp(tx, wake.parse(payload))),
    cancel: (payload) => inTransaction(pool, (tx) => cancelRun(tx, cancel.parse(payload))),
    resolve: (payload) => inTransaction(pool, (tx) => tellParent(tx, resolve.parse(payload).run)),
    cron: (payload) => inTransaction(pool, (tx) => tick(tx, cron.parse(payload))),
    flush: (payload) => inTransaction(pool, (tx) => flush(tx, gathered.parse(payload))),
    deadline: (payload) => inTransaction(pool, (tx) => meetDeadline(tx, deadline.parse(payload))),
  };
  return tasks;
}

/** A sleep is over, or a wait has timed out. */
async function wakeUp(tx: Tx, { run: runId, step: stepId }: z.output<typeof wake>): Promise<void> {
  const run = await holdRun(tx, runId);
  const step = await tx.row<{ op: string }>(
    "SELECT op FROM steps WHERE run_id = $1 AND id = $2 AND state = 'waiting'",
    [runId, stepId],
  );
  if (!run || !step) return;
  const message = "The invoked function did not finish in time.";
  const memo: Memo =
    step.op === "InvokeFunction"
      ? { type: "error", error: { name: "InngestInvokeTimeoutError", message } }
      : { type: "data", data: null };
  await settleStep(tx, run, stepId, memo);
}

/** Ends a run early; a call in progress ends, and its result is ignored. */
export async function cancelRun(tx: Tx, { run: runId, reason }: z.output<typeof cancel>): Promise<void> {
  const run = await holdRun(tx, runId);
  if (run) await endRun(tx, run, { status: "Cancelled", error: { name: "CancelledError", message: reason } });
}

async function tellParent(tx: Tx, runId: string): Promise<void> {
  const child = await tx.row<{
    function_id: string;
    parent_run: string;
    parent_step: string;
    status: string;
    output: unknown;
    error: RunError | null;
  }>("SELECT function_id, parent_run, parent_step, status, output, error FROM runs WHERE id = $1", [runId]);
  const parent = child && (await holdRun(tx, child.parent_run));
  if (!child || !parent) return;
  const error = child.error ?? { name: "Error", message: `The function ${child.function_id} did not finish.` };
  const memo: Memo = child.status === "Completed" ? { type: "data", data: child.output } : { type: "error", error };
  await settleStep(tx, parent, child.parent_step, memo);
}

async function meetDeadline(tx: Tx, { run: runId, kind }: z.output<typeof deadline>): Promise<void> {
  const run = await holdRun(tx, runId);
  if (!run || (kind === "start" && run.started_at !== null)) return;
  const found = await tx.row<{ config: FunctionConfig }>("SELECT config FROM functions WHERE id = $1", [
    run.function_id,
  ]);
  const reason = `It did not ${kind} within ${found?.config.timeouts?.[kind] ?? "its time"}.`;
  await cancelRun(tx, { run: runId, reason });
}
