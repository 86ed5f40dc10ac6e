import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { Counted, CountedLimit } from "@/server/limits";
import { pipelineEvents } from "../pipelines/events";

/** The pipelines in use as JSON, for another statement. When a plan has fewer, the first of them stay open for changes. */
export const pipelinesInUse = (tenantId: string) => Prisma.sql`
  (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name) order by p.is_default desc, p.position, p.id), '[]')
   from pipelines p where p.tenant_id = ${tenantId}::uuid and p.archived_at is null)`;

export const pipelineLimit: CountedLimit = {
  key: "pipelines",
  adds: [pipelineEvents.created, pipelineEvents.restored],
  async counted({ tenant, db }) {
    const sql = Prisma.sql`select ${pipelinesInUse(tenant.id)} as list`;
    const [row] = await tenantSql<{ list: Counted[] }>(tenant.id, db, sql);
    return row?.list ?? [];
  },
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
