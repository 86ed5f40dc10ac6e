import "server-only";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid } from "@/server/errors";
import { type ExportedNoun, exportedNouns } from "@/server/nouns/exported";
import { type ExportRequest, exportRequest, type RecordExport } from "./schema";

/** The columns of a stored export. */
export const exportColumns = {
  id: true,
  askedById: true,
  askedKeyId: true,
  requestId: true,
  noun: true,
  request: true,
  status: true,
  rowsTotal: true,
  rowsDone: true,
  rowsBeyond: true,
  sizeBytes: true,
  failure: true,
  expiresAt: true,
  createdAt: true,
} satisfies Prisma.RecordExportSelect;
export type ExportRow = Prisma.RecordExportGetPayload<{ select: typeof exportColumns }>;

/** The request of a stored export. */
export const requestOf = (row: Pick<ExportRow, "request">): ExportRequest => exportRequest.parse(row.request);

/** An export as the server returns it. */
export function presentExport(ctx: Ctx, row: ExportRow): RecordExport {
  const isThere = (row.status === "ready" || row.status === "done") && row.expiresAt > new Date();
  return {
    id: row.id,
    noun: row.noun,
    format: requestOf(row).format,
    status: row.status as RecordExport["status"],
    rowsTotal: row.rowsTotal,
    rowsDone: row.rowsDone,
    rowsBeyond: row.rowsBeyond,
    sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes),
    failure: row.failure,
    askedAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    address: isThere ? `/api/exports/records/${row.id}?workspace=${ctx.tenant.slug}` : null,
  };
}

/** The exports that the actor asked for: nobody else gets them. FORBIDDEN for work that nobody asked for. */
export function ownExports({ actor }: Ctx): { askedById: string } {
  const askedById = memberOf(actor);
  if (!askedById) throw new AppError("FORBIDDEN", "Only members can export records.");
  return { askedById };
}

/** The noun of an export. VALIDATION for an unknown one. */
export function nounToExport(entity: string): ExportedNoun {
  const found = exportedNouns().find((noun) => noun.entity === entity);
  if (!found) throw invalid("noun", "There are no such records. Choose another kind.");
  return found;
}
