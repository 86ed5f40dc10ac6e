import "server-only";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { insertSet } from "@/server/db/row-sets";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { importScope } from "@/server/import-scope";
import { newId } from "@/server/new-id";
import { clearChanges } from "../changes/operations/keep";
import { importEvents } from "../events";
import { isRevertible } from "../rules";
import { cancelImportInput, importIdInput } from "../schema";
import { asker, hasAsked } from "./asker";
import { blockersOf } from "./blockers";
import { countRowsWritten, holdRows } from "./count-rows";
import { finalTotals } from "./final-totals";
import { needsOfNoRow } from "./impossible-rows";
import { planFile } from "./plan-file";
import { type PlannedSlice, planImport, slicesOf } from "./plan-import";
import { filesOf, importSelect, statusOf, sumTotals, totalsOf } from "./present-import";
import { clearProblems } from "./row-problems";

const shared = {
  kind: "mutation",
  permission: "record:import",
  on: { scope: importScope, ids: (input: { id: string }) => [input.id] },
  output: importIdInput,
} as const;

async function load(ctx: Ctx, id: string) {
  const row = await ctx.db.import.findFirst({ where: { id }, select: importSelect });
  if (!row) throw notFound("import");
  return row;
}

export const checkImport = platform.operation({
  ...shared,
  input: importIdInput,
  rest: { method: "POST", path: "/imports/{id}/check" },
  describe:
    "Starts the preview: all rows are checked as in a real import, and counts and problems are kept. Read the import until it is ready.",
  async run(ctx, { id }) {
    await askCheck(ctx, id);
    return { id };
  },
});

/** Has the preview made by the rights of who asks. CONFLICT when a file is not ready for it, or work is under way. */
export async function askCheck(ctx: Ctx, id: string): Promise<void> {
  const files = await filesOf(ctx, id);
  if (files.length === 0) throw new AppError("CONFLICT", "Add a file first.");
  for (const file of files) {
    const plan = planFile(ctx, file, "");
    const [blocker] = blockersOf(ctx, file, plan, plan ? await needsOfNoRow(ctx, plan) : []);
    if (blocker) throw new AppError("CONFLICT", `${file.name}: ${blocker}`, { fileId: file.id });
  }
  const { count } = await ctx.db.import.updateMany({
    where: { id, status: { in: ["draft", "ready"] } },
    data: {
      ...asker(ctx),
      status: "checking",
      rowsDone: 0,
      rowsTotal: files.reduce((sum, file) => sum + file.rowCount, 0),
      startedAt: new Date(),
      failure: null,
    },
  });
  if (count === 0) throw new AppError("CONFLICT", "This import is already in progress.");
  emit(ctx, importEvents.checkAsked, { id, data: {} });
}

export const startImport = platform.operation({
  ...shared,
  input: importIdInput,
  rest: { method: "POST", path: "/imports/{id}/start" },
  describe:
    "Starts the run in the background. CONFLICT when the last check did not see the present decisions, LIMIT_REACHED when the plan has fewer rows left this month.",
  async run(ctx, { id }) {
    const row = await load(ctx, id);
    if (row.status !== "ready" || row.checkedVersion !== row.version)
      throw new AppError("CONFLICT", "Something was changed since the last check. Check the import again first.");
    if (!hasAsked(ctx, row))
      throw new AppError(
        "CONFLICT",
        `This preview was made with the rights of ${row.askedBy.name}. Check the import again with your own rights.`,
      );
    const plans = await planImport(ctx, id, row.createdById);
    const slices = (await Promise.all(plans.map((plan) => slicesOf(ctx, plan)))).flat();
    const rowsTotal = plans.reduce((sum, plan) => sum + plan.file.rowCount, 0);
    // The import is claimed first: of two who start it at one moment the second waits here, and has made nothing.
    const { count } = await ctx.db.import.updateMany({
      where: { id, status: "ready", version: row.version },
      data: {
        ...asker(ctx),
        status: "running",
        totals: totalsOf(row.preview).map((file) => ({
          ...file,
          objects: [],
          good: file.rows,
          skipped: 0,
          errors: 0,
          asked: {},
        })),
        rowsDone: 0,
        rowsTotal,
        startedAt: new Date(),
      },
    });
    if (count === 0)
      throw new AppError("CONFLICT", "This import was started or changed at the same moment. Reload the page.");
    await holdRows(ctx, id, new Map(totalsOf(row.preview).map(({ fileId, good }) => [fileId, good])));
    await clearProblems(ctx, id);
    await clearChanges(ctx, id);
    await insertSet<PlannedSlice & { number: number }>(
      ctx,
      "import_batches",
      [
        { column: "id", type: "uuid", value: () => newId() },
        { column: "import_id", type: "uuid", value: () => id },
        { column: "file_id", type: "uuid", value: (slice) => slice.plan.file.id },
        { column: "number", type: "int", value: (slice) => slice.number },
        { column: "phase", type: "text", value: (slice) => slice.phase },
        { column: "from_line", type: "int", value: (slice) => slice.fromLine },
        { column: "to_line", type: "int", value: (slice) => slice.toLine },
        { column: "row_count", type: "int", value: (slice) => slice.rows },
        { column: "status", type: "text", value: () => "waiting" },
      ],
      slices.map((slice, index) => ({ ...slice, number: index + 1 })),
    );
    emit(ctx, importEvents.started, { id, data: { rows: rowsTotal } });
    return { id };
  },
});

export const cancelImport = platform.operation({
  ...shared,
  silent: "A preview that is stopped wrote nothing; a run says that it was stopped.",
  input: cancelImportInput,
  rest: { method: "POST", path: "/imports/{id}/cancel" },
  describe:
    "Stops a run after the batch that is being written; its records are kept or reverted, and the import cannot be started again. A preview that is being made is stopped: the import is a draft as before it.",
  async run(ctx, { id, written }) {
    const row = await load(ctx, id);
    if (row.status === "checking") {
      await ctx.db.import.updateMany({
        where: { id, status: "checking" },
        // The findings of an earlier preview at the rows are gone.
        data: { status: "draft", startedAt: null, checkedVersion: null },
      });
      return { id };
    }
    if (row.status !== "running") throw new AppError("CONFLICT", "This import is not running.");
    await ctx.db.importBatch.updateMany({ where: { importId: id, status: "waiting" }, data: { status: "cancelled" } });
    const totals = await finalTotals(ctx, id);
    const { count } = await ctx.db.import.updateMany({
      where: { id, status: "running" },
      data: { status: "cancelled", totals, finishedAt: new Date() },
    });
    if (count === 0) throw new AppError("CONFLICT", "This import has just ended. Reload the page.");
    await countRowsWritten(ctx, id, totals);
    emit(ctx, importEvents.cancelled, { id, data: sumTotals(totals) });
    if (written === "revert") await beginRevert(ctx, id);
    return { id };
  },
});

export const revertImport = platform.operation({
  ...shared,
  input: importIdInput,
  rest: { method: "POST", path: "/imports/{id}/revert" },
  describe:
    "Undoes, in the background, what the import created or changed and nobody has changed since; the rest is listed.",
  async run(ctx, { id }) {
    const row = await load(ctx, id);
    if (!isRevertible(statusOf(row)))
      throw new AppError("CONFLICT", "Only an import that has ended can be reverted, and only once.");
    await beginRevert(ctx, id);
    return { id };
  },
});

/** Begins to take back what is written, or goes on with it. CONFLICT when the import has not ended. */
export async function beginRevert(ctx: Ctx, id: string): Promise<void> {
  const records = await ctx.db.importRecord.count({ where: { importId: id, reverted: null } });
  const { count } = await ctx.db.import.updateMany({
    where: { id, status: { in: ["done", "cancelled", "failed"] } },
    data: {
      ...asker(ctx),
      status: "reverting",
      rowsDone: 0,
      rowsTotal: records,
      startedAt: new Date(),
      failure: null,
    },
  });
  if (count === 0) throw new AppError("CONFLICT", "This import is already being reverted.");
  emit(ctx, importEvents.revertStarted, { id, data: {} });
}
