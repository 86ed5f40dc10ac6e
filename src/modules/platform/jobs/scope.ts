import "server-only";
import { defineScope } from "@/server/scope";

/** Deferred work is the workspace's: who manages it sees all, and nobody else any. */
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
