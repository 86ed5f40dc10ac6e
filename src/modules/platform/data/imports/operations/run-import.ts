import "server-only";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { clearChanges } from "../changes/operations/keep";
import { importEvents } from "../events";
import { cancelImportInput, importIdInput } from "../schema";
import { blockersOf } from "./blockers";
import { holdRows } from "./count-rows";
import { beginWork, hasAsked, importOf, requireRevertible } from "./import-state";
import { endRun } from "./import-work";
import { changesImport } from "./operation-heads";
import { planFile } from "./plan-file";
import { planImport, slicesOf } from "./plan-import";
import { filesOf, sumTotals, totalsOf } from "./present-import";
import { lackingRows } from "./row-needs";
import { clearProblems } from "./row-problems";

/** An act on an import that needs nothing but the import; `work` does it. */
const act = <P extends string>(path: P, describe: string, work: (ctx: Ctx, id: string) => Promise<void>) =>
  platform.operation({
    ...changesImport,
    input: importIdInput,
    output: importIdInput,
    rest: { method: "POST", path: `/imports/{id}/${path}` },
    describe,
    async run(ctx, { id }) {
      await work(ctx, id);
      return { id };
    },
  });

export const checkImport = act(
  "check",
  "Starts the preview: all rows are checked as in a real import, and counts and problems are stored. Poll the import until it is ready.",
  askCheck,
);

/** Has the preview made by the rights of who asks. CONFLICT when a file is not ready for it, or work is under way. */
async function askCheck(ctx: Ctx, id: string): Promise<void> {
  const files = await filesOf(ctx, id);
  if (files.length === 0) throw new AppError("CONFLICT", "Add a file first.");
  for (const file of files) {
    const plan = planFile(ctx, file, "");
    const [blocker] = blockersOf(ctx, file, plan, plan ? (await lackingRows(ctx, plan)).impossible : []);
    if (blocker) throw new AppError("CONFLICT", `${file.name}: ${blocker}`, { fileId: file.id });
  }
  await beginWork(
    ctx,
    { id, status: { in: ["draft", "ready"] } },
    { status: "checking", rowsTotal: files.reduce((sum, file) => sum + file.rowCount, 0) },
    "This import is already in progress.",
  );
  emit(ctx, importEvents.checkAsked, { id, data: {} });
}

export const startImport = act(
  "start",
  "Starts the import in the background. CONFLICT if decisions were changed after the last check, LIMIT_REACHED if the plan has too few rows left this month.",
  async (ctx, id) => {
    const row = await importOf(ctx, id);
    if (row.status !== "ready" || row.checkedVersion !== row.version)
      throw new AppError("CONFLICT", "Something has changed since the last check. Check the import again first.");
    if (!hasAsked(ctx, row))
      throw new AppError(
        "CONFLICT",
        `This preview was made with the permissions of ${row.askedBy.name}. Check the import again with your own.`,
      );
    const plans = await planImport(ctx, id, row.createdById);
    const slices = (await Promise.all(plans.map((plan) => slicesOf(ctx, plan)))).flat();
    const rowsTotal = plans.reduce((sum, plan) => sum + plan.file.rowCount, 0);
    // The import is claimed first: of two who start it at one moment the second waits here, and has made nothing.
    const before = { objects: [], skipped: 0, errors: 0, asked: {} };
    const totals = totalsOf(row.preview).map((file) => ({ ...file, ...before, good: file.rows }));
    await beginWork(
      ctx,
      { id, status: "ready", version: row.version },
      { status: "running", rowsTotal, totals },
      "This import was started or changed at the same time. Reload the page.",
    );
    await holdRows(ctx, id, new Map(totalsOf(row.preview).map(({ fileId, good }) => [fileId, good])));
    await clearProblems(ctx, id);
    await clearChanges(ctx, id);
    await ctx.db.importBatch.createMany({
      data: slices.map(({ plan, phase, fromLine, toLine, rows }, place) => ({
        importId: id,
        fileId: plan.file.id,
        number: place + 1,
        phase,
        fromLine,
        toLine,
        rowCount: rows,
        status: "waiting",
      })),
    });
    emit(ctx, importEvents.started, { id, data: { rows: rowsTotal } });
  },
);

export const cancelImport = platform.operation({
  ...changesImport,
  silent: "A stopped preview wrote nothing; a stopped run has its own event.",
  input: cancelImportInput,
  output: importIdInput,
  rest: { method: "POST", path: "/imports/{id}/cancel" },
  describe:
    "Stops a run after the current batch; its records are kept or reverted, and the import cannot be started again. Stopping a preview makes the import a draft again.",
  async run(ctx, { id, written }) {
    const row = await importOf(ctx, id);
    if (row.status === "checking") {
      await ctx.db.import.updateMany({
        where: { id, status: "checking" },
        // The findings of an earlier preview at the rows are gone.
        data: { status: "draft", startedAt: null, checkedVersion: null },
      });
      return { id };
    }
    if (row.status !== "running") throw new AppError("CONFLICT", "This import is not running. Reload the page.");
    await ctx.db.importBatch.updateMany({ where: { importId: id, status: "waiting" }, data: { status: "cancelled" } });
    const totals = await endRun(ctx, { id, status: "running" }, { status: "cancelled" });
    if (!totals) throw new AppError("CONFLICT", "This import has just ended. Reload the page.");
    emit(ctx, importEvents.cancelled, { id, data: sumTotals(totals) });
    if (written === "revert") await beginRevert(ctx, id);
    return { id };
  },
});

export const revertImport = act(
  "revert",
  "Reverts, in the background, all records that the import created or changed and that nobody has since changed; the others are listed.",
  async (ctx, id) => {
    requireRevertible(await importOf(ctx, id));
    await beginRevert(ctx, id);
  },
);

/** Begins to take back what is written, or goes on with it. CONFLICT when the import has not ended. */
async function beginRevert(ctx: Ctx, id: string): Promise<void> {
  await beginWork(
    ctx,
    { id, status: { in: ["done", "cancelled", "failed"] } },
    { status: "reverting", rowsTotal: await ctx.db.importRecord.count({ where: { importId: id, reverted: null } }) },
    "This import is already being reverted.",
  );
  emit(ctx, importEvents.revertStarted, { id, data: {} });
}

export const retryImport = act(
  "retry",
  "Retries the preview, run or revert that failed, with the rights of the caller. A run continues with the rows that were not written yet. CONFLICT if nothing failed.",
  async (ctx, id) => {
    const row = await importOf(ctx, id);
    if (row.status === "draft" && row.failure !== null) await askCheck(ctx, id);
    else if (row.status !== "failed") throw new AppError("CONFLICT", "This import has not failed. Reload the page.");
    else if (await hasBegunRevert(ctx, id)) await beginRevert(ctx, id);
    else await goOn(ctx, id);
  },
);

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
