import "server-only";
import { addMinutes } from "date-fns";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, invalid, notFound } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { requireStill } from "@/server/member-ctx";
import { newId } from "@/server/new-id";
import { isGuest } from "@/server/scope";
import { completeStored, copyStored, NotStored, storagePrefix, storedSize, storeObject } from "@/server/storage";
import { presentFile, targetOf, type UploadRow } from "../row";
import { type FilePurpose, kindOf, partCount } from "../rules";
import { storedFile, uploadInput } from "../schema";
import { editableRecord } from "../scope";
import { announce } from "./announce";
import { ownUpload } from "./begin";
import { type Inspected, inspect } from "./inspect";
import { requireClean } from "./scan";
import { deleteChecked, deleteDue, deleteLater } from "./stored-deletions";
import { thumbnailOf, withoutMetadata } from "./thumbnail";

/** A process that has died checks nothing: another call takes its upload over after that. */
const leaseMinutes = 10;

/** The content of a file that was checked and is in its place. */
interface Placed extends Inspected {
  storageKey: string;
  thumbnailKey: string | null;
  width: number | null;
  height: number | null;
}

export const completeUpload = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  guests: true,
  external: true,
  input: uploadInput,
  output: storedFile,
  rest: { method: "POST", path: "/file-uploads/{id}/complete" },
  describe:
    "Completes an upload of yours when all parts have arrived: size, type and checksum are found from the content, and then the file is there. CONFLICT with `missing` while parts lack; VALIDATION if the content is not what was announced, and nothing is kept. Calling it again answers the same file.",
  async run(ctx, { id }) {
    const upload = await ownUpload(ctx, id);
    if (upload.status === "done" && upload.resultId) return await presentFile(ctx, upload.resultId);
    requireAllParts(upload);
    const check = { ...upload, leasedUntil: await lease(ctx, id) };
    try {
      await putTogether(check);
    } catch (error) {
      // Storage that did not answer may still do it: objects of an upload that ends are deleted after the lease.
      await endCheck(ctx, check, error, check.leasedUntil);
      throw error;
    }
    try {
      const content = await placed(ctx, check);
      await requireStill(ctx, isGuest(ctx) ? "comment:create" : "workspace:view");
      const fileId = await inTransaction(ctx, (inner) => keep(inner, check, content));
      await deleteDue(ctx, [check.storageKey]);
      return await presentFile(ctx, fileId);
    } catch (error) {
      await endCheck(ctx, check, error, null);
      await deleteChecked(ctx, check);
      throw error;
    }
  },
});

/** An upload, and until when this call alone checks it. */
type Check = UploadRow & { leasedUntil: Date };

function requireAllParts({ size, parts }: UploadRow): void {
  const sent = new Set(parts.map(({ number }) => number));
  const missing = Array.from({ length: partCount(Number(size)) }, (_, index) => index + 1).filter(
    (number) => !sent.has(number),
  );
  if (missing.length > 0)
    throw new AppError("CONFLICT", "Some parts of this file have not arrived. Send them, then complete it.", {
      missing,
    });
}

const beingChecked = () => new AppError("CONFLICT", "This file is being checked. Wait a moment.");

/** From now on no part is taken. Returns until when nobody else checks it; CONFLICT while another call does. */
async function lease(ctx: Ctx, id: string): Promise<Date> {
  const now = new Date();
  const leasedUntil = addMinutes(now, leaseMinutes);
  const { count } = await ctx.db.fileUpload.updateMany({
    where: { id, OR: [{ status: "open" }, { status: "checking", leasedUntil: { lt: now } }] },
    data: { status: "checking", leasedUntil },
  });
  if (count === 0) throw beingChecked();
  return leasedUntil;
}

/** The row of an upload while this call holds it: another one may have taken it over. */
const held = ({ id, leasedUntil }: Check) => ({ id, status: "checking", leasedUntil });

/** An invalid content ends the upload; after any other error it can be completed again. */
async function endCheck(ctx: Ctx, check: Check, error: unknown, leasedUntil: Date | null): Promise<void> {
  const where = held(check);
  if (error instanceof AppError && error.code === "VALIDATION") await ctx.db.fileUpload.deleteMany({ where });
  else await ctx.db.fileUpload.updateMany({ where, data: { status: "open", leasedUntil } });
}

/** Checks the whole and copies it to its place, where it is served once its row is there. */
async function placed(ctx: Ctx, upload: UploadRow): Promise<Placed> {
  const { storageKey: from, purpose, name } = upload;
  const found = await inspect(from, name);
  if (found.size !== Number(upload.size))
    throw invalid("size", `This file has ${found.size} bytes, and ${upload.size} were announced. Upload it again.`);
  const isPicture = kindOf(found.contentType) === "picture";
  const thumbnail = isPicture
    ? await thumbnailOf(from, found.size, purpose === "picture" ? purpose : "attachment")
    : null;
  const shown = thumbnail && purpose === "picture" ? await withoutMetadata(from, found) : null;
  if (purpose === "picture" && !shown)
    throw invalid("name", "This is not a picture that can be shown. Choose a PNG, JPEG, WebP, GIF or AVIF picture.");
  await requireClean(from, name);
  const id = newId();
  const storageKey = `${storagePrefix(ctx.tenant.id)}files/${id}`;
  const thumbnailKey = thumbnail && `${storagePrefix(ctx.tenant.id)}thumbnails/${id}`;
  // Noted for deletion first: if the row is never written, a job deletes the objects.
  await deleteLater(
    ctx,
    [storageKey, ...(thumbnailKey ? [thumbnailKey] : [])],
    addMinutes(new Date(), 2 * leaseMinutes),
  );
  if (shown) await storeObject(storageKey, shown.bytes, found.contentType);
  else await copyStored(from, storageKey);
  if (thumbnail && thumbnailKey) await storeObject(thumbnailKey, thumbnail.bytes, "image/webp");
  const { width = null, height = null } = thumbnail ?? {};
  const { size, sha256 } = shown ?? found;
  return { ...found, size, sha256, storageKey, thumbnailKey, width, height };
}

/** A call that ended midway may have put them together already. */
async function putTogether({ storageKey, storageId, parts }: UploadRow): Promise<void> {
  if ((await storedSize(storageKey)) !== null) return;
  try {
    await completeStored(storageKey, storageId ?? "", parts);
  } catch (error) {
    if (!(error instanceof NotStored)) throw error;
    throw invalid("parts", "Storage no longer has some parts of this file. Upload it again.");
  }
}

/** The row of the file, its event, and the end of the upload, in the running transaction. */
async function keep(ctx: Ctx, upload: Check, content: Placed): Promise<string> {
  const target = targetOf(upload);
  await editableRecord(ctx, target);
  const done = { status: "done", leasedUntil: null };
  const { count } = await ctx.db.fileUpload.updateMany({ where: held(upload), data: done });
  if (count === 0)
    throw (await ctx.db.fileUpload.count({ where: { id: upload.id } })) > 0 ? beingChecked() : notFound("upload");
  const fileId = await (upload.fileId === null ? newFile(ctx, upload, content) : newVersion(ctx, upload, content));
  await ctx.db.fileUpload.update({ where: { id: upload.id }, data: { resultId: fileId } });
  // The objects are served now, and the parts that were put together are not needed.
  const keys = [content.storageKey, ...(content.thumbnailKey ? [content.thumbnailKey] : [])];
  await ctx.db.storedDeletion.deleteMany({ where: { key: { in: keys } } });
  await ctx.db.storedDeletion.create({ data: { key: upload.storageKey } });
  return fileId;
}

/** The columns of a version with a content. */
const versionOf = ({ actor }: Ctx, fileId: string, number: number, { size, ...content }: Placed) => ({
  ...content,
  ...{ fileId, number, size: BigInt(size) },
  current: true,
  byId: memberOf(actor),
});

async function newFile(ctx: Ctx, upload: UploadRow, content: Placed): Promise<string> {
  const { entity, recordId } = targetOf(upload);
  const { name } = upload;
  const purpose = upload.purpose as FilePurpose;
  const id = newId();
  // A picture takes the place of the one before.
  if (purpose === "picture") await ctx.db.file.deleteMany({ where: { entity, recordId, purpose } });
  await ctx.db.file.create({
    data: {
      ...{ id, entity, recordId, purpose, name },
      nameKey: foldKey(name),
      bytes: BigInt(content.size),
      byId: memberOf(ctx.actor),
    },
  });
  await ctx.db.fileVersion.create({ data: versionOf(ctx, id, 1, content) });
  await announce(ctx, { entity, recordId, purpose }, "fileAdded", { fileId: id, name });
  return id;
}

async function newVersion(ctx: Ctx, upload: UploadRow, content: Placed): Promise<string> {
  const { entity, recordId } = targetOf(upload);
  const id = upload.fileId ?? "";
  // Only a file of the record that was checked. The update locks it: versions that arrive at once get numbers one after another.
  const { count } = await ctx.db.file.updateMany({
    where: { id, entity, recordId, purpose: "attachment", removedAt: null },
    data: { bytes: { increment: upload.size }, version: { increment: 1 } },
  });
  const file = await ctx.db.file.findFirst({ where: { id }, select: { name: true } });
  if (count === 0 || !file) throw notFound("file");
  const { _max } = await ctx.db.fileVersion.aggregate({ where: { fileId: id }, _max: { number: true } });
  const number = (_max.number ?? 0) + 1;
  await ctx.db.fileVersion.updateMany({ where: { fileId: id, current: true }, data: { current: false } });
  await ctx.db.fileVersion.create({ data: versionOf(ctx, id, number, content) });
  const data = { fileId: id, name: file.name, number };
  await announce(ctx, { entity, recordId, purpose: "attachment" }, "fileVersionAdded", data);
  return id;
}
