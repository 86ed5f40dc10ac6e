import "server-only";
import { addDays } from "date-fns";
import { earliest } from "@/lib/due";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { mailEach } from "@/server/mail-once";
import { memberCtx } from "@/server/member-ctx";
import { endingPage } from "../../ending/operations/people";
import { purgeFolder } from "../../ending/operations/purge";
import { workspaceEvents } from "../../events";
import { brokenOff, expiryOf, isOpen, retentionDays } from "../rules";
import { forgetFiles, forgetParts } from "./files";
import { packStored } from "./stored";
import { pack, partsFor, writePart, writeSettings } from "./write";

/** The export that an event asks for; null when it is gone. */
async function exportOf(ctx: Ctx, eventId: string) {
  const event = await ctx.db.event.findFirst({ where: { id: eventId }, select: { data: true, requestId: true } });
  const id = (event?.data as { exportId?: string } | undefined)?.exportId;
  const row = id && (await ctx.db.workspaceExport.findFirst({ where: { id } }));
  return event && row ? { ...row, requestId: event.requestId } : null;
}

/**
 * Does a part of an export with the present rights of the owner who asked. Where they have ended, or the part fails, the
 * export says so, and its files are deleted.
 */
export async function exporting<T>(
  ctx: Ctx,
  eventId: string,
  work: (own: Ctx, id: string) => Promise<T>,
): Promise<T | null> {
  const row = await exportOf(ctx, eventId);
  if (!row || row.status === "done" || row.status === "expired") return null;
  const { id, askedById: memberId, requestId } = row;
  try {
    const own = await memberCtx(ctx.tenant.id, { memberId, keyId: null, requestId, batchId: null });
    if (own === null || own === "suspended" || !own.can("workspace:own"))
      throw new AppError("FORBIDDEN", "The member who asked for this export is no longer an owner.");
    return await work(own, id);
  } catch (error) {
    const failure = error instanceof AppError ? error.message : "Something went wrong on our side.";
    const finishedAt = new Date();
    // Parts stay for another try, and no longer than a whole export would.
    await note(ctx, id, { status: "failed", failure, finishedAt, expiresAt: expiryOf(finishedAt) });
    if (error instanceof AppError) await forgetFiles(ctx.tenant.id, id);
    throw error;
  } finally {
    // The workspace was deleted meanwhile, and its files perhaps before this one was written.
    if ((await ctx.db.workspaceExport.count({ where: { id } })) === 0) await purgeFolder(ctx.tenant.id);
  }
}

const note = (
  ctx: Ctx,
  id: string,
  data: Partial<Parameters<Ctx["db"]["workspaceExport"]["updateMany"]>[0]["data"]>,
  where: { status?: { not: string } } = {},
) => ctx.db.workspaceExport.updateMany({ where: { id, ...where }, data: { ...data, version: { increment: 1 } } });

/** How many files there are besides the settings. */
export const countParts = (ctx: Ctx, eventId: string): Promise<number | null> =>
  exporting(ctx, eventId, async (own) => (await partsFor(own)).length);

/** Writes the file at this place; all steps count the same files, because the catalogue stands. */
export const workPart = (ctx: Ctx, eventId: string, place: number): Promise<number | null> =>
  exporting(ctx, eventId, async (own, id) => {
    const part = (await partsFor(own))[place];
    if (!part) return 0;
    const data = { status: "running", current: part.name, failure: null, finishedAt: null, expiresAt: null };
    // It may have expired meanwhile, because somebody in it was anonymised.
    const { count } = await note(own, id, data, { status: { not: "expired" } });
    if (count === 0) return 0;
    const rows = await writePart(own, id, part);
    await note(own, id, { rowsDone: { increment: rows } });
    return rows;
  });

/** Writes the zip file at this place with files of records, after a version; returns the last one in it, null at the end. */
export const workStored = (ctx: Ctx, eventId: string, part: number, after: string): Promise<string | null> =>
  exporting(ctx, eventId, async (own, id) => {
    const last = await packStored(own, id, part, after);
    if (last !== null) await note(own, id, { fileParts: part });
    return last;
  });

/** Packs everything into the file that the owner downloads. */
export const finishExport = (ctx: Ctx, eventId: string): Promise<number | null> =>
  exporting(ctx, eventId, async (own, id) => {
    await writeSettings(own, id);
    const size = await pack(own, id);
    const finishedAt = new Date();
    await inTransaction(ctx, async (inner) => {
      await note(inner, id, {
        status: "done",
        current: null,
        failure: null,
        sizeBytes: BigInt(size),
        finishedAt,
        expiresAt: expiryOf(finishedAt),
      });
      emit(inner, workspaceEvents.exportFinished, { id: ctx.tenant.id, data: { exportId: id } });
    });
    // Not before: a killed process packs again.
    await forgetParts(own.tenant.id, id);
    return size;
  });

/** Tells the owner who asked that the file is ready. */
export async function notifyExport(ctx: Ctx, eventId: string): Promise<void> {
  const row = await exportOf(ctx, eventId);
  const member =
    row && (await ctx.db.member.findFirst({ where: { id: row.askedById }, select: { id: true, email: true } }));
  if (row?.status !== "done" || !member) return;
  const { ExportMail, exportSubject } = await import("../emails/export-mail");
  const { name } = ctx.tenant;
  const body = ExportMail({ workspace: name, days: retentionDays, href: endingPage(ctx) });
  await mailEach(ctx, [member], { name: eventId, subject: exportSubject(name), body });
}

/** Exports whose files were kept long enough: done or failed, or begun that long ago and never told of again. */
const expired = (now: Date) => ({
  OR: [
    { status: { in: ["done", "failed"] }, expiresAt: { lte: now } },
    { status: { in: ["waiting", "running"] }, createdAt: { lte: addDays(now, -retentionDays) } },
  ],
});

/** From when the first export has expired, or has run for too long; null without one. */
export async function expiresFrom({ db }: Ctx): Promise<Date | null> {
  const ended = { status: { in: ["done", "failed"] }, expiresAt: { not: null } };
  const first = await db.workspaceExport.aggregate({ where: ended, _min: { expiresAt: true } });
  const open = { status: { in: ["waiting", "running"] } };
  const oldest = await db.workspaceExport.aggregate({ where: open, _min: { createdAt: true } });
  const { createdAt } = oldest._min;
  return earliest([first._min.expiresAt, createdAt && addDays(createdAt, retentionDays)]);
}

/** Deletes files that were kept long enough; returns how many exports had some. */
export async function forgetExpired(ctx: Ctx, now: Date): Promise<number> {
  const rows = await ctx.db.workspaceExport.findMany({ where: expired(now), select: { id: true, status: true } });
  for (const { id, status } of rows) {
    await forgetFiles(ctx.tenant.id, id);
    if (isOpen(status)) await note(ctx, id, { ...brokenOff, finishedAt: now });
    else await note(ctx, id, status === "done" ? { status: "expired" } : { expiresAt: null });
  }
  return rows.length;
}
