import "server-only";
import { addHours } from "date-fns";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { presentFile, targetOf } from "../row";
import type { FilePurpose } from "../rules";
import { fileVersionInput, renameFileInput, restoreVersionInput, storedFile } from "../schema";
import { fileDeletionScope, fileScope } from "../scope";
import { announce } from "./announce";
import { requireRoomFor, requireRoomOnComment } from "./begin";

/** A removed file can be restored for so long. */
const restorableHours = 24;

const ids = ({ id }: { id: string }) => [id];
const changed = { scope: fileScope, ids };
const deleted = { scope: fileDeletionScope, ids };

/** A file that somebody changes, locked. CONFLICT where it was changed since they saw it. */
async function lockFile(ctx: Ctx, { id, version }: { id: string; version: number }) {
  const { count } = await ctx.db.file.updateMany({ where: { id, version }, data: { version: { increment: 1 } } });
  const file = await ctx.db.file.findFirst({
    where: { id },
    select: { id: true, entity: true, recordId: true, purpose: true, name: true, bytes: true, removedAt: true },
  });
  if (!file) throw notFound("file");
  if (count === 0)
    throw new AppError("CONFLICT", "Somebody changed this file in the meantime. Look at it again.", {
      current: await presentFile(ctx, id),
    });
  return { ...file, ...targetOf(file), purpose: file.purpose as FilePurpose };
}

/** The same; NOT_FOUND for a removed one. */
async function lockPresent(ctx: Ctx, input: { id: string; version: number }) {
  const file = await lockFile(ctx, input);
  if (file.removedAt) throw notFound("file");
  return file;
}

export const renameFile = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  guests: true,
  input: renameFileInput,
  output: storedFile,
  on: changed,
  rest: { method: "PATCH", path: "/files/{id}" },
  describe: "Renames a file of a record that you may edit.",
  async run(ctx, { id, version, name }) {
    const file = await lockPresent(ctx, { id, version });
    await ctx.db.file.updateMany({ where: { id }, data: { name, nameKey: foldKey(name) } });
    await announce(ctx, file, "fileRenamed", { fileId: id, name });
    return await presentFile(ctx, id);
  },
});

export const removeFile = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  guests: true,
  input: fileVersionInput,
  output: storedFile,
  on: deleted,
  rest: { method: "DELETE", path: "/files/{id}" },
  describe:
    "Deletes a file of a record that you may edit, or of a comment that you may delete. It no longer counts, and can be restored for 24 hours.",
  async run(ctx, { id, version }) {
    const file = await lockPresent(ctx, { id, version });
    await ctx.db.file.updateMany({ where: { id }, data: { removedAt: new Date() } });
    await announce(ctx, file, "fileRemoved", { fileId: id, name: file.name });
    return await presentFile(ctx, id);
  },
});

export const restoreFile = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  guests: true,
  input: fileVersionInput,
  output: storedFile,
  on: deleted,
  rest: { method: "POST", path: "/files/{id}/restore" },
  describe: "Restores a file that was deleted in the last 24 hours. LIMIT_REACHED if the plan has no room for it.",
  async run(ctx, { id, version }) {
    const file = await lockFile(ctx, { id, version });
    const { entity, recordId, purpose, bytes, removedAt } = file;
    if (!removedAt) throw new AppError("CONFLICT", "This file is not deleted.");
    if (addHours(removedAt, restorableHours) <= new Date()) throw notFound("file");
    const other = { entity, recordId, purpose: "picture", removedAt: null };
    if (purpose === "picture" && (await ctx.db.file.count({ where: other })) > 0)
      throw new AppError("CONFLICT", "There is another picture now. Remove that one first.");
    await ctx.db.file.updateMany({ where: { id }, data: { removedAt: null } });
    await requireRoomFor(ctx, Number(bytes));
    await requireRoomOnComment(ctx, file);
    await announce(ctx, file, "fileRestored", { fileId: id, name: file.name });
    return await presentFile(ctx, id);
  },
});

export const restoreFileVersion = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  guests: true,
  input: restoreVersionInput,
  output: storedFile,
  on: changed,
  rest: { method: "POST", path: "/files/{id}/versions/{number}/restore" },
  describe: "Makes an older version of a file the current one again. All others stay.",
  async run(ctx, { id, version, number }) {
    const file = await lockPresent(ctx, { id, version });
    const of = { fileId: id };
    if ((await ctx.db.fileVersion.count({ where: { ...of, number } })) === 0)
      throw invalid("number", "This file has no such version. Reload the page.");
    await ctx.db.fileVersion.updateMany({ where: { ...of, current: true }, data: { current: false } });
    await ctx.db.fileVersion.updateMany({ where: { ...of, number }, data: { current: true } });
    await announce(ctx, file, "fileVersionRestored", { fileId: id, name: file.name, number });
    return await presentFile(ctx, id);
  },
});

/** From when the first removed file can no longer be restored; null for none. */
export async function removedFrom({ db }: Ctx): Promise<Date | null> {
  const { _min } = await db.file.aggregate({ where: { removedAt: { not: null } }, _min: { removedAt: true } });
  return _min.removedAt && addHours(_min.removedAt, restorableHours);
}

/** Deletes the rows of files that can no longer be restored; a job deletes their objects. */
export async function forgetRemoved({ db }: Ctx, now: Date): Promise<number> {
  return (await db.file.deleteMany({ where: { removedAt: { lte: addHours(now, -restorableHours) } } })).count;
}
