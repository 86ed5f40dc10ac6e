import "server-only";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { recordExportEvents } from "../events";
import type { ExportRow } from "../row";
import { factsOf } from "./exports";

/** Whether the disk holds no more. */
export const isFull = (error: unknown): boolean =>
  ["ENOSPC", "EDQUOT"].includes((error as { code?: string }).code ?? "");

function failureOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return isFull(error) ? "The disk of the server is full. Ask its operator." : "Something went wrong on our side.";
}

/** Notes why the file of an export could not be written, unless it was cancelled. */
export async function failExport(ctx: Ctx, row: ExportRow, error: unknown): Promise<void> {
  const [failure, id] = [failureOf(error), row.id];
  await inTransaction(ctx, async (inner) => {
    const { count } = await inner.db.recordExport.updateMany({
      where: { id, status: { in: ["ready", "waiting", "running"] } },
      data: { status: "failed", failure, finishedAt: new Date(), version: { increment: 1 } },
    });
    if (count > 0) emit(inner, recordExportEvents.failed, { id, data: { ...factsOf(row), reason: failure } });
  });
}
