import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows, tenantSql } from "@/server/db/tenant-db";
import { mostNamed, type OpenItems } from "./rules";

/**
 * The open items that these projects need before they start; those without any are left out. An item comes with a new version of
 * its project: a write that did not see it begins again.
 */
export async function openItemsOf(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, OpenItems>> {
  if (ids.length === 0) return new Map();
  const rows = await tenantRows<OpenItems & { id: string }>(ctx)`
    select i.project_id as id, count(*)::int as count,
      (array_agg(i.text order by i.position, i.id))[1:${Prisma.raw(String(mostNamed))}] as first
    from project_items i
    where i.tenant_id = ${ctx.tenant.id}::uuid and i.project_id = any(${[...ids]}::uuid[]) and i.needed and not i.done
    group by i.project_id`;
  return new Map(rows.map(({ id, count, first }) => [id, { count, first }]));
}

/** Those of these projects whose milestones have amounts. */
export async function billedOf({ db }: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.projectMilestone.findMany({
    where: { projectId: { in: [...ids] }, amountMinor: { not: null } },
    select: { projectId: true },
    distinct: ["projectId"],
  });
  return new Set(rows.map(({ projectId }) => projectId));
}

/** Gives the tasks of a project keys that begin with its new one: one statement. */
export async function renameKeys(ctx: Ctx, projectId: string, key: string): Promise<void> {
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update tasks set key = ${key} || '-' || number
      where tenant_id = ${ctx.tenant.id}::uuid and project_id = ${projectId}::uuid returning id`,
  );
}
