import "server-only";
import { EventEmitter, once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { AppError, sqlState, toAppError } from "@/server/errors";
import { log } from "@/server/log";
import { type UnfinishedImport, unfinishedImports } from "@/server/unfinished-imports";
import { fail } from "./operations/import-work";
import { dropLease, returnLease, takeLease, whileLeased } from "./operations/lease";
import { finishRun, nextBatch, runBatch } from "./operations/run-batch";
import { runCheck } from "./operations/run-check";
import { revertSome } from "./operations/run-revert";

/** One step of an import: its check, one batch, or one slice of a revert. False when nothing could be done. */
async function step({ id, tenantId, status }: UnfinishedImport): Promise<boolean> {
  if (status === "checking") return await runCheck(tenantId, id);
  if (status === "reverting") return await revertSome(tenantId, id);
  const number = await nextBatch(tenantId, id);
  if (number !== null) return await runBatch(tenantId, id, number);
  await finishRun(tenantId, id);
  return true;
}

const mostAttempts = 3;

/**
 * A step that fails is tried again; what fails three times, or kills its thread as often, ends the import. A database
 * that does not answer, or a record that somebody holds, ends nothing.
 */
async function attempt(waiting: UnfinishedImport, signal: AbortSignal | undefined): Promise<boolean> {
  const { id, tenantId, status } = waiting;
  const number = await takeLease(waiting, status);
  if (number === null) return false;
  const wentWrong = `Something went wrong on our side, three times over. The reference is ${id}.`;
  try {
    if (number > mostAttempts) {
      await fail(tenantId, id, wentWrong);
      return true;
    }
    const worked = await whileLeased(waiting, signal, () => step(waiting));
    if (!worked) await returnLease(waiting);
    return worked;
  } catch (error) {
    log.error({ importId: id, tenantId, attempt: number, err: error }, "an import's step failed");
    if (isUnavailable(error)) {
      await returnLease(waiting);
      return false;
    }
    if (number < mostAttempts) await dropLease(waiting);
    else await fail(tenantId, id, error instanceof AppError ? error.message : wentWrong);
    return true;
  }
}

/** Not the import's fault, unless a statement of its own took too long. */
function isUnavailable(error: unknown): boolean {
  return toAppError(error, "").code === "UNAVAILABLE" && sqlState(error) !== "57014";
}

let busy = 0;
let alone = false;

/** Steps go side by side; one that failed before goes alone, so that no other is blamed when it kills the thread. */
async function inTurn(isAlone: boolean, work: () => Promise<boolean>): Promise<boolean> {
  if (alone || (isAlone && busy > 0)) return false;
  busy += 1;
  alone = isAlone;
  try {
    return await work();
  } finally {
    busy -= 1;
    if (isAlone) alone = false;
  }
}

interface Working {
  signal?: AbortSignal;
  /** False for a worker that leaves previews, which are long, to others. */
  previews?: boolean;
}

/** Works on all imports that wait, one step of each in turn, until none can go on. */
export async function workImports({ signal, previews = true }: Working = {}): Promise<void> {
  for (let again = true; again && !signal?.aborted; ) {
    again = false;
    for (const waiting of await unfinishedImports()) {
      if (signal?.aborted) return;
      if (waiting.status === "checking" && !previews) continue;
      if (await inTurn(waiting.attempts > 0, () => attempt(waiting, signal))) again = true;
    }
  }
}

/** Wakes those who look for waiting imports. */
export const bell = new EventEmitter();

/** Looks for waiting imports as long as the process lives; the first look takes up what an earlier process left. */
export async function watchImports(
  signal: AbortSignal,
  { everyMs = 500, previews = true }: { everyMs?: number; previews?: boolean } = {},
): Promise<void> {
  while (!signal.aborted) {
    try {
      await workImports({ signal, previews });
    } catch (error) {
      log.warn({ err: error }, "waiting imports could not be looked for");
    }
    await rest(everyMs, signal);
  }
}

/** Until the bell rings, or the time is over. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  await Promise.race([once(bell, "ring", { signal: until }), pause(ms, undefined, { signal: until })]).catch(
    () => undefined,
  );
  over.abort();
}
