import "server-only";
import { hub } from "@/modules/hub/module";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { connectionEvents } from "../events";
import { type ConnectionRow, connectionSelect, presentConnection } from "../row";
import { connection, connectionId } from "../schema";
import { usedConnectionScope } from "../scope";

export async function connectionOf(ctx: Ctx, id: string): Promise<ConnectionRow> {
  const row = await ctx.db.connection.findFirst({ where: { id }, select: connectionSelect });
  if (!row) throw notFound("integration");
  return row;
}

async function setPaused(ctx: Ctx, id: string, pausedAt: Date | null): Promise<ConnectionRow> {
  const row = await connectionOf(ctx, id);
  if (row.grant === "disconnected")
    throw new AppError("CONFLICT", "This integration is disconnected. Connect it first.");
  const where = { id, grant: row.grant, pausedAt: pausedAt === null ? { not: null } : null };
  const { count } = await ctx.db.connection.updateMany({ where, data: { pausedAt, version: { increment: 1 } } });
  const event = pausedAt === null ? connectionEvents.resumed : connectionEvents.paused;
  if (count === 0) ctx.outcome.unchanged = true;
  else emit(ctx, event, { id, data: { provider: row.provider, account: row.accountName } });
  return await connectionOf(ctx, id);
}

export const pauseConnection = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: { scope: usedConnectionScope, ids: (input) => [input.id] },
  input: connectionId,
  output: connection,
  rest: { method: "POST", path: "/connections/{id}/pause" },
  describe: "Pauses all work of a connection. Nothing is lost: it goes on where it was when it is resumed.",
  run: async (ctx, { id }) => presentConnection(await setPaused(ctx, id, new Date())),
});

export const resumeConnection = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: { scope: usedConnectionScope, ids: (input) => [input.id] },
  input: connectionId,
  output: connection,
  rest: { method: "POST", path: "/connections/{id}/resume" },
  describe: "Lets the work of a paused connection go on where it was.",
  run: async (ctx, { id }) => presentConnection(await setPaused(ctx, id, null)),
});
