import "server-only";
import { createWriteStream } from "node:fs";
import { rename, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { memberCtx } from "@/server/member-ctx";
import { recordExportEvents } from "../events";
import { type ExportRow, exportColumns, requestOf } from "../row";
import { expiryOf, isOpen } from "../rules";
import { factsOf } from "./exports";
import { failExport, isFull } from "./failure";
import { forgetFile, pathOf } from "./files";
import { fileOf } from "./write";

/** Progress is noted so often, and a cancelled export ends as soon. */
const noteMs = 1_000;

const note = (ctx: Ctx, id: string, data: Prisma.RecordExportUpdateManyMutationInput) =>
  ctx.db.recordExport.updateMany({
    where: { id, status: { in: ["waiting", "running"] } },
    data: { ...data, version: { increment: 1 } },
  });

/** Ends the work on an export that somebody cancelled. */
class Cancelled extends Error {}

/** The context of the member who asked for an export, with the present rights. FORBIDDEN where they have ended. */
async function askersCtx(ctx: Ctx, row: ExportRow): Promise<Ctx> {
  const { askedById: memberId, askedKeyId: keyId, requestId } = row;
  const own = await memberCtx(ctx.tenant.id, { memberId, keyId, requestId, batchId: null });
  if (own === null || own === "suspended" || !own.can("record:export"))
    throw new AppError("FORBIDDEN", "The member who requested this export may no longer export records.");
  return own;
}

/**
 * Writes the file of an export with the rights of the member who asked; returns its rows, null where nothing is to do.
 * Started again, it writes the file anew. One that fails says why, and keeps no part of its file.
 */
export async function writeRecordExport(ctx: Ctx, id: string): Promise<number | null> {
  const row = await ctx.db.recordExport.findFirst({ where: { id }, select: exportColumns });
  if (!row || !isOpen(row.status)) return null;
  try {
    const own = await askersCtx(ctx, row);
    await note(ctx, id, { status: "running", rowsDone: 0 });
    const rows = await written(own, row);
    await finish(ctx, row, rows);
    return rows;
  } catch (error) {
    await forgetFile(ctx.tenant.id, id);
    if (error instanceof Cancelled) return null;
    await failExport(ctx, row, error);
    // A refusal and a full disk are not tried again.
    if (error instanceof AppError || isFull(error)) return null;
    throw error;
  }
}

async function written(own: Ctx, row: ExportRow): Promise<number> {
  const path = await pathOf(own.tenant.id, row.id);
  let [rows, notedAt] = [0, performance.now()];
  const { askedKeyId, rowsBeyond } = row;
  const content = await fileOf(own, {
    request: requestOf(row),
    askedKeyId,
    rowsBeyond,
    async onRows(count) {
      rows = count;
      if (performance.now() - notedAt < noteMs) return;
      notedAt = performance.now();
      if ((await note(own, row.id, { rowsDone: count })).count === 0) throw new Cancelled();
    },
  });
  await pipeline(content, createWriteStream(`${path}.new`, { mode: 0o600 }));
  await rename(`${path}.new`, path);
  return rows;
}

async function finish(ctx: Ctx, row: ExportRow, rows: number): Promise<void> {
  const { size } = await stat(await pathOf(ctx.tenant.id, row.id));
  const finishedAt = new Date();
  const done = { status: "done", rowsDone: rows, sizeBytes: BigInt(size), failure: null, finishedAt };
  await inTransaction(ctx, async (inner) => {
    const { count } = await note(inner, row.id, { ...done, expiresAt: expiryOf(finishedAt) });
    if (count === 0) throw new Cancelled();
    emit(inner, recordExportEvents.finished, { id: row.id, data: factsOf(row, rows) });
  });
}

const stored = { status: { notIn: ["expired", "copied"] } };

/** From when the first export has expired; null without one. */
export async function expiresFrom({ db }: Ctx): Promise<Date | null> {
  return (await db.recordExport.aggregate({ where: stored, _min: { expiresAt: true } }))._min.expiresAt;
}

/** Deletes the files of exports that were kept for a day; returns how many exports expired. */
export async function forgetExpired(ctx: Ctx, now: Date): Promise<number> {
  const where = { ...stored, expiresAt: { lte: now } };
  const rows = await ctx.db.recordExport.findMany({ where, select: { id: true } });
  for (const { id } of rows) {
    await forgetFile(ctx.tenant.id, id);
    await ctx.db.recordExport.updateMany({ where: { id }, data: { status: "expired", version: { increment: 1 } } });
  }
  return rows.length;
}
