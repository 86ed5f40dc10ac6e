import "server-only";
import { batchLimit } from "@/lib/bulk-changes";
import type { StreamJob } from "@/server/background";
import type { Ctx } from "@/server/context";
import { tenantDb } from "@/server/db/tenant-db";
import { AppError, databaseIsUnreachable, sqlState } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { memberCtx, systemCtx } from "@/server/member-ctx";
import { changeRecords, undoRecords, unexpected } from "@/server/nouns/change-record";
import { chosenAfter, manyOf } from "@/server/nouns/many";
import { signalProgress } from "@/server/signals/consumer";
import { forever, yieldToRequests } from "@/server/yield-to-requests";
import { bulkRunEvents } from "../events";
import { addRows, lockRun, nextRows, type Run, storeResults, storeRun } from "../row";
import { isWorking } from "../rules";
import type { BulkRunStatus } from "../schema";

/** Records whose ids are noted by one transaction. */
const collectedRows = 5_000;
/** No record is held longer than that by a batch, unless it alone takes longer. */
const batchMs = 800;

/** Does one part of a run in the running transaction, and returns the run after it. */
export async function workOn(ctx: Ctx, run: Run): Promise<Run> {
  if (run.status === "collecting") return await collect(ctx, run);
  if (run.status === "running") return await changeSome(ctx, run);
  return run.status === "undoing" ? await undoSome(ctx, run) : run;
}

async function collect(ctx: Ctx, run: Run): Promise<Run> {
  const limit = collectedRows;
  const chosen = await chosenAfter(ctx, manyOf(run.noun), run.selection, { after: run.cursor, limit });
  await addRows(ctx, run.id, chosen);
  const last = chosen.at(-1);
  if (last && chosen.length === limit) return await storeRun(ctx, run.id, { cursor: last.id });
  const total = await ctx.db.bulkRunRow.count({ where: { runId: run.id } });
  return await storeRun(ctx, run.id, { status: "running", cursor: null, total });
}

/** The record up to which none is left: those of a batch that were changed together may lie behind one that time was too short for. */
function cursorAfter({ cursor }: Run, rows: readonly { id: string }[], results: readonly { id: string }[]) {
  const handled = new Set(results.map(({ id }) => id));
  const left = rows.findIndex(({ id }) => !handled.has(id));
  return (left === -1 ? rows.at(-1) : rows[left - 1])?.id ?? cursor;
}

/** After a failure batches grow again: one broken record, or a busy moment, must not slow down all that follow. */
const nextBatch = ({ batchRows }: Run, results: readonly unknown[]) =>
  results.length < batchRows ? {} : { batchRows: Math.min(batchRows * 2, batchLimit) };

async function changeSome(ctx: Ctx, run: Run): Promise<Run> {
  const many = manyOf(run.noun);
  const rows = await nextRows(ctx, run, "waiting");
  const results = await changeRecords(ctx, many, run.change, rows, batchMs);
  await storeResults(ctx, run.id, results);
  if (results.length === 0) return await endRun(ctx, run, "done");
  const of = (state: string) => ({ increment: results.filter((one) => one.state === state).length });
  return await storeRun(ctx, run.id, {
    ...nextBatch(run, results),
    cursor: cursorAfter(run, rows, results),
    done: { increment: results.length },
    changed: of("changed"),
    skipped: of("skipped"),
    failed: of("failed"),
  });
}

async function undoSome(ctx: Ctx, run: Run): Promise<Run> {
  const many = manyOf(run.noun);
  const rows = await nextRows(ctx, run, "changed");
  const results = await undoRecords(ctx, many, rows, batchMs);
  await storeResults(ctx, run.id, results);
  if (results.length === 0) return await endRun(ctx, run, "undone");
  const of = (state: string) => ({ increment: results.filter((one) => one.state === state).length });
  const done = { increment: results.length };
  const cursor = cursorAfter(run, rows, results);
  const counts = { undone: of("undone"), kept: of("kept") };
  return await storeRun(ctx, run.id, { ...nextBatch(run, results), cursor, done, ...counts });
}

/** Ends a run, with the one event that stands for all its records. */
export async function endRun(ctx: Ctx, run: Run, status: BulkRunStatus, failure: string | null = null): Promise<Run> {
  const { id, noun, changed, skipped, failed, undone, kept } = run;
  const isUndo = status === "undone";
  const finishedAt = isUndo ? {} : { finishedAt: new Date() };
  const after = await storeRun(ctx, id, { status, failure, cursor: null, ...finishedAt });
  const isSmall = ctx.signalsAtEnd !== true;
  const undoCounts = { noun, undone, kept };
  const counts = { noun, changed, skipped, failed };
  if (status === "failed") {
    const ended = run.status === "undoing" ? undoCounts : counts;
    emit(ctx, bulkRunEvents.failed, { id, data: { ...ended, reason: failure ?? "" } });
  } else if (isUndo) emit(ctx, isSmall ? bulkRunEvents.reversed : bulkRunEvents.undone, { id, data: undoCounts });
  else {
    const ended = isSmall ? bulkRunEvents.applied : bulkRunEvents.finished;
    emit(ctx, status === "cancelled" ? bulkRunEvents.cancelled : ended, { id, data: counts });
  }
  return after;
}

type Waiting = { tenantId: string; id: string };

/** The context of the member whose run it is, with the present rights; null where that member may not act any more. */
async function runnerCtx({ tenantId, id }: Waiting, run: Pick<Run, "askedById" | "requestId">) {
  const work = { memberId: run.askedById, keyId: null, requestId: run.requestId, batchId: id };
  const ctx = await memberCtx(tenantId, work);
  return ctx === null || ctx === "suspended" ? ctx : ({ ...ctx, signalsAtEnd: true } as const satisfies Ctx);
}

/** One part of a run. Whether there is more to do. */
async function part(waiting: Waiting): Promise<boolean> {
  const { tenantId, id } = waiting;
  const run = await tenantDb(tenantId).db.bulkRun.findFirst({ where: { id } });
  if (!run || !isWorking(run.status)) return false;
  const ctx = await runnerCtx(waiting, run);
  // The step is tried again, and goes on once the workspace is active.
  if (ctx === "suspended") throw new AppError("UNAVAILABLE", "This workspace is suspended.");
  if (ctx === null || ctx.readOnly !== null) {
    await stop(waiting, ctx?.readOnly ?? "The member who started this is no longer in the workspace.");
    return false;
  }
  try {
    const after = await inTransaction(ctx, async (inner) => await workOn(inner, await lockRun(inner, id)));
    return isWorking(after.status);
  } catch (error) {
    return await afterFailure(ctx, run.id, error);
  }
}

/** A batch that failed is never repeated as it was: it is halved, and of a single record the failure is noted. */
async function afterFailure(ctx: Ctx, id: string, error: unknown): Promise<boolean> {
  if (databaseIsUnreachable(error) && sqlState(error) !== "57014") throw error;
  if (error instanceof AppError && error.code !== "UNAVAILABLE" && error.code !== "CONFLICT") {
    await stop({ tenantId: ctx.tenant.id, id }, error.message);
    return false;
  }
  return await inTransaction(ctx, async (inner) => {
    const run = await lockRun(inner, id);
    if (run.status === "collecting") throw error;
    if (!isWorking(run.status)) return false;
    if (run.batchRows > 1) {
      await storeRun(inner, id, { batchRows: Math.floor(run.batchRows / 2) });
      return true;
    }
    const isUndo = run.status === "undoing";
    const [row] = await nextRows(inner, run, isUndo ? "changed" : "waiting");
    if (!row) return true;
    const reason = unexpected(error, inner, row.id);
    await storeResults(inner, id, [{ id: row.id, state: isUndo ? "kept" : "failed", reason }]);
    const one = { increment: 1 };
    await storeRun(inner, id, { cursor: row.id, done: one, ...(isUndo ? { kept: one } : { failed: one }) });
    return true;
  });
}

/** Ends a run with a reason that people read. Earlier changes stay, and can be undone. */
export async function stop({ tenantId, id }: Waiting, reason: string): Promise<void> {
  const ctx = await systemCtx(tenantId, "work-bulk-run", "The bulk change cannot continue.");
  if (!ctx) return;
  await inTransaction({ ...ctx, signalsAtEnd: true }, async (inner) => {
    const run = await lockRun(inner, id);
    if (isWorking(run.status)) await endRun(inner, run, "failed", reason);
  });
}

interface Part extends Waiting {
  ms: number;
}

/** Works on one run for some time. Whether there is more to do. */
export const bulkWork: StreamJob<Part, boolean> & { until(signal: AbortSignal): StreamJob<Part, boolean> } = {
  name: "work-bulk-run",
  run: (work) => workFor(work, forever),
  until: (signal) => ({ name: "work-bulk-run", run: (work) => workFor(work, signal) }),
};

async function workFor({ ms, ...waiting }: Part, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + ms;
  for (;;) {
    const began = performance.now();
    const more = await part(waiting);
    void signalProgress({ ...waiting, entity: "bulkRun" });
    if (!more) return false;
    await yieldToRequests(performance.now() - began, signal);
    if (signal.aborted || performance.now() >= until) return true;
  }
}
