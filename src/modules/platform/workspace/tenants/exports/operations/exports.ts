import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { workspaceEvents } from "../../events";
import { brokenAfterMs, brokenOff, retentionDays } from "../rules";
import {
  exportAddress,
  exportFile,
  exportFileInput,
  type WorkspaceExport,
  workspaceExport,
  workspaceExports,
} from "../schema";

const select = {
  id: true,
  status: true,
  createdAt: true,
  current: true,
  rowsDone: true,
  sizeBytes: true,
  fileParts: true,
  failure: true,
  finishedAt: true,
  expiresAt: true,
} satisfies Prisma.WorkspaceExportSelect;
type Row = Prisma.WorkspaceExportGetPayload<{ select: typeof select }>;

const present = ({ createdAt, sizeBytes, ...row }: Row): WorkspaceExport => ({
  ...row,
  status: row.status as WorkspaceExport["status"],
  askedAt: createdAt.toISOString(),
  sizeBytes: sizeBytes === null ? null : Number(sizeBytes),
  finishedAt: isoOf(row.finishedAt),
  expiresAt: isoOf(row.expiresAt),
});

const shownAtMost = 10;

/**
 * Exports are their asker's alone: another owner asks for one of their own. People's, too: a program with an owner's key
 * has no second factor, and would take everything along.
 */
function mine({ actor }: Ctx): { askedById: string } {
  if (actor.type !== "user") throw new AppError("FORBIDDEN", "Only people can export a workspace.");
  return { askedById: actor.memberId };
}

export const listExports = platform.operation({
  kind: "query",
  permission: "workspace:own",
  staff: "never",
  input: z.object({}),
  output: workspaceExports,
  describe: "The latest exports of the whole workspace that the caller requested, newest first.",
  async run(ctx) {
    const rows = await ctx.db.workspaceExport.findMany({
      where: mine(ctx),
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: shownAtMost,
      select,
    });
    return { rows: rows.map(present) };
  },
});

export const askExport = platform.operation({
  kind: "mutation",
  permission: "workspace:own",
  stepUp: true,
  staff: "never",
  input: z.object({}),
  output: workspaceExport,
  describe: `Requests a zip file with all data of the workspace. A job writes it; the caller gets an e-mail and can download it for ${retentionDays} days.`,
  async run(ctx) {
    const { askedById } = mine(ctx);
    const now = new Date();
    const since = new Date(now.getTime() - brokenAfterMs);
    const isOpen = { askedById, status: { in: ["waiting", "running"] } };
    await ctx.db.workspaceExport.updateMany({
      where: { ...isOpen, createdAt: { lte: since } },
      data: { ...brokenOff, finishedAt: now, expiresAt: now },
    });
    const open = await ctx.db.workspaceExport.count({ where: isOpen });
    if (open > 0) throw new AppError("CONFLICT", "Another export is in progress. Wait until it has finished.");
    const row = await ctx.db.workspaceExport.create({ data: { askedById }, select });
    emit(ctx, workspaceEvents.exportAsked, { id: ctx.tenant.id, data: { exportId: row.id } });
    return present(row);
  },
});

async function requireFile(ctx: Ctx, { id, part = 0 }: z.output<typeof exportFileInput>) {
  const row = await ctx.db.workspaceExport.findFirst({ where: { id, ...mine(ctx) }, select });
  if (!row || part > row.fileParts) throw notFound("export");
  if (row.status !== "done" || (row.expiresAt !== null && row.expiresAt <= new Date()))
    throw new AppError("CONFLICT", "This export has no file, or its file was deleted. Request a new export.");
  return row;
}

export const openDownload = platform.operation({
  kind: "mutation",
  permission: "workspace:own",
  stepUp: true,
  staff: "never",
  silent: "The download itself is recorded.",
  input: exportFileInput,
  output: exportAddress,
  describe:
    "The address of the file of an export; it works for as long as the caller's confirmation of identity is valid.",
  async run(ctx, input) {
    const { id, part } = input;
    await requireFile(ctx, input);
    await ctx.db.workspaceExport.updateMany({ where: { id }, data: { version: { increment: 1 } } });
    const file = part === undefined ? "" : `&part=${part}`;
    return { address: `/api/exports/${id}/file?workspace=${ctx.tenant.slug}${file}` };
  },
});

export const downloadExport = platform.operation({
  kind: "mutation",
  permission: "workspace:own",
  stepUp: true,
  staff: "never",
  input: exportFileInput,
  output: exportFile,
  describe: "Records the download of an export by the owner who requested it, and returns the name of its file.",
  async run(ctx, input) {
    const { id, part } = input;
    const row = await requireFile(ctx, input);
    await ctx.db.workspaceExport.updateMany({ where: { id }, data: { version: { increment: 1 } } });
    emit(ctx, workspaceEvents.exportDownloaded, { id: ctx.tenant.id, data: { exportId: id } });
    const day = row.createdAt.toISOString().slice(0, 10);
    return { name: `${ctx.tenant.slug}-${day}${part === undefined ? "" : `-files-${part}`}.zip` };
  },
});
