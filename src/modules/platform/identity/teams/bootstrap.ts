import "server-only";
import { foldKey } from "@/lib/text";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { teamEvents } from "./events";

/** A new workspace has one team, named after it, with its first owner. */
export async function bootstrapTeams(ctx: Ctx): Promise<void> {
  const { name } = ctx.tenant;
  const team = await ctx.db.team.create({
    data: { name, nameKey: foldKey(name) },
    select: { id: true, version: true },
  });
  const memberId = memberOf(ctx.actor);
  if (memberId) await ctx.db.teamMember.create({ data: { teamId: team.id, memberId } });
  emit(ctx, teamEvents.created, { id: team.id, version: team.version, after: { name }, data: {} });
}
