import "server-only";
import { subDays } from "date-fns";
import { earliest } from "@/lib/due";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { connectionEvents } from "../events";
import { keptDays, keptUntil } from "../rules";
import { revokeDue, revokesFrom } from "./ending";
import { deleteLinks } from "./links";

/** Disconnected, with links that are still there. */
const ended = { grant: "disconnected", objects: { some: { links: { some: {} } } } };

/** From when there is something to do: access to give back, links or requests to delete. */
export async function tendFrom(ctx: Ctx): Promise<Date | null> {
  const oldest = { where: ended, orderBy: { disconnectedAt: "asc" }, select: { disconnectedAt: true } } as const;
  const [revokes, links, requests] = await Promise.all([
    revokesFrom(ctx),
    ctx.db.connection.findFirst(oldest),
    ctx.db.connectionRequest.aggregate({ _min: { expiresAt: true } }),
  ]);
  return earliest([revokes, links?.disconnectedAt ? keptUntil(links.disconnectedAt) : null, requests._min.expiresAt]);
}

export async function tendConnections(ctx: Ctx, now: Date): Promise<void> {
  await ctx.db.connectionRequest.deleteMany({ where: { expiresAt: { lte: now } } });
  await revokeDue(ctx, now);
  const due = await ctx.db.connection.findMany({
    where: { ...ended, disconnectedAt: { lte: subDays(now, keptDays) } },
    select: { id: true, provider: true, accountName: true },
  });
  for (const { id, provider, accountName: account } of due) {
    const links = await deleteLinks(ctx, id);
    await inTransaction(ctx, async (inner) => {
      emit(inner, connectionEvents.linksDeleted, { id, data: { provider, account, links } });
    });
  }
}
