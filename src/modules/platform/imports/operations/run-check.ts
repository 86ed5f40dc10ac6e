import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantDb, tenantSql } from "@/server/db/tenant-db";
import { asBatch } from "@/server/import-lock";
import type { FileTotals } from "../schema";
import { emptyTotals, withCounts } from "./file-totals";
import { type Work, workOn } from "./import-work";
import type { FilePlan } from "./plan-file";
import { completeOptions, planImport, slicesOf } from "./plan-import";
import { clearProblems, countRows, keepProblems } from "./row-problems";
import { readSlice, type SliceRead, writeSlice } from "./write-slice";

const mostMs = 30 * 60_000;

/** Thrown at the end of a preview, so that nothing of it stays. */
class Rehearsed extends Error {
  override name = "Rehearsed";
}

/**
 * The preview: does all that the run would do, in one transaction that is rolled back, and keeps counts and problems.
 * False when there was nothing to do, or another process is at it.
 */
export async function runCheck(tenantId: string, importId: string): Promise<boolean> {
  const work = await workOn(tenantId, importId, "checking");
  if (!work) return false;
  const { ctx, run } = work;
  const totals = await rehearse(work);
  if (!totals) return false;
  const counted = await countRows(ctx, importId);
  const preview = totals.map(({ skipped: byChoice, ...file }): FileTotals => {
    const { errors, out, skipped } = counted.get(file.fileId) ?? { errors: 0, out: 0, skipped: 0 };
    const left = skipped + byChoice;
    return { ...file, errors, skipped: left, good: file.rows - out - left };
  });
  await ctx.db.import.updateMany({
    where: { id: importId, status: "checking" },
    data: { status: "ready", preview, checkedVersion: run.version, startedAt: null, rowsDone: 0 },
  });
  return true;
}

/** Counts of all files after a run that leaves nothing behind; null when another process has the import in hand. */
async function rehearse({ ctx, run }: Work): Promise<FileTotals[] | null> {
  let totals: FileTotals[] | null = null;
  try {
    await tenantDb(ctx.tenant.id).tx(
      async (db) => {
        const inner: Ctx = { ...ctx, db, inTransaction: true, emitted: [], outcome: { unchanged: false } };
        if (!(await alone(inner, run.id))) return;
        await clearProblems(ctx, run.id);
        await asBatch(inner);
        totals = await rehearseFiles(ctx, inner, run.id, run.createdById);
        throw new Rehearsed();
      },
      { timeoutMs: mostMs },
    );
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
  }
  return totals;
}

async function alone(ctx: Ctx, importId: string): Promise<boolean> {
  const [row] = await tenantSql<{ free: boolean }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select pg_try_advisory_xact_lock(hashtextextended(${`import-check:${importId}`}, 0)) as free`,
  );
  return row?.free ?? false;
}

/** `outside` keeps what has to stay (problems, progress), `inside` is what is rolled back. */
async function rehearseFiles(outside: Ctx, inside: Ctx, importId: string, creatorId: string): Promise<FileTotals[]> {
  const totals: FileTotals[] = [];
  let done = 0;
  for (const { file } of await planImport(inside, importId, creatorId)) {
    const planNow = async () =>
      (await planImport(inside, importId, creatorId)).find((plan) => plan.file.id === file.id) as FilePlan;
    let plan = await planNow();
    let sum = emptyTotals(plan);
    const slices = await slicesOf(inside, plan);
    let ahead: Promise<SliceRead> | null = null;
    for (const [index, slice] of slices.entries()) {
      const read: SliceRead = await (ahead ?? readSlice(outside, plan, slice));
      const following = slice.phase === "make" ? undefined : slices[index + 1];
      ahead = following ? readSlice(outside, plan, following) : null;
      // Whatever comes first ends the preview.
      ahead?.catch(() => undefined);
      const result = await writeSlice(inside, importId, plan, slice, read, true);
      inside.emitted.length = 0;
      if (slice.phase === "make") {
        await completeOptions(inside, plan);
        plan = await planNow();
      }
      sum = withCounts({ ...sum, skipped: sum.skipped + result.skipped }, result.counts);
      await keepProblems(outside, file.id, result.problems);
      done += slice.rows;
      const { count } = await outside.db.import.updateMany({
        where: { id: importId, status: "checking" },
        data: { rowsDone: done },
      });
      // Somebody stopped the preview.
      if (count === 0) throw new Rehearsed();
    }
    totals.push(sum);
  }
  return totals;
}
