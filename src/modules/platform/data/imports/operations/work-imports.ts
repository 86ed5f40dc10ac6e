import "server-only";
import type { StreamJob } from "@/server/background";
import { tenantDb } from "@/server/db/tenant-db";
import { AppError, sqlState, toAppError } from "@/server/errors";
import { log } from "@/server/log";
import { signalProgress } from "@/server/signals/consumer";
import { type UnfinishedImport, unfinishedImports } from "@/server/unfinished-imports";
import { Wakeup } from "@/server/wakeup";
import { forever, yieldToRequests } from "@/server/yield-to-requests";
import { halveBatch, tookTooLong } from "./halve-batch";
import { fail } from "./import-work";
import { dropLease, type Leased, returnLease, takeLease, whileLeased } from "./lease";
import { finishRun, nextBatch, runBatch } from "./run-batch";
import { runCheck } from "./run-check";
import { revertSome } from "./run-revert";

/** more: a step is done, and another one waits · over: the last one is · nothing: none could be done */
type Outcome = "more" | "over" | "nothing";

/** One step of an import: its check, one batch, or one slice of a revert. */
async function step({ id, tenantId, status }: UnfinishedImport, signal?: AbortSignal): Promise<Outcome> {
  if (status === "checking") return (await runCheck(tenantId, id, signal)) ? "over" : "nothing";
  if (status === "reverting") return (await revertSome(tenantId, id)) ? "more" : "nothing";
  const number = await nextBatch(tenantId, id);
  if (number !== null) return (await runBatch(tenantId, id, number)) ? "more" : "nothing";
  await finishRun(tenantId, id);
  return "over";
}

// Long beside what taking it in hand costs, short for another import that waits for this one's place.
const inHandMs = 1_000;

/**
 * Steps of an import in hand, one after the other. Each that is done begins the count anew; one that was tried before
 * is done alone. Whether any could be done.
 */
async function steps(waiting: UnfinishedImport, leased: Leased, signal = forever): Promise<boolean> {
  const until = leased.attempt === 1 ? Date.now() + inHandMs : 0;
  for (let worked = false; ; worked = true) {
    const began = performance.now();
    const outcome = await step(waiting, signal);
    if (outcome === "nothing") return worked;
    void signalProgress({ tenantId: leased.tenantId, entity: "import", id: leased.id });
    // A preview has rested itself, between its slices.
    if (waiting.status !== "checking") await yieldToRequests(performance.now() - began, signal);
    if (outcome === "over") return true;
    leased.attempt = 1;
    if (signal.aborted || Date.now() >= until) return true;
  }
}

const maxAttempts = 3;

/**
 * A step that fails is tried again; what fails three times, or kills its thread as often, ends the import. A batch that
 * took too long is halved first. A database that does not answer, or a record that somebody holds, ends nothing.
 */
async function attempt(waiting: UnfinishedImport, signal: AbortSignal | undefined): Promise<boolean> {
  const { id, tenantId, status } = waiting;
  const number = await takeLease(waiting, status);
  if (number === null) return false;
  const leased: Leased = { id, tenantId, attempt: number };
  const wentWrong = `The import stopped after three attempts. The reference is ${id}.`;
  try {
    if (number > maxAttempts) {
      await fail(tenantId, id, wentWrong);
      return true;
    }
    const worked = await whileLeased(leased, signal, () => steps(waiting, leased, signal));
    await returnLease(leased);
    return worked;
  } catch (error) {
    if (status === "running" && tookTooLong(error) && (await halved(tenantId, id))) {
      log.warn({ importId: id, tenantId, err: error }, "a batch of an import took too long and was halved");
      await returnLease(leased);
      return true;
    }
    log.error({ importId: id, tenantId, attempt: leased.attempt, err: error }, "an import's step failed");
    if (isUnavailable(error)) {
      await returnLease(leased);
      return false;
    }
    if (leased.attempt < maxAttempts) await dropLease(leased);
    else await fail(tenantId, id, error instanceof AppError ? error.message : wentWrong);
    return true;
  }
}

/** Whether the next batch is halved; one that cannot be just now is tried as it is. */
async function halved(tenantId: string, importId: string): Promise<boolean> {
  try {
    return await halveBatch(tenantId, importId);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    log.warn({ importId, tenantId, err: error }, "a batch of an import could not be halved");
    return true;
  }
}

/** Not the import's fault, unless a statement of its own took too long. */
function isUnavailable(error: unknown): boolean {
  return toAppError(error, "").code === "UNAVAILABLE" && sqlState(error) !== "57014";
}

const inHand = new Set<UnfinishedImport>();
const maxInHand = 3;
const maxPreviews = 2;
const placeWakeup = new Wakeup();

const isPreview = ({ status }: UnfinishedImport) => status === "checking";
const goesAlone = ({ attempts }: UnfinishedImport) => attempts > 0;

/**
 * Steps go side by side, a few at once; previews are long, and leave a place to what runs. A step that failed before
 * goes alone, so that no other is blamed when it kills the thread.
 */
async function inTurn(waiting: UnfinishedImport, work: () => Promise<boolean>): Promise<boolean> {
  const others = [...inHand];
  if (others.length >= (goesAlone(waiting) ? 1 : maxInHand) || others.some(goesAlone)) return false;
  if (isPreview(waiting) && others.filter(isPreview).length >= maxPreviews) return false;
  inHand.add(waiting);
  try {
    return await work();
  } finally {
    inHand.delete(waiting);
    placeWakeup.wake();
  }
}

/** Works on all imports that wait, one step of each in turn, until none can go on. */
export async function workImports(): Promise<void> {
  for (let again = true; again; ) {
    again = false;
    for (const waiting of await unfinishedImports(0))
      if (await inTurn(waiting, () => attempt(waiting, undefined))) again = true;
  }
}

type Waiting = Pick<UnfinishedImport, "id" | "tenantId" | "status">;
interface Part extends Waiting {
  ms: number;
}

/** An import as long as it waits for work of this kind. */
async function stillWaiting({ id, tenantId, status }: Waiting): Promise<UnfinishedImport | null> {
  const row = await tenantDb(tenantId).db.import.findFirst({ where: { id, status }, select: { attempts: true } });
  return row && { id, tenantId, status, attempts: row.attempts };
}

const restMs = 500;

async function workUntil(import_: Waiting, until: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const waiting = await stillWaiting(import_);
    if (!waiting) return;
    const worked = await inTurn(waiting, () => attempt(waiting, signal));
    if (Date.now() >= until) return;
    if (!worked) await placeWakeup.rest(restMs, signal);
  }
}

const working = new Map<string, Promise<void>>();

/** Work on an import in this thread: whoever asks for it meanwhile joins, since a preview is longer than a part. */
function work(import_: Waiting, ms: number, signal: AbortSignal): Promise<void> {
  const key = `${import_.id} ${import_.status}`;
  const now = working.get(key) ?? workUntil(import_, Date.now() + ms, signal).finally(() => working.delete(key));
  working.set(key, now);
  return now;
}

/** Works on one import for some time. Whether there is more to do. */
export const importWork: StreamJob<Part, boolean> & { until(signal: AbortSignal): StreamJob<Part, boolean> } = {
  name: "work-import",
  run: (part) => workPart(part, forever),
  until: (signal) => ({ name: "work-import", run: (part) => workPart(part, signal) }),
};

async function workPart(part: Part, signal: AbortSignal): Promise<boolean> {
  const over = new Wakeup();
  await Promise.race([work(part, part.ms, signal), over.rest(part.ms, signal)]).finally(() => over.wake());
  return (await stillWaiting(part)) !== null;
}

const sweepEveryMs = 5_000;
const lateSeconds = 15;
const sweptForMs = 600_000;

/** Works on imports that nobody drives: their event was lost, or the workflow server is away. */
export async function sweepImports(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const late of await unfinishedImports(lateSeconds))
        work(late, sweptForMs, signal).catch((err: unknown) => log.warn({ err }, "a late import could not go on"));
    } catch (error) {
      log.warn({ err: error }, "waiting imports could not be looked for");
    }
    await new Wakeup().rest(sweepEveryMs, signal);
  }
}
