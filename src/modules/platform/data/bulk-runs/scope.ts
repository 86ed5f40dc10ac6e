import "server-only";
import { countedOf } from "@/lib/counted";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { defineScope } from "@/server/scope";
import { unknownId } from "@/server/unknown-id";

/** The runs of the actor: they hold values that others may not see. */
export function ownRuns({ actor }: Ctx): { askedById?: string } {
  if (actor.type === "system") return {};
  return { askedById: memberOf(actor) ?? unknownId };
}

export const bulkRunScope = defineScope({
  entity: "bulkRun",
  noun: "bulk change",
  edit: "workspace:view",
  owned: false,
  async load(ctx, ids) {
    const rows = await ctx.db.bulkRun.findMany({
      where: { AND: [{ id: { in: ids } }, ownRuns(ctx)] },
      select: { id: true, askedById: true },
    });
    return rows.map((row) => ({ id: row.id, ownerId: row.askedById }));
  },
  async names(ctx, ids) {
    const rows = await ctx.db.bulkRun.findMany({
      where: { id: { in: ids } },
      select: { id: true, noun: true, total: true },
    });
    return rows.map(({ id, noun, total }) => ({ id, name: countedOf(noun, total, ctx.tenant.locale) }));
  },
  async requesters(ctx, ids) {
    const rows = await ctx.db.bulkRun.findMany({ where: { id: { in: ids } }, select: { id: true, askedById: true } });
    return rows.map(({ id, askedById }) => ({ id, memberId: askedById }));
  },
});
