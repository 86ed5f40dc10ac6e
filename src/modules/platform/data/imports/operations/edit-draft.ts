import "server-only";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { AppError, notFound } from "@/server/errors";
import { isOpen } from "../rules";
import { statusOf } from "./present-import";

/**
 * How many files an import has, which nobody changes until the transaction ends; CONFLICT when its decisions are closed.
 */
export async function requireOpen(ctx: Ctx, importId: string): Promise<{ files: number; nextPosition: number }> {
  const [row] = await tenantRows<{ status: string }>(
    ctx,
  )`select status from imports where tenant_id = ${ctx.tenant.id}::uuid and id = ${importId}::uuid for update`;
  if (!row) throw notFound("import");
  if (!isOpen(statusOf(row))) throw closed(row.status);
  // The objects of a file's rows are files of the same place.
  const places = await ctx.db.importFile.groupBy({ by: ["position"], where: { importId } });
  return { files: places.length, nextPosition: Math.max(-1, ...places.map(({ position }) => position)) + 1 };
}

function closed(status: string): AppError {
  return new AppError(
    "CONFLICT",
    status === "checking"
      ? "This import is being checked. Wait a moment, then try again."
      : "This import has started. Its files and decisions can no longer be changed.",
  );
}

/** Marks a change of decisions: the counts of the last check hold no more. CONFLICT when the import is closed. */
export async function editDraft(ctx: Ctx, importId: string): Promise<void> {
  const { count } = await ctx.db.import.updateMany({
    where: { id: importId, status: { in: ["draft", "ready"] } },
    data: { status: "draft", version: { increment: 1 }, failure: null },
  });
  if (count > 0) return;
  const row = await ctx.db.import.findFirst({ where: { id: importId }, select: { status: true } });
  throw row ? closed(row.status) : notFound("import");
}
