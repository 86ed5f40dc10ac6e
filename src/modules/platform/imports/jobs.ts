import "server-only";
import { EventEmitter, once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { AppError, toAppError } from "@/server/errors";
import { log } from "@/server/log";
import { unfinishedImports } from "@/server/unfinished-imports";
import { fail } from "./operations/import-work";
import { finishRun, nextBatch, runBatch } from "./operations/run-batch";
import { runCheck } from "./operations/run-check";
import { revertSome } from "./operations/run-revert";

interface Waiting {
  id: string;
  tenantId: string;
  status: string;
}

/** One step of an import: its check, one batch, or one slice of a revert. False when nothing could be done. */
async function step({ id, tenantId, status }: Waiting): Promise<boolean> {
  if (status === "checking") return await runCheck(tenantId, id);
  if (status === "reverting") return await revertSome(tenantId, id);
  const number = await nextBatch(tenantId, id);
  if (number !== null) return await runBatch(tenantId, id, number);
  await finishRun(tenantId, id);
  return true;
}

const mostAttempts = 3;
const attempts = new Map<string, number>();

/** A step that fails is tried again; what fails three times ends the import. An unreachable database ends nothing. */
async function attempt(waiting: Waiting): Promise<boolean> {
  try {
    const worked = await step(waiting);
    attempts.delete(waiting.id);
    return worked;
  } catch (error) {
    const app = toAppError(error, waiting.id);
    log.error({ importId: waiting.id, tenantId: waiting.tenantId, err: error }, "an import's step failed");
    if (app.code === "UNAVAILABLE") return false;
    const count = (attempts.get(waiting.id) ?? 0) + 1;
    attempts.set(waiting.id, count);
    if (count < mostAttempts) return true;
    attempts.delete(waiting.id);
    await fail(
      waiting.tenantId,
      waiting.id,
      error instanceof AppError
        ? error.message
        : `Something went wrong on our side, three times over. The reference is ${waiting.id}.`,
    );
    return true;
  }
}

/** Works on all imports that wait, one step of each in turn, until none can go on. */
export async function workImports(signal?: AbortSignal): Promise<void> {
  for (let again = true; again && !signal?.aborted; ) {
    again = false;
    for (const waiting of await unfinishedImports()) {
      if (signal?.aborted) return;
      if (await attempt(waiting)) again = true;
    }
  }
}

/** Wakes those who look for waiting imports. */
export const bell = new EventEmitter();

/** Looks for waiting imports as long as the process lives; the first look takes up what an earlier process left. */
export async function watchImports(signal: AbortSignal, everyMs = 500): Promise<void> {
  while (!signal.aborted) {
    try {
      await workImports(signal);
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
