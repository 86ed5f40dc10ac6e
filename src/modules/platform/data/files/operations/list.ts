import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import { notFound } from "@/server/errors";
import { seenRecords } from "@/server/seen-records";
import { fileColumns, presentFile, presentFiles, presentVersion, versionColumns } from "../row";
import { gigabyte } from "../rules";
import {
  fileInput,
  filePage,
  fileUsage,
  fileVersions,
  listFilesInput,
  pictures,
  picturesInput,
  storedFile,
} from "../schema";
import { fileRights, fileScope, seenRecord } from "../scope";

export const listFiles = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: listFilesInput,
  output: filePage,
  rest: { method: "GET", path: "/files" },
  describe: "The files of a record or comment that you see, newest first, page by page.",
  async run(ctx, { cursor, limit = 50, ...target }) {
    const record = await seenRecord(ctx, target);
    const rights = fileRights(ctx, target.entity, record);
    const where = { ...target, purpose: "attachment", removedAt: null };
    const rows = await ctx.db.file.findMany({
      where: { ...where, ...(cursor ? { id: { lt: cursor } } : {}) },
      orderBy: { id: "desc" },
      take: limit + 1,
      select: fileColumns,
    });
    const shown = rows.slice(0, limit);
    return {
      rows: await presentFiles(ctx, shown, () => rights),
      nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
      total: await ctx.db.file.count({ where }),
      mayEdit: rights.mayEdit,
    };
  },
});

const seenFile = { scope: fileScope, ids: ({ id }: { id: string }) => [id] };

export const getFile = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: fileInput,
  output: storedFile,
  uses: [seenFile],
  rest: { method: "GET", path: "/files/{id}" },
  describe: "A file: its name, size, type, checksum, and the addresses of its content.",
  run: async (ctx, { id }) => await presentFile(ctx, id),
});

export const listFileVersions = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: fileInput,
  output: fileVersions,
  uses: [seenFile],
  rest: { method: "GET", path: "/files/{id}/versions" },
  describe: "The versions of a file, newest first.",
  async run(ctx, { id }) {
    const rows = await ctx.db.fileVersion.findMany({
      where: { fileId: id },
      orderBy: { number: "desc" },
      select: versionColumns,
    });
    if (rows.length === 0) throw notFound("file");
    return { rows: rows.map((row) => presentVersion(ctx, id, row)) };
  },
});

export const listPictures = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: picturesInput,
  output: pictures,
  describe: "The pictures of those of these records or members that you see and that have one.",
  async run(ctx, { entity, ids }) {
    const seen = await seenRecords(ctx, entity, ids);
    const rows = await ctx.db.file.findMany({
      where: { entity, recordId: { in: seen.map(({ id }) => id) }, purpose: "picture", removedAt: null },
      select: { id: true, recordId: true, version: true },
    });
    return {
      rows: rows.map(({ id, recordId, version }) => ({
        recordId,
        fileId: id,
        version,
        address: `/api/files/${id}/thumbnail?workspace=${ctx.tenant.slug}&version=1`,
      })),
    };
  },
});

export const getFileUsage = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: z.object({}),
  output: fileUsage,
  rest: { method: "GET", path: "/file-usage" },
  describe: "The bytes that files and open uploads of the workspace use, and those that its plan has.",
  async run(ctx) {
    const row = await ctx.db.fileUsage.findFirst({ select: { bytes: true } });
    const most = ctx.entitlements.limit("storageGb");
    return { usedBytes: Number(row?.bytes ?? 0), mostBytes: most === null ? null : most * gigabyte };
  },
});
