import "server-only";
import type { Ctx } from "@/server/context";
import { withSavepoint } from "@/server/db/savepoint";
import { asBatch, noteGrowth } from "@/server/import-lock";
import { rehearse } from "@/server/rehearse";
import { forever, yieldToRequests } from "@/server/yield-to-requests";
import { clearChanges, keepForeseen } from "../changes/operations/keep";
import type { FileTotals } from "../schema";
import { middleOf, statementTookTooLong } from "./halve-batch";
import { workOn } from "./import-work";
import { letGo } from "./lease";
import { completeOptions, type PlannedSlice, planImport, slicesOf } from "./plan-import";
import type { ImportRun } from "./present-import";
import { readSlice, type SliceRead } from "./read-slice";
import { clearProblems, emptyTotals, keepProblems, withRowCounts, withSlice } from "./row-problems";
import { markSameKeys } from "./same-keys";
import { writeSlice } from "./write-slice";

const maxMs = 30 * 60_000;

/**
 * The preview: does all that the run would do, in one transaction that is rolled back, and keeps counts and problems.
 * False when there was nothing to do, or somebody stopped it, or the signal did.
 */
export async function runCheck(tenantId: string, importId: string, signal = forever): Promise<boolean> {
  const work = await workOn(tenantId, importId, "checking");
  if (!work) return false;
  const { ctx, run } = work;
  await clearProblems(ctx, run.id);
  await clearChanges(ctx, run.id);
  const totals = await rehearse(ctx, maxMs, async (inside) => await rehearseFiles(ctx, inside, run, signal));
  if (!totals) return false;
  const preview = await withRowCounts(ctx, run.id, totals);
  const { count } = await ctx.db.import.updateMany({
    where: thisCheck(run),
    data: { ...letGo, status: "ready", preview, checkedVersion: run.version, startedAt: null, rowsDone: 0 },
  });
  return count > 0;
}

/** The check that this one is: not a later one, of other decisions or asked for by another. */
const thisCheck = ({ id, version, askedById, askedKeyId }: ImportRun) => ({
  id,
  status: "checking",
  version,
  askedById,
  askedKeyId,
});

/**
 * The counts of all files; null when it was stopped. `outside` keeps what has to stay (problems, progress), `inside` is what
 * is rolled back.
 */
async function rehearseFiles(
  outside: Ctx,
  inside: Ctx,
  run: ImportRun,
  signal: AbortSignal,
): Promise<FileTotals[] | null> {
  const { id: importId, createdById: creatorId } = run;
  const totals: FileTotals[] = [];
  let done = 0;
  let worked = 0;
  for (const planned of await planImport(inside, importId, creatorId)) {
    let plan = planned;
    const fileId = plan.file.id;
    let sum = emptyTotals(outside, plan, await markSameKeys(outside, plan));
    const slices = await slicesOf(inside, plan);
    let ahead: Promise<SliceRead> | null = null;
    // Slices that take too long are replaced by their halves.
    for (let index = 0; index < slices.length; index++) {
      const slice = slices[index] as PlannedSlice;
      await yieldToRequests(worked, signal);
      // The process ends: another one makes the preview from the beginning.
      if (signal.aborted) return null;
      const began = performance.now();
      await asBatch(inside);
      const read: SliceRead = await (ahead ?? readSlice(outside, plan, slice));
      const following = slice.phase === "make" ? undefined : slices[index + 1];
      ahead = following ? readSlice(outside, plan, following) : null;
      // Whatever comes first ends the preview.
      ahead?.catch(() => undefined);
      const writing = { importId, plan, dry: true };
      const result = await withSavepoint(inside, () => writeSlice(inside, writing, slice, read)).catch(
        (error: unknown) => halved(slices, index, error),
      );
      if (!result) {
        ahead = null;
        index -= 1;
        continue;
      }
      inside.emitted.length = 0;
      await noteGrowth(inside);
      if (slice.phase === "make") {
        await completeOptions(inside, plan);
        const plans = await planImport(inside, importId, creatorId);
        plan = plans.find(({ file }) => file.id === fileId) ?? plan;
      }
      sum = withSlice(sum, result);
      await keepProblems(outside, fileId, result.problems);
      await keepForeseen(outside, inside, { importId, fileId, result });
      done += slice.rows;
      const { count } = await outside.db.import.updateMany({ where: thisCheck(run), data: { rowsDone: done } });
      // Somebody stopped the preview.
      if (count === 0) return null;
      worked = performance.now() - began;
    }
    totals.push(sum);
  }
  return totals;
}

/** Puts two halves in the place of a slice that took too long; any other failure is thrown again. */
function halved(slices: PlannedSlice[], index: number, error: unknown): null {
  const slice = slices[index] as PlannedSlice;
  const middle = statementTookTooLong(error) ? middleOf(slice) : null;
  if (middle === null) throw error;
  const rows = Math.ceil(slice.rows / 2);
  slices.splice(
    index,
    1,
    { ...slice, toLine: middle, rows },
    { ...slice, fromLine: middle + 1, rows: slice.rows - rows },
  );
  return null;
}
