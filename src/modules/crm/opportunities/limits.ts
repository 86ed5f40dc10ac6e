import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { CountedLimit } from "@/server/limits";
import { pipelineEvents } from "../pipelines/events";

/** Pipelines in use. When a plan has fewer, the default one and then the first ones stay open for changes. */
export const pipelineLimit: CountedLimit = {
  key: "pipelines",
  adds: [pipelineEvents.created, pipelineEvents.restored],
  counted: ({ db }) =>
    db.pipeline.findMany({
      where: { archivedAt: null },
      select: { id: true, name: true },
      orderBy: [{ isDefault: "desc" }, { position: "asc" }, { id: "asc" }],
    }),
  guards: {
    concerns: ({ entity }) => entity === "opportunity",
    async touched(ctx, events, beyond) {
      const ids = events.map(({ entityId }) => entityId);
      const [found] = await tenantSql<{ pipeline_id: string }>(
        ctx.tenant.id,
        ctx.db,
        Prisma.sql`select pipeline_id from opportunities where tenant_id = ${ctx.tenant.id}::uuid
          and id = any(${ids}::uuid[]) and pipeline_id = any(${beyond.map(({ id }) => id)}::uuid[]) limit 1`,
      );
      return found && beyond.find(({ id }) => id === found.pipeline_id)?.name;
    },
  },
};
