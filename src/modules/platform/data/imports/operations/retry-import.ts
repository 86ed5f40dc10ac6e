import "server-only";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { importEvents } from "../events";
import { importIdInput } from "../schema";
import { holdRows } from "./count-rows";
import { beginWork, importOf } from "./import-state";
import { changesImport } from "./operation-heads";
import { askCheck, beginRevert } from "./run-import";

export const retryImport = platform.operation({
  ...changesImport,
  input: importIdInput,
  output: importIdInput,
  rest: { method: "POST", path: "/imports/{id}/retry" },
  describe:
    "Tries again what failed, the preview, the run or the revert, with the rights of who asks. A run goes on with the rows that are not written. CONFLICT when nothing failed.",
  async run(ctx, { id }) {
    const row = await importOf(ctx, id);
    if (row.status === "draft" && row.failure !== null) await askCheck(ctx, id);
    else if (row.status !== "failed") throw new AppError("CONFLICT", "This import has not failed. Reload the page.");
    else if (await hasBegunRevert(ctx, id)) await beginRevert(ctx, id);
    else await goOn(ctx, id);
    return { id };
  },
});

/** Whether a revert of the import has begun: then its run is over, with or without rows left. */
export async function hasBegunRevert(ctx: Ctx, id: string): Promise<boolean> {
  const { entity, name } = importEvents.revertStarted;
  return (await ctx.db.event.findFirst({ where: { entity, entityId: id, name }, select: { id: true } })) !== null;
}

/** A batch that failed left nothing and still waits, as do those after it: no row comes twice. */
async function goOn(ctx: Ctx, id: string): Promise<void> {
  const left = await ctx.db.importBatch.groupBy({
    by: ["fileId"],
    where: { importId: id, status: "waiting" },
    _sum: { rowCount: true },
  });
  const rowsOf = new Map(left.map(({ fileId, _sum }) => [fileId, _sum.rowCount ?? 0]));
  const rows = [...rowsOf.values()].reduce((sum, of) => sum + of, 0);
  await beginWork(
    ctx,
    { id, status: "failed" },
    { status: "running", rowsTotal: rows, finishedAt: null },
    "This import is already being retried or reverted.",
  );
  await holdRows(ctx, id, rowsOf);
  emit(ctx, importEvents.started, { id, data: { rows } });
}
