import "server-only";
import { addHours } from "date-fns";
import type { z } from "zod";
import { counted } from "@/lib/counted";
import { limits } from "@/lib/plans";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { noteUse } from "@/server/limits";
import { newId } from "@/server/new-id";
import { abortStored, beginStored, storagePrefix } from "@/server/storage";
import { presentUpload, targetOf, type UploadRow, uploadColumns } from "../row";
import { gigabyte, maxFilesOfComment, maxPictureBytes } from "../rules";
import { beginUploadInput, type FileTarget, fileUpload, fileUploads, listUploadsInput, uploadInput } from "../schema";
import { editableRecord } from "../scope";

/** An upload that was not completed is removed after that. */
const openHours = 20;
/** Uploads that one member may have open. */
const openAtMost = 200;

/** The member whose uploads these are: nobody else sees them. FORBIDDEN for work that nobody asked for. */
function uploaderOf({ actor }: Ctx): string {
  const byId = memberOf(actor);
  if (!byId) throw new AppError("FORBIDDEN", "Only members can upload files.");
  return byId;
}

/** An upload of the actor to a record that they may edit now. NOT_FOUND for those of others, and where it has expired. */
export async function ownUpload(ctx: Ctx, id: string): Promise<UploadRow> {
  const row = await ctx.db.fileUpload.findFirst({ where: { id, byId: uploaderOf(ctx) }, select: uploadColumns });
  if (!row || row.expiresAt <= new Date()) throw notFound();
  await editableRecord(ctx, targetOf(row));
  return row;
}

/** The same while parts can be sent: not while it is checked, and not afterwards. */
export async function openUpload(ctx: Ctx, id: string): Promise<UploadRow & { storageId: string }> {
  const row = await ownUpload(ctx, id);
  const { storageId } = row;
  if (row.status !== "open" || storageId === null)
    throw new AppError("CONFLICT", "This upload takes no more parts. Its file is being checked or was already added.");
  return { ...row, storageId };
}

export const beginUpload = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  guests: true,
  external: true,
  input: beginUploadInput,
  output: fileUpload,
  rest: { method: "POST", path: "/file-uploads" },
  describe:
    "Begins the upload of a file of up to 2 GB to a record that you may edit, or to a comment of yours. Its size counts at once: LIMIT_REACHED if the plan has no room. CONFLICT with the reason `sameName` if the record has a file of this name: give its `fileId` for a new version, or `keepBoth`. Get the addresses of the parts, send each by PUT, and complete the upload within 20 hours.",
  async run(ctx, input) {
    const row = await inTransaction(ctx, (inner) => reserve(inner, input));
    const { id, storageKey } = row;
    try {
      const storageId = await beginStored(storageKey);
      const { count } = await ctx.db.fileUpload.updateMany({ where: { id }, data: { storageId } });
      // The record was deleted meanwhile, and its uploads with it.
      if (count === 0) {
        const note = () => ctx.db.storedDeletion.create({ data: { key: storageKey, storageId } });
        await abortStored(storageKey, storageId).catch(note);
        throw notFound("record");
      }
      return presentUpload(row);
    } catch (error) {
      await ctx.db.fileUpload.deleteMany({ where: { id } });
      throw error;
    }
  },
});

/** The row of an upload, with its bytes counted, in the running transaction. */
async function reserve(ctx: Ctx, input: z.output<typeof beginUploadInput>): Promise<UploadRow> {
  const { entity, recordId, purpose, name, size, fileId } = input;
  const byId = uploaderOf(ctx);
  await editableRecord(ctx, { entity, recordId });
  if (purpose === "attachment" && entity === "member")
    throw invalid("purpose", "Members have a picture, and no other files.");
  if (purpose === "picture" && entity === "comment") throw invalid("purpose", "Comments have files, and no picture.");
  if (purpose === "picture" && fileId !== undefined)
    throw invalid("fileId", "A picture takes the place of the one before. Leave out `fileId`.");
  if (purpose === "picture" && size > maxPictureBytes)
    throw invalid("size", `Pictures can have at most ${maxPictureBytes / 1_000_000} MB. Choose a smaller one.`);
  if (purpose === "attachment") await requireName(ctx, input);
  const id = newId();
  const row = await ctx.db.fileUpload.create({
    data: {
      ...{ id, entity, recordId, purpose, name, byId },
      fileId: fileId ?? null,
      size: BigInt(size),
      storageKey: `${storagePrefix(ctx.tenant.id)}uploads/${id}`,
      expiresAt: addHours(new Date(), openHours),
    },
    select: uploadColumns,
  });
  await requireFewOpen(ctx, byId);
  await requireRoomFor(ctx, size);
  if (fileId === undefined) await requireRoomOnComment(ctx, { entity, recordId });
  ctx.outcome.unchanged = true;
  return row;
}

/** CONFLICT if the member has too many open uploads with that of the running transaction: parallel ones wait, as below. */
async function requireFewOpen(ctx: Ctx, byId: string): Promise<void> {
  if ((await ctx.db.fileUpload.count({ where: { byId, status: "open" } })) > openAtMost)
    throw new AppError("CONFLICT", `You have ${openAtMost} uploads in progress. Wait until some have finished.`);
}

async function requireName(ctx: Ctx, input: z.output<typeof beginUploadInput>): Promise<void> {
  const { entity, recordId, name, fileId, keepBoth } = input;
  const ofRecord = { entity, recordId, purpose: "attachment", removedAt: null };
  if (fileId !== undefined) {
    if ((await ctx.db.file.count({ where: { ...ofRecord, id: fileId } })) === 0) throw notFound("file");
    return;
  }
  if (keepBoth) return;
  const same = await ctx.db.file.findFirst({
    where: { ...ofRecord, nameKey: foldKey(name) },
    select: { id: true, name: true },
  });
  if (same)
    throw new AppError(
      "CONFLICT",
      `This record has a file called ${same.name}. Upload a new version of it, or keep both.`,
      { reason: "sameName", fileId: same.id, name: same.name },
    );
}

/**
 * CONFLICT if a comment has too many files with that of the running transaction, which is counted already: the count of the
 * plan is locked, so parallel uploads wait here for each other. Other records have no such limit.
 */
export async function requireRoomOnComment(ctx: Ctx, { entity, recordId }: FileTarget): Promise<void> {
  if (entity !== "comment") return;
  const of = { entity, recordId };
  const stored = await ctx.db.file.count({ where: { ...of, removedAt: null } });
  const coming = await ctx.db.fileUpload.count({ where: { ...of, fileId: null, status: { not: "done" } } });
  if (stored + coming > maxFilesOfComment)
    throw new AppError("CONFLICT", `A comment has at most ${maxFilesOfComment} files. Write another comment for more.`);
}

/**
 * LIMIT_REACHED unless the plan has room for the upload of the running transaction, which is counted already: triggers lock the
 * count, so parallel uploads wait here for each other.
 */
export async function requireRoomFor(ctx: Ctx, size: number): Promise<void> {
  const most = ctx.entitlements.limit("storageGb");
  if (most === null) return;
  const row = await ctx.db.fileUsage.findFirst({ select: { bytes: true } });
  const used = Number(row?.bytes ?? 0);
  const left = Math.max(0, most * gigabyte - (used - size));
  if (size > left)
    throw new AppError(
      "LIMIT_REACHED",
      `The plan of this workspace has ${counted(most, limits.storageGb, ctx.tenant.locale)} for files, and ${Math.floor(left / 1_000_000)} MB are left. Delete files, or choose a larger plan.`,
      { limit: "storageGb", most },
    );
  await noteUse(ctx, "storageGb", { used: Math.floor((used / gigabyte) * 10) / 10, most });
}

export const listUploads = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: listUploadsInput,
  output: fileUploads,
  rest: { method: "GET", path: "/file-uploads" },
  describe: "Your uploads that are not completed, newest first, with the parts that have arrived.",
  async run(ctx, target) {
    const rows = await ctx.db.fileUpload.findMany({
      where: {
        byId: uploaderOf(ctx),
        status: "open",
        storageId: { not: null },
        expiresAt: { gt: new Date() },
        ...(target.entity === undefined ? {} : { entity: target.entity }),
        ...(target.recordId === undefined ? {} : { recordId: target.recordId }),
      },
      orderBy: { id: "desc" },
      take: openAtMost,
      select: uploadColumns,
    });
    return { rows: rows.map(presentUpload) };
  },
});

export const abortUpload = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  guests: true,
  silent: "Nobody but the uploader knows of the upload, and nothing of it was visible.",
  input: uploadInput,
  output: uploadInput,
  rest: { method: "DELETE", path: "/file-uploads/{id}" },
  describe: "Ends an upload of yours; what has arrived of it is deleted. One that is being checked is a CONFLICT.",
  async run(ctx, { id }) {
    const { count } = await ctx.db.fileUpload.deleteMany({ where: { id, byId: uploaderOf(ctx), status: "open" } });
    if (count > 0) return { id };
    await ownUpload(ctx, id);
    throw new AppError("CONFLICT", "This upload cannot be cancelled: its file is being checked or was already added.");
  },
});
