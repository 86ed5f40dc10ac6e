import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { recordExportEvents } from "../events";
import { type ExportRow, exportColumns, nounToExport, ownExports, presentExport, requestOf } from "../row";
import { expiryOf, isOpen, mostStreamed } from "../rules";
import { exportedFile, exportIdInput, exportRequest, recordExport, recordExports } from "../schema";
import { columnsOf } from "./table";
import { requireFits } from "./write";

const shownAtMost = 20;
/** Files that one member has written at once. */
const openAtMost = 3;

/** The facts of an export that its events have. */
export const factsOf = (row: Pick<ExportRow, "noun" | "rowsTotal" | "request">, rows = row.rowsTotal) => ({
  noun: row.noun,
  rows,
  format: requestOf(row).format,
});

export const askRecordExport = platform.operation({
  kind: "mutation",
  permission: "record:export",
  staff: "never",
  input: exportRequest,
  output: recordExport,
  rest: { method: "POST", path: "/exports", creates: true },
  describe:
    "Prepares a file of the records of a list that you may export. Up to 50,000 can be downloaded at once from `address`; a job writes more, and `status` says when it is done. The file can be downloaded for a day.",
  async run(ctx, input) {
    const own = ownExports(ctx);
    const noun = nounToExport(input.noun);
    columnsOf(ctx, noun, input.columns);
    // The list itself refuses what it cannot show, such as a sort by a field that has none: the file would break off.
    await noun.page(ctx, { ...input.list, limit: 1 }, "covered");
    const rowsTotal = await noun.count(ctx, input.list, "covered");
    const rowsBeyond = (await noun.count(ctx, input.list, "seen")) - rowsTotal;
    await requireFits(ctx, input, rowsTotal);
    const asJob = rowsTotal > mostStreamed;
    if (asJob) await requireFewOpen(ctx, own);
    const row = await ctx.db.recordExport.create({
      data: {
        ...own,
        askedKeyId: ctx.actor.type === "apiKey" ? ctx.actor.keyId : null,
        requestId: ctx.requestId,
        noun: input.noun,
        request: JSON.parse(JSON.stringify(input)),
        status: asJob ? "waiting" : "ready",
        rowsTotal,
        rowsBeyond,
        expiresAt: expiryOf(new Date()),
      },
      select: exportColumns,
    });
    emit(ctx, asJob ? recordExportEvents.asked : recordExportEvents.prepared, { id: row.id, data: factsOf(row) });
    return presentExport(ctx, row);
  },
});

async function requireFewOpen(ctx: Ctx, own: { askedById: string }): Promise<void> {
  const open = await ctx.db.recordExport.count({ where: { ...own, status: { in: ["waiting", "running"] } } });
  if (open >= openAtMost)
    throw new AppError("CONFLICT", `${openAtMost} of your exports are in progress. Wait until one has finished.`);
}

/** An export of the actor. NOT_FOUND for those of others. */
async function requireOwn(ctx: Ctx, id: string): Promise<ExportRow> {
  const row = await ctx.db.recordExport.findFirst({ where: { id, ...ownExports(ctx) }, select: exportColumns });
  if (!row) throw notFound("export");
  return row;
}

export const listRecordExports = platform.operation({
  kind: "query",
  permission: "record:export",
  staff: "never",
  input: z.object({}),
  output: recordExports,
  rest: { method: "GET", path: "/exports" },
  describe: "The latest files of records that you requested, newest first.",
  async run(ctx) {
    const rows = await ctx.db.recordExport.findMany({
      where: { ...ownExports(ctx), status: { not: "copied" } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: shownAtMost,
      select: exportColumns,
    });
    return { rows: rows.map((row) => presentExport(ctx, row)) };
  },
});

export const getRecordExport = platform.operation({
  kind: "query",
  permission: "record:export",
  staff: "never",
  input: exportIdInput,
  output: recordExport,
  rest: { method: "GET", path: "/exports/{id}" },
  describe: "The progress of a file of records that you requested.",
  run: async (ctx, { id }) => presentExport(ctx, await requireOwn(ctx, id)),
});

export const cancelRecordExport = platform.operation({
  kind: "mutation",
  permission: "record:export",
  staff: "never",
  input: exportIdInput,
  output: recordExport,
  rest: { method: "POST", path: "/exports/{id}/cancel" },
  describe: "Cancels a file of records that you requested and that is being written.",
  async run(ctx, { id }) {
    const row = await requireOwn(ctx, id);
    if (!isOpen(row.status)) throw new AppError("CONFLICT", "This export is not in progress.");
    const cancelled = { status: "cancelled", finishedAt: new Date(), version: { increment: 1 } };
    await ctx.db.recordExport.updateMany({ where: { id, status: { in: ["waiting", "running"] } }, data: cancelled });
    emit(ctx, recordExportEvents.cancelled, { id, data: factsOf(row, row.rowsDone) });
    return presentExport(ctx, { ...row, status: "cancelled" });
  },
});

export const downloadRecordExport = platform.operation({
  kind: "mutation",
  permission: "record:export",
  staff: "never",
  input: exportIdInput,
  output: exportedFile,
  describe: "Records the download of a file of records by the member who requested it, and returns its name.",
  async run(ctx, { id }) {
    const row = await requireOwn(ctx, id);
    if ((row.status !== "ready" && row.status !== "done") || row.expiresAt <= new Date())
      throw new AppError("CONFLICT", "This export has no file, or its file was deleted. Request a new export.");
    const request = requestOf(row);
    const noun = nounToExport(row.noun);
    // The rights are those of now: to see such records at all, and to read each of the columns.
    columnsOf(ctx, noun, request.columns);
    const rows = row.status === "done" ? row.rowsDone : await noun.count(ctx, request.list, "covered");
    await ctx.db.recordExport.updateMany({ where: { id }, data: { version: { increment: 1 } } });
    emit(ctx, recordExportEvents.downloaded, { id, data: factsOf(row, rows) });
    const day = row.createdAt.toISOString().slice(0, 10);
    const status = row.status === "done" ? ("done" as const) : ("ready" as const);
    return { name: `${noun.path}-${day}.${request.format}`, format: request.format, status };
  },
});
