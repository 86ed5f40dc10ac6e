import "server-only";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { savedViewEvents } from "../events";

/**
 * Gives the shared views of a removed member to the owner who came first, and deletes the private ones, which nobody sees
 * any more, and the choices. Returns how many views were given on; running twice does nothing more.
 */
export async function passViewsOn(ctx: Ctx, memberId: string): Promise<number> {
  const member = await ctx.db.member.findFirst({ where: { id: memberId }, select: { status: true } });
  if (member?.status !== "removed") return 0;
  await ctx.db.savedView.deleteMany({ where: { ownerId: memberId, scope: "private" } });
  await ctx.db.viewDefault.deleteMany({ where: { memberId } });
  const owner = await ctx.db.member.findFirst({
    where: { role: "owner", status: "active" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  if (!owner) return 0;
  const views = await ctx.db.savedView.findMany({ where: { ownerId: memberId }, select: { id: true, noun: true } });
  for (const { id, noun } of views) {
    const data = { ownerId: owner.id, version: { increment: 1 } };
    const { version } = await ctx.db.savedView.update({ where: { id }, data, select: { version: true } });
    emit(ctx, savedViewEvents.reassigned, {
      id,
      version,
      before: { ownerId: memberId },
      after: { ownerId: owner.id },
      data: { noun },
    });
  }
  return views.length;
}
