import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { isGuest, sharedScope } from "@/server/scope";
import { knownToGuest } from "@/server/shares";

/**
 * Members are visible to everyone in the workspace; removed ones stay but can no longer be chosen. A change locks the
 * members that it names: none is removed before it ends.
 */
const scope = sharedScope({
  entity: "member",
  noun: "member",
  edit: "member:manage",
  load: (ctx, ids) =>
    tenantSql<{ id: string }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select id from members
        where tenant_id = ${ctx.tenant.id}::uuid and id = any(${ids}::uuid[]) and status <> 'removed'
        order by id ${ctx.inTransaction ? Prisma.sql`for share` : Prisma.empty}`,
    ),
  former: (ctx, ids) => ctx.db.member.findMany({ where: { id: { in: ids }, status: "removed" }, select: { id: true } }),
  async names(ctx, ids) {
    const select = { id: true, name: true, status: true } as const;
    const rows = await ctx.db.member.findMany({ where: { id: { in: ids } }, select });
    return rows.map(({ id, name, status }) => ({ id, name, placeholder: status === "placeholder" }));
  },
  namesIn: "members",
});

/** The same for guests: of the members only the people whom records that are shared with them name. */
export const memberScope: typeof scope = {
  ...scope,
  load: async (ctx, ids) => await scope.load(ctx, isGuest(ctx) ? await knownToGuest(ctx, ids) : ids),
  names: async (ctx, ids) => (await scope.names?.(ctx, isGuest(ctx) ? await knownToGuest(ctx, ids) : ids)) ?? [],
};
