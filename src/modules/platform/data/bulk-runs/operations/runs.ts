import "server-only";
import { z } from "zod";
import { atOnceLimit, batchLimit } from "@/lib/bulk-changes";
import { counted, nouns } from "@/lib/counted";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { newId } from "@/server/new-id";
import { chosenAfter, countChosen, manyOf } from "@/server/nouns/many";
import { bulkRunEvents } from "../events";
import { addRows, createRun, latestRuns, lockRun, present, type Run, runOf, storeRun } from "../row";
import { isWorking, undoHours, undoUntil } from "../rules";
import { bulkProblems, bulkRun, bulkRunInput, bulkRunList, problemsInput, startInput } from "../schema";
import { bulkRunScope } from "../scope";
import { requireChange } from "./preview";
import { endRun, workOn } from "./work";

/** Does all work of a small run in the running transaction. */
async function workThrough(ctx: Ctx, run: Run): Promise<Run> {
  let after = run;
  const batch: Ctx = { ...ctx, batchId: run.id };
  while (isWorking(after.status)) after = await workOn(batch, after);
  ctx.outcome.unchanged = false;
  return after;
}

export const startBulkRun = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  staff: "never",
  input: startInput,
  output: bulkRun,
  describe: `Changes many records: up to ${atOnceLimit} at once, more in the background. Each record is changed with your rights, as one edit of it. It can be undone for ${undoHours} hours, unless records are deleted for good.`,
  async run(ctx, { noun, selection, change, confirmed }) {
    const askedById = memberOf(ctx.actor);
    if (!askedById) throw new AppError("FORBIDDEN", "Only members can change many records.");
    const many = manyOf(noun);
    requireChange(ctx, many, change);
    const total = await countChosen(ctx, many, selection);
    if (total === 0) throw invalid("selection", "No record matches any more. Reload the list.");
    if (change.type === "delete" && confirmed !== total)
      throw invalid("confirmed", `Type ${total}, the number of records that will be deleted.`);
    const first = await chosenAfter(ctx, many, selection, { after: null, limit: atOnceLimit + 1 });
    const isSmall = first.length <= atOnceLimit;
    const run = await createRun(ctx, {
      id: newId(),
      noun,
      change: JSON.parse(JSON.stringify(change)),
      selection: JSON.parse(JSON.stringify(isSmall ? {} : selection)),
      status: isSmall ? "running" : "collecting",
      askedById,
      requestId: ctx.requestId,
      total: isSmall ? first.length : total,
      batchRows: batchLimit,
    });
    if (isSmall) {
      await addRows(ctx, run.id, first);
      return present(await workThrough({ ...ctx, batchId: run.id }, run));
    }
    emit(ctx, bulkRunEvents.started, { id: run.id, data: { noun, records: total } });
    return present(run);
  },
});

const one = { permission: "workspace:view", staff: "never", input: bulkRunInput, output: bulkRun } as const;
const ids = (input: { id: string }) => [input.id];
const seen = { uses: [{ scope: bulkRunScope, ids }] };
const changed = { on: { scope: bulkRunScope, ids } };

export const getBulkRun = platform.operation({
  ...one,
  ...seen,
  kind: "query",
  describe: "How far a bulk change is, and its result.",
  run: async (ctx, { id }) => present(await runOf(ctx, id)),
});

const shown = 20;

export const listBulkRuns = platform.operation({
  kind: "query",
  permission: "workspace:view",
  staff: "never",
  input: z.object({}),
  output: bulkRunList,
  describe: "Your latest bulk changes, newest first.",
  run: async (ctx) => ({ rows: (await latestRuns(ctx, shown)).map(present) }),
});

export const cancelBulkRun = platform.operation({
  ...one,
  ...changed,
  kind: "mutation",
  describe: "Stops a bulk change. Records changed until then keep their changes, which you can undo.",
  async run(ctx, { id }) {
    const run = await lockRun(ctx, id);
    if (run.status !== "collecting" && run.status !== "running")
      throw new AppError("CONFLICT", "This change is not in progress. Reload the page.");
    return present(await endRun(ctx, run, "cancelled"));
  },
});

export const undoBulkRun = platform.operation({
  ...one,
  ...changed,
  kind: "mutation",
  describe: "Undoes a bulk change. Records that somebody changed since stay as they are, and are listed.",
  async run(ctx, { id }) {
    const run = await lockRun(ctx, id);
    requireUndoable(ctx, run);
    const status = "undoing";
    const begun = await storeRun(ctx, id, {
      status,
      cursor: null,
      done: 0,
      total: run.changed,
      batchRows: batchLimit,
    });
    if (run.changed <= atOnceLimit) return present(await workThrough({ ...ctx, batchId: id }, begun));
    emit(ctx, bulkRunEvents.undoStarted, { id, data: { noun: run.noun, records: run.changed } });
    return present(begun);
  },
});

function requireUndoable({ tenant }: Ctx, run: Run): void {
  if (run.status === "undone" || run.status === "undoing")
    throw new AppError("CONFLICT", "This change was already undone.");
  if (isWorking(run.status)) throw new AppError("CONFLICT", "This change is still in progress. Cancel it first.");
  if (run.change.type === "delete") throw new AppError("CONFLICT", "Records that were deleted cannot be restored.");
  const until = undoUntil(run);
  if (until === null)
    throw new AppError("CONFLICT", "This change did not change any records, so there is nothing to undo.");
  if (until < new Date())
    throw new AppError(
      "CONFLICT",
      `This change ended more than ${counted(undoHours, nouns.hour, tenant.locale)} ago and can no longer be undone.`,
    );
}

const pageRows = 200;

export const listBulkProblems = platform.operation({
  kind: "query",
  permission: "workspace:view",
  staff: "never",
  ...seen,
  input: problemsInput,
  output: bulkProblems,
  describe: "The records that could not be changed, or that an undo left as they are, with the reasons.",
  async run(ctx, { id, state, after }) {
    await runOf(ctx, id);
    const rows = await ctx.db.bulkRunRow.findMany({
      where: { runId: id, state, ...(after ? { recordId: { gt: after } } : {}) },
      orderBy: { recordId: "asc" },
      take: pageRows + 1,
      select: { recordId: true, name: true, reason: true },
    });
    return {
      rows: rows.slice(0, pageRows).map(({ recordId, name, reason }) => ({ id: recordId, name, reason: reason ?? "" })),
      next: rows.length > pageRows ? (rows[pageRows - 1]?.recordId ?? null) : null,
    };
  },
});
