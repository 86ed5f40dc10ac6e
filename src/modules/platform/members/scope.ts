import "server-only";
import { defineScope } from "@/server/scope";

/** Members are known to everyone in the workspace; removed ones stay but can no longer be chosen. */
export const memberScope = defineScope({
  entity: "member",
  noun: "member",
  edit: "member:manage",
  owned: false,
  async load(ctx, ids) {
    const rows = await ctx.db.member.findMany({
      where: { id: { in: ids }, status: { not: "removed" } },
      select: { id: true },
    });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
  async names(ctx, ids) {
    const select = { id: true, name: true, status: true } as const;
    const rows = await ctx.db.member.findMany({ where: { id: { in: ids } }, select });
    return rows.map(({ id, name, status }) => ({ id, name, placeholder: status === "placeholder" }));
  },
});
