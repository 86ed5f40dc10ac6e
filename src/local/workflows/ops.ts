import { randomUUID } from "node:crypto";
import { z } from "zod";
import { momentOf } from "./durations";
import { flawOf } from "./expressions";
import type { FunctionConfig } from "./function-config";
import { errorOf, type Op } from "./protocol";
import { addCall, type EventBody, endRun, type Run, startRun } from "./runs";
import { settleStep } from "./steps";
import type { Tx } from "./store";

const YEAR_MS = 366 * 86_400_000;

/** Carries out all operations of a reply, for a locked run. Operations requested before are not repeated. */
export async function applyOps(tx: Tx, run: Run, ops: Op[]): Promise<void> {
  const complete = ops.find(({ op }) => op === "RunComplete");
  const batch = randomUUID();
  const fresh: Op[] = [];
  for (const op of ops) {
    if (op !== complete && (await isNew(tx, run, op, batch))) fresh.push(op);
  }
  if (ops.length > 1) {
    run.plan_only = true;
    await tx.change("UPDATE runs SET plan_only = true WHERE id = $1", [run.id]);
  }
  for (const op of fresh) await applyOp(tx, run, op);
  if (complete) await endRun(tx, run, { status: "Completed", output: complete.data });
}

/** Stores a new step; a planned one that now has its result counts as new too. */
async function isNew(tx: Tx, run: Run, { id, op, opts, displayName }: Op, batch: string): Promise<boolean> {
  const waits = ["Sleep", "WaitForEvent", "InvokeFunction"].includes(op);
  const added = await tx.change(
    `INSERT INTO steps (run_id, id, op, name, state, batch, race) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [run.id, id, op, displayName ?? id, waits ? "waiting" : "planned", batch, opts?.parallelMode === "race"],
  );
  return added > 0 || op === "StepRun" || op === "StepFailed";
}

async function applyOp(tx: Tx, run: Run, op: Op): Promise<void> {
  switch (op.op) {
    case "StepRun":
      return settleStep(tx, run, op.id, { type: "data", data: op.data ?? null });
    case "StepFailed":
      return settleStep(tx, run, op.id, { type: "error", error: errorOf(op.error, "The step failed.") });
    case "StepPlanned":
      return addCall(tx, run, op.id);
    case "Sleep":
      return sleep(tx, run, op);
    case "WaitForEvent":
      return waitForEvent(tx, run, op);
    case "InvokeFunction":
      return invoke(tx, run, op);
    default:
      throw new Error(`${op.op} is not possible here.`);
  }
}

async function sleep(tx: Tx, run: Run, { id, name }: Op): Promise<void> {
  const until = momentOf(name ?? "");
  if (until === undefined) return failStep(tx, run, id, `"${name}" is neither a duration nor a date to sleep for.`);
  if (until.getTime() <= Date.now()) return settleStep(tx, run, id, { type: "data", data: null });
  if (until.getTime() > Date.now() + YEAR_MS) return failStep(tx, run, id, "A sleep lasts at most 366 days.");
  await wakeAt(tx, run, id, until);
}

const waitOptions = z.object({ timeout: z.string().default(""), if: z.string().optional() });

async function waitForEvent(tx: Tx, run: Run, { id, name, opts }: Op): Promise<void> {
  const options = waitOptions.safeParse(opts ?? {});
  const until = options.success ? momentOf(options.data.timeout) : undefined;
  if (!name || !options.success || until === undefined) return failStep(tx, run, id, "This wait is not valid.");
  const flaw = options.data.if === undefined ? undefined : flawOf(options.data.if);
  if (flaw !== undefined) return failStep(tx, run, id, `The condition of this wait is not a valid expression: ${flaw}`);
  await tx.change("UPDATE steps SET wait_event = $3, wait_if = $4 WHERE run_id = $1 AND id = $2", [
    run.id,
    id,
    name,
    options.data.if,
  ]);
  await wakeAt(tx, run, id, until);
}

const invokeOptions = z.object({
  function_id: z.string(),
  payload: z.object({ data: z.record(z.string(), z.unknown()).nullish(), v: z.string().nullish() }).nullish(),
  timeout: z.string().optional(),
});

async function invoke(tx: Tx, run: Run, { id, opts }: Op): Promise<void> {
  const options = invokeOptions.safeParse(opts);
  if (!options.success) return failStep(tx, run, id, "This invocation is not valid.");
  const { function_id, payload, timeout } = options.data;
  const known = await tx.row<{ config: FunctionConfig }>(
    "SELECT config FROM functions WHERE id = $1 AND NOT archived",
    [function_id],
  );
  if (!known) return failStep(tx, run, id, `There is no function ${function_id} to invoke.`);
  const correlation = `${run.id}.${id}`;
  const data = { ...payload?.data, _inngest: { fn_id: function_id, correlation_id: correlation } };
  const event: EventBody = {
    id: randomUUID(),
    name: "inngest/function.invoked",
    data,
    ts: Date.now(),
    ...(payload?.v ? { v: payload.v } : {}),
  };
  await startRun(tx, known.config, [event], { parent: { run: run.id, step: id } });
  const until = timeout ? momentOf(timeout) : new Date(Date.now() + YEAR_MS);
  if (until === undefined) return failStep(tx, run, id, `"${timeout}" is not a valid timeout for a function.`);
  await wakeAt(tx, run, id, until);
}

function failStep(tx: Tx, run: Run, stepId: string, message: string): Promise<void> {
  return settleStep(tx, run, stepId, { type: "error", error: { name: "Error", message } });
}

function wakeAt(tx: Tx, run: Run, stepId: string, at: Date): Promise<void> {
  return tx.enqueue("wake", { run: run.id, step: stepId }, { key: `wake:${run.id}:${stepId}`, at });
}
