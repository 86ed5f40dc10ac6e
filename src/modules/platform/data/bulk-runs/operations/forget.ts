import "server-only";
import { addDays } from "date-fns";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";

/** Longer than an undo and any work on a run takes. */
const keptDays = 3;
/** Rows that are deleted by one statement: no lock is held for long. */
const atOnce = 10_000;

/** From when the oldest run can be deleted; null without one. */
export async function forgetFrom({ db }: Ctx): Promise<Date | null> {
  const { _min } = await db.bulkRun.aggregate({ _min: { createdAt: true } });
  return _min.createdAt && addDays(_min.createdAt, keptDays);
}

/** Deletes the runs that can no longer be undone, with their rows; returns how many there were. */
export async function forgetRuns(ctx: Ctx, now: Date): Promise<number> {
  const old = { createdAt: { lte: addDays(now, -keptDays) } };
  const runs = await ctx.db.bulkRun.findMany({ where: old, select: { id: true } });
  for (const { id } of runs) {
    while ((await forgetRows(ctx, id)) === atOnce);
    await ctx.db.bulkRun.deleteMany({ where: { id } });
  }
  return runs.length;
}

async function forgetRows(ctx: Ctx, runId: string): Promise<number> {
  const rows = await tenantRows(ctx)`
    delete from bulk_run_rows where tenant_id = ${ctx.tenant.id}::uuid and run_id = ${runId}::uuid
      and record_id in (select record_id from bulk_run_rows
                        where tenant_id = ${ctx.tenant.id}::uuid and run_id = ${runId}::uuid limit ${atOnce})
    returning 1 as done`;
  return rows.length;
}
