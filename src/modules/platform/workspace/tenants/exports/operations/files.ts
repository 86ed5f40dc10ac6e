import "server-only";
import { createReadStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { tenantFolder } from "@/server/tenant-folder";
import { unless } from "@/server/unless";
import { downloadExport } from "./exports";

const folderOf = (tenantId: string) => join(tenantFolder(tenantId), "exports");

/** The zip file of an export. */
export const zipOf = (tenantId: string, id: string): string => join(folderOf(tenantId), `${id}.zip`);

/** A zip file of an export with files of records, counted from 1. */
export const storedZipOf = (tenantId: string, id: string, part: number): string =>
  join(folderOf(tenantId), `${id}.files-${part}.zip`);

/** The folder in which its parts are written, until the zip file is whole. */
export async function partsOf(tenantId: string, id: string): Promise<string> {
  const folder = join(folderOf(tenantId), id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Deletes the parts of an export. */
export const forgetParts = (tenantId: string, id: string): Promise<void> =>
  rm(join(folderOf(tenantId), id), { recursive: true, force: true });

/** Deletes the files of an export. */
export async function forgetFiles(tenantId: string, id: string): Promise<void> {
  const all = await readdir(folderOf(tenantId)).catch(unless("ENOENT", []));
  for (const name of all.filter((one) => one.startsWith(`${id}.`)))
    await rm(join(folderOf(tenantId), name), { force: true });
  await forgetParts(tenantId, id);
}

/** The file of an export, for the owner who requested it and still is one. */
export async function openExport(ctx: Ctx, id: string, part?: number) {
  const { name } = await downloadExport(ctx, part === undefined ? { id } : { id, part });
  const path = part === undefined ? zipOf(ctx.tenant.id, id) : storedZipOf(ctx.tenant.id, id, part);
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) throw notFound("export");
  return { name, size, content: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array> };
}
