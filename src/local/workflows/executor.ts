import { randomUUID } from "node:crypto";
import canonicalize from "canonicalize";
import { isKnownApp } from "./app-address";
import { dueAfter, retryAfter } from "./backoff";
import { callApp, Unreachable } from "./call-app";
import type { Engine } from "./engine-options";
import { attemptsOf, type FunctionConfig } from "./function-config";
import { applyOps } from "./ops";
import { type Reply, type RunError, readReply } from "./protocol";
import { endRun, holdRun, type Run } from "./runs";
import { letIn, type Slots, takePlaces } from "./slots";
import { inTransaction, isBadData, type Tx } from "./store";

type Call = Slots & { id: string; run_id: string; step_id: string; attempt: number; misses: number; state: string };
type Dispatch = { call: Call; run: Run; config: FunctionConfig; steps: Record<string, unknown> };

/** The app fetches payloads above this size itself. */
const MAX_PAYLOAD_BYTES = 4_000_000;
const LONGEST_MISS_MS = 5_000;

/** Makes one call to the app, and carries out its reply in the transaction that ends the call. */
export async function makeCall(engine: Engine, id: string): Promise<void> {
  const dispatch = await inTransaction(engine.pool, (tx) => begin(tx, id));
  if (!dispatch) return;
  const reply = await ask(engine, dispatch);
  // A call that we aborted ourselves counts as never made.
  if (engine.stopping.aborted && reply.kind === "error") return;
  try {
    await inTransaction(engine.pool, (tx) => finish(engine, tx, dispatch, reply));
  } catch (error) {
    // A reply that no database can store is an error of the run; every repetition would fail the same way.
    if (!isBadData(error)) throw error;
    const message = `The reply cannot be stored: ${error instanceof Error ? error.message : error}`;
    const failed: Reply = {
      kind: "error",
      error: { name: "InvalidReplyError", message },
      retriable: false,
      retryAt: undefined,
    };
    await inTransaction(engine.pool, (tx) => finish(engine, tx, dispatch, failed));
  }
}

/** Claims a waiting call; undefined if it is gone, already running, or has to wait for a slot. */
async function begin(tx: Tx, id: string): Promise<Dispatch | undefined> {
  const found = await tx.row<Run & { config: FunctionConfig }>(
    `SELECT r.*, f.config FROM runs r JOIN calls c ON c.run_id = r.id JOIN functions f ON f.id = r.function_id
     WHERE c.id = $1 AND r.status = 'Running' FOR UPDATE OF r`,
    [id],
  );
  if (!found) return undefined;
  const { config, ...run } = found;
  const steps = await stepsOf(tx, run.id);
  const call = await takePlaces<Call>(tx, id, run);
  return call?.state === "running" ? { call, run, config, steps } : undefined;
}

/** The results of a run's finished steps, in the SDK's form. */
export async function stepsOf(tx: Tx, runId: string): Promise<Record<string, unknown>> {
  const done = await tx.rows<{ id: string; output: unknown }>(
    "SELECT id, output FROM steps WHERE run_id = $1 AND state = 'done'",
    [runId],
  );
  return Object.fromEntries(done.map(({ id, output }) => [id, output]));
}

async function ask(engine: Engine, { call, run, config, steps }: Dispatch): Promise<Reply> {
  const url = new URL(config.steps.step.runtime.url);
  // A function that an earlier engine accepted from another app waits for its own app to register.
  if (!isKnownApp(engine.options, url.href))
    return { kind: "unreachable", reason: `No app is known at ${url.origin}.` };
  url.searchParams.set("stepId", call.step_id);
  const text = bodyOf({ call, run, config, steps });
  try {
    const response = await callApp(
      {
        method: "POST",
        url: url.href,
        body: text,
        headers: {
          "x-run-id": run.id,
          "x-request-id": `${call.id}-${call.attempt}`,
          ...(run.req_version === null ? {} : { "x-inngest-req-version": String(run.req_version) }),
        },
      },
      { signingKey: engine.options.signingKey, signal: engine.stopping },
    );
    return readReply(response);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof Unreachable) return { kind: "unreachable", reason: message };
    return { kind: "error", error: { name: "ConnectionError", message }, retriable: true, retryAt: undefined };
  }
}

function bodyOf({ call, run, config, steps }: Dispatch): string {
  const place = randomUUID();
  const payload = (large: boolean) => ({
    event: run.events[0],
    events: large ? [] : run.events,
    steps: large ? {} : steps,
    version: run.req_version ?? -1,
    // Without `fn_id` the SDK does no checkpointing.
    ctx: {
      run_id: run.id,
      attempt: call.attempt,
      max_attempts: attemptsOf(config),
      disable_immediate_execution: run.plan_only,
      use_api: large,
      // No two calls have the same body, as at the vendor: the app accepts the same signed call only once.
      qi_id: place,
      stack: { stack: run.stack, current: run.stack.length },
    },
  });
  const whole = canonicalize(payload(false)) ?? "";
  return Buffer.byteLength(whole) > MAX_PAYLOAD_BYTES ? (canonicalize(payload(true)) ?? "") : whole;
}

/** Ends the call, or postpones it; a run that has ended has no call any more, and the reply is ignored. */
async function finish(engine: Engine, tx: Tx, { call, config }: Dispatch, reply: Reply): Promise<void> {
  const run = await holdRun(tx, call.run_id);
  if (!run) return;
  const mine = await tx.row("SELECT 1 FROM calls WHERE id = $1 AND state = 'running'", [call.id]);
  if (!mine) return;
  switch (reply.kind) {
    case "unreachable":
      return retryLater(tx, call, {
        attempt: call.attempt,
        misses: call.misses + 1,
        at: afterMiss(engine, call.misses),
      });
    case "error":
      if (!reply.retriable || call.attempt + 1 >= attemptsOf(config)) return fail(tx, run, reply.error);
      return retry(engine, tx, call, reply.retryAt);
    case "unsupported": {
      const message = `${reply.what} is not supported by the local workflow engine (501).`;
      engine.notice(`Run ${run.id} of ${run.function_id} failed: ${message}`);
      return fail(tx, run, { name: "NotSupportedLocallyError", message });
    }
    case "finished":
      return endRun(tx, run, { status: "Completed", output: reply.data });
    case "ops":
      return followOps(engine, tx, { call, run, config }, reply);
  }
}

async function followOps(
  engine: Engine,
  tx: Tx,
  { call, run, config }: { call: Call; run: Run; config: FunctionConfig },
  { ops, retryAt, requestVersion }: Extract<Reply, { kind: "ops" }>,
): Promise<void> {
  if (run.req_version === null && requestVersion !== undefined) {
    run.req_version = requestVersion;
    await tx.change("UPDATE runs SET req_version = $2 WHERE id = $1", [run.id, requestVersion]);
  }
  const isLast = call.attempt + 1 >= attemptsOf(config);
  if (ops.some(({ op }) => op === "StepError") && !isLast) return retry(engine, tx, call, retryAt);
  await tx.change("DELETE FROM calls WHERE id = $1", [call.id]);
  await applyOps(
    tx,
    run,
    ops.map((op) => (op.op === "StepError" ? { ...op, op: "StepFailed" } : op)),
  );
  await letIn(tx, call.slots);
}

function fail(tx: Tx, run: Run, error: RunError): Promise<void> {
  return endRun(tx, run, { status: "Failed", error });
}

function retry({ options }: Engine, tx: Tx, call: Call, retryAt: string | undefined): Promise<void> {
  const at = retryAfter(retryAt) ?? dueAfter(call.attempt, options.backoffMs);
  return retryLater(tx, call, { attempt: call.attempt + 1, misses: 0, at });
}

/** An app that is down was not called, so this costs no attempt; once it answers a sync, all calls go at once. */
function afterMiss({ options }: Engine, misses: number): Date {
  const at = dueAfter(misses, options.backoffMs);
  return new Date(Math.min(at.getTime(), Date.now() + LONGEST_MISS_MS));
}

async function retryLater(tx: Tx, call: Call, next: { attempt: number; misses: number; at: Date }): Promise<void> {
  await tx.change("UPDATE calls SET state = 'waiting', attempt = $2, misses = $3, due_at = $4 WHERE id = $1", [
    call.id,
    next.attempt,
    next.misses,
    next.at,
  ]);
  await tx.enqueue("call", { id: call.id }, { key: `call:${call.id}`, at: next.at });
  await letIn(tx, call.slots);
}
