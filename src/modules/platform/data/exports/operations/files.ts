import "server-only";
import { createReadStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { tenantFolder } from "@/server/tenant-folder";
import { type ExportRow, exportColumns, requestOf } from "../row";
import { downloadRecordExport } from "./exports";
import { failExport } from "./failure";
import { stillAllowed } from "./table";
import { fileOf } from "./write";

const folderOf = (tenantId: string) => join(tenantFolder(tenantId), "record-exports");

/** The file of an export, in a folder that is there. */
export async function pathOf(tenantId: string, id: string): Promise<string> {
  await mkdir(folderOf(tenantId), { recursive: true, mode: 0o700 });
  return join(folderOf(tenantId), id);
}

/** Deletes the file of an export, whole or not. */
export async function forgetFile(tenantId: string, id: string): Promise<void> {
  const path = join(folderOf(tenantId), id);
  await rm(path, { force: true });
  await rm(`${path}.new`, { force: true });
}

/** The file of an export for the member who requested it: one that a job wrote, or a stream of the records of now. */
export async function openRecordExport(
  ctx: Ctx,
  id: string,
): Promise<{ name: string; format: "csv" | "xlsx"; size: number | null; content: Readable }> {
  const { name, format, status } = await downloadRecordExport(ctx, { id });
  const path = await pathOf(ctx.tenant.id, id);
  if (status === "done") {
    const size = await stat(path).then(
      (found) => found.size,
      () => null,
    );
    if (size === null) throw notFound("export");
    return { name, format, size, content: createReadStream(path) };
  }
  const row = await ctx.db.recordExport.findFirst({ where: { id }, select: exportColumns });
  if (!row) throw notFound("export");
  const own = await stillAllowed(ctx, row.askedKeyId);
  const { askedKeyId, rowsBeyond } = row;
  const content = await fileOf(own, { request: requestOf(row), askedKeyId, rowsBeyond });
  return { name, format, size: null, content: Readable.from(withReason(ctx, row, content)) };
}

/** Bytes of a file; the reason is kept where they break off: a browser only says that the download has failed. */
async function* withReason(ctx: Ctx, row: ExportRow, content: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const block of content) yield block;
  } catch (error) {
    if (error instanceof AppError) await failExport(ctx, row, error);
    throw error;
  }
}
