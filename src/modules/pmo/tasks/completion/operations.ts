import "server-only";
import { localDay } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { readable } from "@/server/readable";
import { readerZone } from "@/server/reader-zone";
import { seenSql } from "@/server/seen-through";
import { pmo } from "../../module";
import { projectOperations } from "../../projects/operations";
import { percentOf } from "../rules";
import { completion, completionInput, rollups, rollupsInput } from "./schema";

/** Whether the actor reads what tasks are weighed by: else all weigh the same, since the sums would tell it. */
function readsWork(ctx: Ctx): boolean {
  const may = readable(ctx, "task");
  return may.has("estimate") && may.has("duration");
}

/** By the estimate, else the duration, else an hour. */
const byWork = Prisma.sql`coalesce(nullif(t.estimate, 0), nullif(t.duration, 0), 60)`;

/** The tasks of projects that the actor sees, with their weights. */
export const seenIn = (ctx: Ctx, projectIds: readonly string[]) => Prisma.sql`
  seen as (
    select t.id, t.project_id, t.parent_id, t.estimate, t.starts_on, t.due_on, t.completed_at,
      ${readsWork(ctx) ? byWork : Prisma.sql`1`}::bigint as weight,
      case when t.completed_at is not null then 100 else coalesce(t.percent, 0) end as percent,
      not exists (
        select 1 from tasks c
        where c.tenant_id = t.tenant_id and c.parent_id = t.id and c.archived_at is null) as is_leaf
    from tasks t
    where t.tenant_id = ${ctx.tenant.id}::uuid and t.project_id = any(${[...projectIds]}::uuid[]) and t.archived_at is null
      and ${seenSql(ctx, "task", "t")}
  )`;

interface Sums {
  all: number;
  /** Minutes times per cent. */
  finished: number;
  open: number;
  done: number;
  overdue: number;
}

export const getProjectCompletion = pmo.operation({
  kind: "query",
  permission: "task:view",
  uses: [{ scope: projectOperations.scope, ids: (input) => [input.id] }],
  input: completionInput,
  output: completion,
  rest: { method: "GET", path: "/projects/{id}/completion" },
  describe:
    "How far the tasks of a project are: the mean of those without sub-tasks by their estimates (else durations, else an hour), with its terms and how many are open, done and overdue. For those who cannot read estimates and durations all tasks count the same, and the terms are null.",
  async run(ctx, { id }) {
    const today = localDay(new Date(), readerZone(ctx));
    const [sums] = await tenantSql<Sums>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        with ${seenIn(ctx, [id])}
        select coalesce(sum(weight), 0)::float8 as "all", coalesce(sum(weight * percent), 0)::float8 as finished,
          count(*) filter (where completed_at is null)::int as open,
          count(*) filter (where completed_at is not null)::int as done,
          count(*) filter (where completed_at is null and due_on < ${today}::date)::int as overdue
        from seen where is_leaf`,
    );
    const { all, finished, ...counts } = sums ?? { all: 0, finished: 0, open: 0, done: 0, overdue: 0 };
    const terms = readsWork(ctx) ? { all, finished: finished / 100 } : { all: null, finished: null };
    return { ...terms, percent: all > 0 ? percentOf(finished, all) : null, ...counts };
  },
});

interface Rollup extends Omit<Sums, "overdue"> {
  id: string;
  estimate: number | null;
  startsOn: string | null;
  dueOn: string | null;
}

export const listTaskRollups = pmo.operation({
  kind: "query",
  permission: "task:view",
  uses: [{ scope: projectOperations.scope, ids: (input) => [input.projectId] }],
  input: rollupsInput,
  output: rollups,
  rest: { method: "GET", path: "/projects/{projectId}/rollups" },
  describe:
    "For each task with sub-tasks: the estimate, per cent done, first start, last due day and how many are open and done, over the tasks below it that have no sub-tasks; those who cannot read estimates and durations get no estimate, and all tasks count the same.",
  async run(ctx, { projectId }) {
    const rows = await tenantSql<Rollup>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        with recursive ${seenIn(ctx, [projectId])}, below as (
          select p.id as root, s.id from seen s join seen p on p.id = s.parent_id where s.is_leaf
          union
          select p.id, b.id from below b join seen r on r.id = b.root join seen p on p.id = r.parent_id
        )
        select b.root as id, sum(s.estimate)::int as estimate, sum(s.weight)::float8 as "all",
          sum(s.weight * s.percent)::float8 as finished, min(s.starts_on)::text as "startsOn",
          max(s.due_on)::text as "dueOn", count(*) filter (where s.completed_at is null)::int as open,
          count(*) filter (where s.completed_at is not null)::int as done
        from below b join seen s on s.id = b.id group by b.root order by b.root`,
    );
    const isShown = readsWork(ctx);
    return rows.map(({ all, finished, estimate, ...row }) => {
      return { ...row, estimate: isShown ? estimate : null, percent: percentOf(finished, all) };
    });
  },
});
