import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { ModuleLimit } from "@/server/module-limits";
import { tasks } from "./fields";

/** Of each project that a change brings tasks into, those that are not archived count. */
export const taskLimit: ModuleLimit = {
  module: "pmo",
  key: "tasksPerProject",
  get adds() {
    const { created, restored, imported, updated } = tasks.events;
    return [created, restored, imported, updated];
  },
  // Most edits leave a task in its project.
  concerns: ({ name, after }) => name !== tasks.events.updated.name || "projectId" in JSON.parse(after ?? "{}"),
  async count({ tenant, db }, events) {
    const ids = events.flatMap(({ parents }) =>
      parents.flatMap(({ entity, id }) => (entity === "project" ? [id] : [])),
    );
    const [fullest] = await tenantSql<{ count: number }>(
      tenant.id,
      db,
      Prisma.sql`
        select count(*)::int as count from tasks
        where tenant_id = ${tenant.id}::uuid and project_id = any(${[...new Set(ids)]}::uuid[]) and archived_at is null
        group by project_id order by 1 desc limit 1`,
    );
    return fullest?.count ?? 0;
  },
};
