import "server-only";
import { memberOf } from "./actor.ts";
import { catalog } from "./catalog.ts";
import type { Ctx } from "./context.ts";
import type { Prisma } from "./db/generated/client.ts";
import { defineScope, type Scope } from "./scope.ts";

/**
 * Whose imports the actor may see: everybody's for owners and admins, those of their teams for managers, else only
 * their own.
 */
function makersSeen(ctx: Ctx): "all" | string[] {
  const reach = ctx.reach("record:import");
  if (reach === "any") return "all";
  if (reach === "team") return [...ctx.peers.edits];
  const self = memberOf(ctx.actor);
  return reach === "own" && self ? [self] : [];
}

/** Imports that the actor may see. */
export function visibleImports(ctx: Ctx): Prisma.ImportWhereInput {
  const makers = makersSeen(ctx);
  return makers === "all" ? {} : { createdById: { in: makers } };
}

const scope = defineScope({
  entity: "import",
  noun: "import",
  edit: "record:import",
  owned: false,
  async load(ctx, ids) {
    const rows = await ctx.db.import.findMany({
      where: { AND: [{ id: { in: ids } }, visibleImports(ctx)] },
      select: { id: true, createdById: true },
    });
    return rows.map((row) => ({ id: row.id, ownerId: row.createdById }));
  },
  async names(ctx, ids) {
    const asked = ids.map((id) => ({ id }));
    return (await catalog().batchSources(ctx, asked)).map(({ id, files }) => ({ id, name: files.join(", ") }));
  },
  async requesters(ctx, ids) {
    const rows = await ctx.db.import.findMany({ where: { id: { in: ids } }, select: { id: true, askedById: true } });
    return rows.map(({ id, askedById }) => ({ id, memberId: askedById }));
  },
});

/**
 * Managers see the imports of their teams, but only an import's maker, or a member who may edit everything, can change
 * or run it.
 */
export const importScope: Scope<"import"> = {
  ...scope,
  sees(ctx, { ownerId }) {
    const makers = makersSeen(ctx);
    return makers === "all" || (ownerId !== null && makers.includes(ownerId));
  },
  mayEdit: (ctx, row) => ctx.reach("record:import") === "any" || row.ownerId === memberOf(ctx.actor),
};
