import type { RunError } from "./protocol";
import { addCall, type Run } from "./runs";
import type { Tx } from "./store";

/** A step's result, in the SDK's form. */
export type Memo = { type: "data"; data: unknown } | { type: "error"; error: RunError };

/**
 * Stores the result of a step of a locked run and lets the app continue. A step is settled once: later results are
 * ignored.
 */
export async function settleStep(tx: Tx, run: Run, stepId: string, memo: Memo): Promise<void> {
  const step = await tx.row<{ batch: string; race: boolean; was_waiting: boolean }>(
    `WITH before AS (SELECT state FROM steps WHERE run_id = $1 AND id = $2),
          run AS (UPDATE runs SET stack = array_append(stack, $2) WHERE id = $1 AND (SELECT state <> 'done' FROM before))
     UPDATE steps SET state = 'done', output = $3 WHERE run_id = $1 AND id = $2 AND state <> 'done'
     RETURNING batch, race, (SELECT state = 'waiting' FROM before) AS was_waiting`,
    [run.id, stepId, JSON.stringify(memo)],
  );
  if (!step) return;
  if (step.was_waiting) await tx.dequeue(`wake:${run.id}:${stepId}`);
  const open = await tx.rows<{ batch: string }>("SELECT batch FROM steps WHERE run_id = $1 AND state <> 'done'", [
    run.id,
  ]);
  if (open.length === 0 && run.plan_only) {
    await tx.change("UPDATE runs SET plan_only = false WHERE id = $1", [run.id]);
  }
  // Version 2 asks for the next steps when all steps of a batch are finished; a race continues with the first.
  const oneByOne = step.race || run.req_version === 1;
  if (oneByOne || !open.some(({ batch }) => batch === step.batch)) await askNext(tx, run);
}

/** Asks the app for the next steps, unless such a call is already planned. */
export async function askNext(tx: Tx, run: Run): Promise<void> {
  const asked = await tx.row("SELECT 1 FROM calls WHERE run_id = $1 AND step_id = 'step' AND state <> 'running'", [
    run.id,
  ]);
  if (!asked) await addCall(tx, run, "step");
}
