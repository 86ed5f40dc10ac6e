import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { sharedScope } from "@/server/scope";

/**
 * Members are visible to everyone in the workspace; removed ones stay but can no longer be chosen. A change locks the
 * members that it names: none is removed before it ends.
 */
export const memberScope = sharedScope({
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
