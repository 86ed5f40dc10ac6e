import "server-only";
import { defineScope } from "@/server/scope";

/** Deferred work belongs to the workspace: members who manage it see all, others none. */
export const jobRunScope = defineScope({
  entity: "jobRun",
  noun: "job",
  edit: "workspace:manage",
  owned: false,
  async load(ctx, ids) {
    if (!ctx.can("workspace:manage")) return [];
    const rows = await ctx.db.jobRun.findMany({ where: { id: { in: ids } }, select: { id: true } });
    return rows.map(({ id }) => ({ id, ownerId: null }));
  },
});
