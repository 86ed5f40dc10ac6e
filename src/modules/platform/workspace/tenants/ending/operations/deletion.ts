import "server-only";
import { z } from "zod";
import { isPaid } from "@/lib/plans";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { workspaceEvents } from "../../events";
import { deletionDueAt } from "../rules";
import { askDeletionInput, type Deletion, deletion } from "../schema";

async function present(ctx: Ctx): Promise<Deletion> {
  const row = await ctx.db.tenant.findFirstOrThrow({
    where: { id: ctx.tenant.id },
    select: { deletionDueAt: true, deletionAskedAt: true, deletionAskedById: true },
  });
  const askedBy = row.deletionAskedById
    ? await ctx.db.member.findFirst({ where: { id: row.deletionAskedById }, select: { name: true } })
    : null;
  return {
    dueAt: isoOf(row.deletionDueAt),
    askedAt: isoOf(row.deletionAskedAt),
    askedBy: askedBy?.name ?? null,
    isPaid: isPaid(ctx.entitlements.plan),
  };
}

export const getDeletion = platform.operation({
  kind: "query",
  permission: "workspace:own",
  staff: "never",
  input: z.object({}),
  output: deletion,
  describe: "The scheduled deletion of the workspace: when it is due, and who requested it.",
  run: (ctx) => present(ctx),
});

// People only: neither has a route for programs.
export const askDeletion = platform.operation({
  kind: "mutation",
  permission: "workspace:own",
  changesAccess: true,
  stepUp: true,
  staff: "never",
  input: askDeletionInput,
  output: deletion,
  describe:
    "Schedules the deletion of the workspace, 14 days from now. Until then it is read-only, and each owner can undo this. Repeating the request does not change the day.",
  async run(ctx, { name }) {
    const { id, name: current } = ctx.tenant;
    if (name.trim() !== current.trim()) throw invalid("name", `Type the name of the workspace: ${current}`);
    const now = new Date();
    const dueAt = deletionDueAt(now);
    const { count } = await ctx.db.tenant.updateMany({
      where: { id, deletionDueAt: null },
      data: { deletionDueAt: dueAt, deletionAskedAt: now, deletionAskedById: memberOf(ctx.actor) },
    });
    if (count === 0) ctx.outcome.unchanged = true;
    else emit(ctx, workspaceEvents.deletionAsked, { id, data: { dueAt: dueAt.toISOString() } });
    return await present(ctx);
  },
});

export const undoDeletion = platform.operation({
  kind: "mutation",
  permission: "workspace:own",
  changesAccess: true,
  staff: "never",
  input: z.object({}),
  output: deletion,
  describe: "Cancels the deletion of the workspace; possible until it is due. Everybody can work again.",
  async run(ctx) {
    const { id } = ctx.tenant;
    // The clock of the database decides, as it does for the deletion: of the two one waits for the other's lock.
    const undone = await tenantSql<{ id: string }>(
      id,
      ctx.db,
      Prisma.sql`
        update tenants set deletion_due_at = null, deletion_asked_at = null, deletion_asked_by_id = null
        where id = ${id}::uuid and deletion_due_at > clock_timestamp() returning id`,
    );
    if (undone.length > 0) emit(ctx, workspaceEvents.deletionUndone, { id, data: {} });
    else await requireNone(ctx);
    return await present(ctx);
  },
});

/** Nothing to undo is no change; a deletion that is due already cannot be undone. */
async function requireNone(ctx: Ctx): Promise<void> {
  const row = await ctx.db.tenant.findFirst({ where: { id: ctx.tenant.id }, select: { deletionDueAt: true } });
  if (row?.deletionDueAt === null) ctx.outcome.unchanged = true;
  else throw new AppError("CONFLICT", "The deletion has started and can no longer be undone.");
}
