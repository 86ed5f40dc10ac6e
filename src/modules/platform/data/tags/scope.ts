import "server-only";
import { sharedScope } from "@/server/scope";

/** Tags are visible to everyone in the workspace, until they went into another one. */
export const tagScope = sharedScope({
  entity: "tag",
  noun: "tag",
  edit: "field:manage",
  load: (ctx, ids) => ctx.db.tag.findMany({ where: { id: { in: ids }, mergedIntoId: null }, select: { id: true } }),
  former: (ctx, ids) =>
    ctx.db.tag.findMany({ where: { id: { in: ids }, mergedIntoId: { not: null } }, select: { id: true } }),
  names: (ctx, ids) => ctx.db.tag.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "tags",
});
