import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import type { Row } from "@/server/fields/kind";
import { lockAdditions } from "@/server/limits";
import { openPhases } from "../projects/rules";
import { taskEvents } from "./events";
import { tasks } from "./fields";

/** Whether the project of the tasks t is still worked on; a closed one reminds nobody, and is no part of a day. */
export const inOpenProject = Prisma.sql`exists (
  select from projects j where j.tenant_id = t.tenant_id and j.id = t.project_id and j.archived_at is null
    and j.phase in (${Prisma.join([...openPhases])}))`;

/** How many numbers of each project are wanted. */
export type Wanted = ReadonlyMap<string, number>;

/**
 * Takes numbers of projects, and returns the last one before them by project. Additions of a workspace wait for each other, so
 * no number is given twice; a preview takes none and holds nothing.
 */
export async function takeNumbers(ctx: Ctx, wanted: Wanted): Promise<ReadonlyMap<string, number>> {
  if (wanted.size === 0) return new Map();
  const [ids, counts] = [[...wanted.keys()], [...wanted.values()]];
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const given = Prisma.sql`unnest(${ids}::uuid[], ${counts}::int[]) as w(id, n)`;
  if (!ctx.rehearses) await lockAdditions(ctx);
  const rows = await tenantSql<{ id: string; last: number }>(
    ctx.tenant.id,
    ctx.db,
    ctx.rehearses
      ? Prisma.sql`select p.id, p.task_number as last from projects p, ${given} where p.tenant_id = ${tenant} and p.id = w.id`
      : Prisma.sql`
          update projects p set task_number = p.task_number + w.n from ${given}
          where p.tenant_id = ${tenant} and p.id = w.id returning p.id, p.task_number - w.n as last`,
  );
  return new Map(rows.map(({ id, last }) => [id, last]));
}

/** Takes the tasks below one along to its project, with numbers there: one statement for all of them. */
export async function moveBelow(ctx: Ctx, root: { id: string; projectId: string }): Promise<void> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const below = Prisma.sql`
    below as (
      select t.id from tasks t where t.tenant_id = ${tenant} and t.parent_id = ${root.id}::uuid
      union
      select t.id from tasks t join below on t.parent_id = below.id where t.tenant_id = ${tenant}
    )`;
  // Those that moved in the same act are there, and have their numbers.
  const isElsewhere = Prisma.sql`t.tenant_id = ${tenant} and t.project_id <> ${root.projectId}::uuid`;
  const [found] = await tenantSql<{ count: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive ${below}
      select count(*)::int as count from tasks t join below on below.id = t.id where ${isElsewhere}`,
  );
  if (!found?.count) return;
  const last = (await takeNumbers(ctx, new Map([[root.projectId, found.count]]))).get(root.projectId) ?? 0;
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive ${below}, numbered as (
        select t.id, ${last}::int + row_number() over (order by t.number, t.id) as number
        from tasks t join below on below.id = t.id where ${isElsewhere}
      )
      update tasks t set project_id = p.id, number = n.number, key = p.key || '-' || n.number,
        version = t.version + 1, updated_at = now()
      from numbered n, projects p
      where t.tenant_id = ${tenant} and t.id = n.id and p.tenant_id = ${tenant} and p.id = ${root.projectId}::uuid
      returning t.id`,
  );
}

/** Takes a task from a parent that was to move along with it and stayed in another project, because its own change was refused. */
export async function leaveParentElsewhere(
  ctx: Ctx,
  { id, projectId }: { id: string; projectId: string },
): Promise<void> {
  const [left] = await tenantSql<{ version: number; parentId: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update tasks t set parent_id = null, version = t.version + 1, updated_at = now() from tasks p
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = ${id}::uuid and p.tenant_id = t.tenant_id and p.id = t.parent_id
        and p.project_id <> t.project_id
      returning t.version, p.id as "parentId"`,
  );
  if (!left) return;
  emit(ctx, tasks.events.updated, {
    ...{ id, version: left.version, data: {} },
    parents: [{ entity: "project", id: projectId }],
    before: { parentId: left.parentId },
    after: { parentId: null },
  });
}

/** Tells the members whose task it is that it is done. Acts on many tell nobody. */
export function tellOfCompletion(
  ctx: Ctx,
  before: Row | null,
  { id, projectId, completedAt, ownerId, others }: Row,
): void {
  if (ctx.batchId !== null || !before || (before.completedAt ?? null) !== null || (completedAt ?? null) === null)
    return;
  const memberIds = [
    ...new Set([ownerId, ...((others ?? []) as string[])].flatMap((one) => (one ? [String(one)] : []))),
  ];
  const parents = [{ entity: "project", id: String(projectId) }];
  if (memberIds.length > 0) emit(ctx, taskEvents.completed, { id: String(id), parents, data: { memberIds } });
}

/** The tasks that are mapped in one transaction. */
const mappedAtOnce = 500;

interface Mapped {
  id: string;
  projectId: string;
  version: number;
  before: string | null;
  after: string;
}

/** The projects that the event of a record concerns, of those with the alias p. */
function concernedBy({ entity, id }: { entity: string; id: string }): Prisma.Sql {
  if (entity === "project") return Prisma.sql`p.id = ${id}::uuid`;
  return entity === "workflow" ? Prisma.sql`(p.workflow_id = ${id}::uuid or p.workflow_id is null)` : Prisma.sql`true`;
}

/**
 * Gives tasks behind an id whose status is not in the workflow of their project the first status of the same category there, and
 * makes those done, or not done, whose status says so. Returns the last id, from which the next call goes on; null at the end.
 */
export async function mapSome(ctx: Ctx, event: { entity: string; id: string }, behind: string): Promise<string | null> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const ofStatus = event.entity === "taskStatus" ? Prisma.sql`and t.status_id = ${event.id}::uuid` : Prisma.empty;
  const rows = await tenantSql<Mapped>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with first as (
        select id from workflows where tenant_id = ${tenant} and archived_at is null
        order by position nulls last, created_at, id limit 1
      ), work as (
        select p.id as project_id, coalesce(w.id, (select id from first)) as workflow_id
        from projects p left join workflows w
          on w.tenant_id = ${tenant} and w.id = p.workflow_id and w.archived_at is null
        where p.tenant_id = ${tenant} and ${concernedBy(event)}
      ), lost as (
        select t.id, t.status_id, t.completed_at, work.workflow_id, c.category from tasks t
        join work on work.project_id = t.project_id
        join task_statuses c on c.tenant_id = ${tenant} and c.id = t.status_id
        where t.tenant_id = ${tenant} and t.id > ${behind}::uuid ${ofStatus} and (
          (c.category = 'done') <> (t.completed_at is not null)
          or not exists (
            select 1 from workflow_steps s
            where s.tenant_id = ${tenant} and s.workflow_id = work.workflow_id and s.status_id = t.status_id))
        order by t.id limit ${mappedAtOnce} for update of t
      ), mapped as (
        select lost.id, lost.status_id as before, lost.completed_at, n.id as after, n.category from lost
        join lateral (
          select c.id, c.category from workflow_steps s
          join task_statuses c on c.tenant_id = ${tenant} and c.id = s.status_id
          where s.tenant_id = ${tenant} and s.workflow_id = lost.workflow_id
          order by c.id <> lost.status_id, c.category <> lost.category, s.position, s.id limit 1
        ) n on true
      )
      update tasks t set status_id = m.after, version = t.version + 1, updated_at = now(),
        completed_at = case when m.category = 'done' then coalesce(t.completed_at, now()) end,
        percent = case when m.category = 'done' then 100 when t.completed_at is not null then null else t.percent end
      from mapped m where t.tenant_id = ${tenant} and t.id = m.id
      returning t.id, t.project_id as "projectId", t.version, m.before, m.after`,
  );
  for (const { id, projectId, version, before, after } of rows)
    emit(ctx, tasks.events.updated, {
      ...{ id, version, data: {} },
      parents: [{ entity: "project", id: projectId }],
      before: { statusId: before },
      after: { statusId: after },
    });
  if (rows.length === 0) ctx.outcome.unchanged = true;
  return rows.length < mappedAtOnce
    ? null
    : (rows
        .map(({ id }) => id)
        .sort()
        .at(-1) ?? null);
}
