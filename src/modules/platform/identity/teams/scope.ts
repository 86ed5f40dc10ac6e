import "server-only";
import { sharedScope } from "@/server/scope";

/** Teams are visible to everyone in the workspace. */
export const teamScope = sharedScope({
  entity: "team",
  noun: "team",
  edit: "team:manage",
  load: (ctx, ids) => ctx.db.team.findMany({ where: { id: { in: ids } }, select: { id: true } }),
  names: (ctx, ids) => ctx.db.team.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "teams",
});
