import "server-only";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { tenantDb } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { memberCtx, systemCtx } from "@/server/member-ctx";
import { importEvents } from "../events";
import type { FileTotals, ImportStatus } from "../schema";
import { countRowsWritten } from "./count-rows";
import { letGo } from "./lease";
import { type ImportRun, importPeople, totalsOf } from "./present-import";
import { withRowCounts } from "./row-problems";

export interface Work {
  ctx: Ctx;
  run: ImportRun;
}

/**
 * An import that waits for work, in the context of the member who requested it, with the member's current rights. Null
 * when it does not wait (any more), or not now: its workspace is suspended. Null too when that member may not act any
 * more: then the import has failed with the reason.
 */
export async function workOn(tenantId: string, importId: string, status: string): Promise<Work | null> {
  const run = await tenantDb(tenantId).db.import.findFirst({
    where: { id: importId, status },
    include: importPeople,
  });
  if (!run) return null;
  const ctx = await importerCtx(tenantId, importId, run);
  if (ctx === "suspended") return null;
  if (ctx?.can("record:import")) return { ctx, run };
  const reason = ctx?.readOnly ?? `${run.askedBy.name}, who started this, is no longer allowed to import.`;
  await fail(tenantId, importId, reason);
  return null;
}

/** The context of the member who requested work on an import, with the member's current rights. */
export const importerCtx = (
  tenantId: string,
  batchId: string,
  { askedById, askedKeyId, requestId }: { askedById: string; askedKeyId: string | null; requestId: string },
) => memberCtx(tenantId, { memberId: askedById, keyId: askedKeyId, requestId, batchId });

/** Ends an import with a reason that people read. Records written before stay and can be reverted. */
export async function fail(tenantId: string, importId: string, reason: string): Promise<void> {
  const ctx = await systemCtx(tenantId, "import", "The import cannot continue.");
  if (!ctx) return;
  await inTransaction(ctx, async (inner) => {
    // A preview that fails has written nothing: its decisions can be changed and it can be tried again.
    const preview = await inner.db.import.updateMany({
      where: { id: importId, status: "checking" },
      data: { ...letGo, status: "draft", failure: reason, startedAt: null },
    });
    if (preview.count > 0) return;
    const failed = { ...letGo, status: "failed", failure: reason };
    if (await endRun(inner, { id: importId, status: { in: ["running", "reverting"] } }, failed))
      emit(inner, importEvents.failed, { id: importId, data: { reason } });
  });
}

/**
 * Ends a run and counts what it wrote; a run that failed may go on, and keeps its counts as they are. The counts with the
 * rows that did not go in, or null where it has ended already.
 */
export async function endRun(
  ctx: Ctx,
  where: { id: string; status: ImportStatus | { in: ImportStatus[] } },
  ended: Prisma.ImportUpdateManyMutationInput,
): Promise<FileTotals[] | null> {
  const row = await ctx.db.import.findFirstOrThrow({ where: { id: where.id }, select: { totals: true } });
  const totals = await withRowCounts(ctx, where.id, totalsOf(row.totals));
  const counted = ended.status === "failed" ? {} : { totals };
  const { count } = await ctx.db.import.updateMany({ where, data: { ...ended, ...counted, finishedAt: new Date() } });
  if (count === 0) return null;
  await countRowsWritten(ctx, where.id, totals);
  return totals;
}
