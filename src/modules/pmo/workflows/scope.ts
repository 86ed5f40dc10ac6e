import "server-only";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { lockAdditions } from "@/server/limits";
import { newId } from "@/server/new-id";
import { taskStatuses } from "../task-statuses/fields";
import { workflows } from "./fields";
import { type Category, firstStatuses, firstWorkflows, type Transition, type Workflow } from "./rules";

/** The workflow that a project works by: the one that it names, else the first of the list; null where there is none. */
export type WorkflowOf = (workflowId: string | null) => Workflow | null;

interface Head {
  id: string;
  name: string;
  isFirst: boolean;
}

/**
 * Reads these workflows and the first of the list, without archived ones. They are held: a status that is taken out of one
 * waits until those who move a task to it have done so, and those who come later do not find it.
 */
export async function workflowsOf(ctx: Ctx, ids: readonly (string | null)[]): Promise<WorkflowOf> {
  const hold = ctx.inTransaction && !ctx.rehearses ? Prisma.sql`for share of w` : Prisma.empty;
  const heads = await tenantSql<Head>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with first as (
        select id from workflows where tenant_id = ${ctx.tenant.id}::uuid and archived_at is null
        order by position nulls last, created_at, id limit 1
      )
      select w.id, w.name, w.id = (select id from first) as "isFirst" from workflows w
      where w.tenant_id = ${ctx.tenant.id}::uuid and w.archived_at is null
        and (w.id = any(${ids.filter((id) => id !== null)}::uuid[]) or w.id = (select id from first))
      order by w.id ${hold}`,
  );
  const known = await withParts(ctx, heads);
  const first = heads.find(({ isFirst }) => isFirst)?.id ?? "";
  return (id) => known.get(id ?? "") ?? known.get(first) ?? null;
}

async function withParts(ctx: Ctx, heads: readonly Head[]): Promise<ReadonlyMap<string, Workflow>> {
  const where = { workflowId: { in: heads.map(({ id }) => id) } };
  const status = { select: { id: true, name: true, category: true } } as const;
  const steps = await ctx.db.workflowStep.findMany({
    where,
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: { workflowId: true, status },
  });
  const transitions = await ctx.db.workflowTransition.findMany({ where, orderBy: { id: "asc" } });
  return new Map(
    heads.map(({ id, name }) => {
      const own = steps.flatMap((step) => (step.workflowId === id ? [step.status] : []));
      // Two entries of the list that were merged are one status.
      const statuses = [
        ...new Map(own.map((one) => [one.id, { ...one, category: one.category as Category }])).values(),
      ];
      const moves: Transition[] = transitions.filter(({ workflowId }) => workflowId === id);
      return [id, { id, name, statuses, transitions: moves }] as const;
    }),
  );
}

/** The first project or task of a workspace brings the first workflows with their statuses. */
export async function bringFirstWorkflows(ctx: Ctx): Promise<void> {
  if (await hasWorkflows(ctx)) return;
  await lockAdditions(ctx);
  // Another one may have brought them meanwhile.
  if (await hasWorkflows(ctx)) return;
  const ids = await bringStatuses(ctx);
  const statusId = (name: string) => ids.get(name) ?? "";
  for (const [position, { name, description, statuses, transitions }] of firstWorkflows.entries()) {
    const workflowId = newId();
    await ctx.db.workflow.create({ data: { id: workflowId, name, nameKey: foldKey(name), description, position } });
    await ctx.db.workflowStep.createMany({
      data: statuses.map((one, place) => ({ workflowId, statusId: statusId(one), position: place })),
    });
    await ctx.db.workflowTransition.createMany({
      data: transitions.map(({ from, to, who = "anyone", checklistDone = false, filled = null }) => ({
        ...{ workflowId, who, checklistDone, filled, toId: statusId(to) },
        fromId: from === null ? null : statusId(from),
      })),
    });
    emit(ctx, workflows.events.created, { id: workflowId, version: 1, after: { name }, data: {} });
  }
}

const hasWorkflows = async (ctx: Ctx): Promise<boolean> =>
  (await ctx.db.workflow.findFirst({ select: { id: true } })) !== null;

/** The ids of the first statuses by name; those of the same name that the workspace has are used. */
async function bringStatuses(ctx: Ctx): Promise<ReadonlyMap<string, string>> {
  const keys = firstStatuses.map(({ name }) => foldKey(name));
  const there = await ctx.db.taskStatus.findMany({
    where: { nameKey: { in: keys }, archivedAt: null },
    select: { id: true, nameKey: true },
  });
  const ids = new Map<string, string>();
  for (const [position, { name, category, color }] of firstStatuses.entries()) {
    const nameKey = foldKey(name);
    const known = there.find((one) => one.nameKey === nameKey)?.id;
    const id = known ?? newId();
    ids.set(name, id);
    if (known) continue;
    await ctx.db.taskStatus.create({ data: { id, name, nameKey, category, color, position } });
    emit(ctx, taskStatuses.events.created, { id, version: 1, after: { name }, data: {} });
  }
  return ids;
}
