import "server-only";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { kindOf, partBytes, partCount } from "./rules";
import type { FileTarget, FileUpload, FileVersion, StoredFile } from "./schema";
import { type FileRights, fileRights, seenRecord } from "./scope";

const by = { select: { id: true, name: true, status: true } } as const;

export const versionColumns = {
  number: true,
  current: true,
  size: true,
  contentType: true,
  sha256: true,
  thumbnailKey: true,
  width: true,
  height: true,
  createdAt: true,
  by,
} satisfies Prisma.FileVersionSelect;
type VersionRow = Prisma.FileVersionGetPayload<{ select: typeof versionColumns }>;

/** The columns of a file. */
export const fileColumns = {
  id: true,
  entity: true,
  recordId: true,
  purpose: true,
  name: true,
  removedAt: true,
  version: true,
  createdAt: true,
} satisfies Prisma.FileSelect;
export type FileRow = Prisma.FileGetPayload<{ select: typeof fileColumns }>;

const member = (row: VersionRow["by"]) =>
  row && { id: row.status === "removed" ? null : row.id, name: row.name, placeholder: row.status === "placeholder" };

/** Addresses of a version within the app. */
function addressesOf({ tenant }: Ctx, fileId: string, row: VersionRow) {
  const query = `?workspace=${tenant.slug}&version=${row.number}`;
  const kind = kindOf(row.contentType);
  // A picture that could not be read here is not opened in a browser either.
  const isShown = kind !== "other" && (kind !== "picture" || row.thumbnailKey !== null);
  return {
    download: `/api/files/${fileId}${query}`,
    preview: isShown ? `/api/files/${fileId}/preview${query}` : null,
    thumbnail: row.thumbnailKey === null ? null : `/api/files/${fileId}/thumbnail${query}`,
  };
}

/** A version as the server returns it. */
export const presentVersion = (ctx: Ctx, fileId: string, row: VersionRow): FileVersion => ({
  number: row.number,
  current: row.current,
  size: Number(row.size),
  contentType: row.contentType,
  kind: kindOf(row.contentType),
  sha256: row.sha256,
  by: member(row.by),
  at: row.createdAt.toISOString(),
  ...addressesOf(ctx, fileId, row),
});

/** Files as the server returns them; `rightsOf` says what the actor may do with those of a record. */
export async function presentFiles(
  ctx: Ctx,
  rows: readonly FileRow[],
  rightsOf: (recordId: string) => FileRights,
): Promise<StoredFile[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const counts = await ctx.db.fileVersion.groupBy({ by: ["fileId"], where: { fileId: { in: ids } }, _count: true });
  const versions = new Map(counts.map(({ fileId, _count }) => [fileId, _count]));
  // Apart from the files: a join would read the versions of all.
  const shown = await ctx.db.fileVersion.findMany({
    where: { fileId: { in: ids }, current: true },
    select: { fileId: true, ...versionColumns },
  });
  const currents = new Map(shown.map((version) => [version.fileId, version]));
  return rows.flatMap((row) => {
    const current = currents.get(row.id);
    if (!current) return [];
    const { current: _, at, ...version } = presentVersion(ctx, row.id, current);
    return {
      id: row.id,
      entity: row.entity,
      recordId: row.recordId,
      purpose: row.purpose as StoredFile["purpose"],
      name: row.name,
      ...version,
      width: current.width,
      height: current.height,
      versions: versions.get(row.id) ?? 1,
      at,
      addedAt: row.createdAt.toISOString(),
      removed: row.removedAt !== null,
      ...rightsOf(row.recordId),
      version: row.version,
    };
  });
}

/** A file by its id, which the caller may see. */
export async function presentFile(ctx: Ctx, id: string): Promise<StoredFile> {
  const row = await ctx.db.file.findFirstOrThrow({ where: { id }, select: fileColumns });
  const target = targetOf(row);
  const rights = fileRights(ctx, target.entity, await seenRecord(ctx, target));
  const [file] = await presentFiles(ctx, [row], () => rights);
  if (!file) throw new Error(`The file ${id} has no current version.`);
  return file;
}

/** The record of a stored file or upload. */
export const targetOf = (row: { entity: string; recordId: string }): FileTarget => row as FileTarget;

export const uploadColumns = {
  id: true,
  entity: true,
  recordId: true,
  purpose: true,
  fileId: true,
  name: true,
  size: true,
  status: true,
  storageKey: true,
  storageId: true,
  resultId: true,
  expiresAt: true,
  parts: { select: { number: true, tag: true }, orderBy: { number: "asc" } },
} satisfies Prisma.FileUploadSelect;
export type UploadRow = Prisma.FileUploadGetPayload<{ select: typeof uploadColumns }>;

/** An upload as the server returns it. */
export const presentUpload = (row: UploadRow): FileUpload => ({
  id: row.id,
  entity: row.entity,
  recordId: row.recordId,
  purpose: row.purpose as FileUpload["purpose"],
  fileId: row.fileId,
  name: row.name,
  size: Number(row.size),
  partBytes,
  parts: partCount(Number(row.size)),
  sent: row.parts.map(({ number }) => number),
  expiresAt: row.expiresAt.toISOString(),
});
