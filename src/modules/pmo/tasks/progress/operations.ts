import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { visibleAmong } from "@/server/seen-through";
import { pmo } from "../../module";
import { seenIn } from "../completion/operations";
import { percentOf } from "../rules";
import { mostProjects, progress, progressInput } from "./schema";

export const listProjectProgress = pmo.operation({
  kind: "query",
  permission: "task:view",
  input: progressInput,
  output: progress,
  rest: { method: "GET", path: "/projects/progress" },
  describe: `How far the work of projects is, counted as their completion is, and their next milestones; at most ${mostProjects} projects at once. Projects that you may not see are left out.`,
  async run(ctx, { ids }) {
    const projects = await ctx.db.project.findMany({
      where: { AND: [{ id: { in: ids } }, await visibleAmong(ctx, "project", ids)] },
      select: { id: true },
    });
    const seen = projects.map(({ id }) => id);
    const [percents, next] = [await percentsOf(ctx, seen), await nextOf(ctx, seen)];
    return seen.map((id) => ({ id, percent: percents.get(id) ?? null, next: next.get(id) ?? null }));
  },
});

async function percentsOf(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tenantSql<{ id: string; all: number; finished: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with ${seenIn(ctx, ids)}
      select project_id as id, sum(weight)::float8 as "all", sum(weight * percent)::float8 as finished
      from seen where is_leaf group by project_id`,
  );
  return new Map(rows.map(({ id, all, finished }) => [id, percentOf(finished, all)]));
}

interface Next {
  name: string;
  dueOn: string | null;
}

async function nextOf(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, Next>> {
  const rows = await tenantSql<Next & { id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select distinct on (m.project_id) m.project_id as id, m.name, m.due_on::text as "dueOn"
      from project_milestones m
      where m.tenant_id = ${ctx.tenant.id}::uuid and m.project_id = any(${[...ids]}::uuid[]) and m.reached_on is null
      order by m.project_id, m.due_on nulls last, m.id`,
  );
  return new Map(rows.map(({ id, name, dueOn }) => [id, { name, dueOn }]));
}
