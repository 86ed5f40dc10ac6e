import "server-only";
import type { FieldOf } from "@/lib/fields/field";
import { stateLabel } from "@/lib/fields/states";
import type { AgendaSource } from "@/server/agenda";
import { type DayItems, dayItemsSql, doneItemsSql } from "@/server/agenda-days";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tasks } from "../fields";
import { taskOperations } from "../operations";
import { inOpenProject } from "../row";

const { table } = taskOperations.table.list;
const { kind: kindField } = tasks.fields as unknown as Record<"kind", FieldOf<"choice">>;
/** Begins as in the partial index, or that would not be used. */
const wanted = Prisma.sql`t.completed_at is null and ${inOpenProject}`;
const items = { entity: "task", table, owner: Prisma.sql`t.owner_id`, listed: "others" } satisfies Partial<DayItems>;

/** Tasks on their due days: those that are assigned to somebody, or also to the reader. */
export const taskAgenda: AgendaSource = {
  name: "task",
  entity: "task",
  fields: ["name", "status", "dueOn"],
  about: "project",
  openSql: (ctx, page) => dayItemsSql(ctx, page, { ...items, day: "due_on", wanted }),
  doneSql: (ctx, page) => doneItemsSql(ctx, page, { ...items, done: "completed_at" }),
  rowSql: (ctx) => Prisma.sql`
    select t.name as title, t.kind, t.version, null::timestamptz as "startsAt", null::timestamptz as "endsAt",
      t.due_on::text as day, t.completed_at as "doneAt", t.owner_id as "ownerId", t.owner_id as "recordOwnerId",
      case when t.completed_at is null then t.status_id::text end as state, t.owner_id as "storedOwnerId",
      (${projectSql(ctx)}) as about
    from tasks t where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = p.id`,
  look: (kind) => ({ icon: "task", label: stateLabel(kindField, kind ?? "task") }),
};

const projectSql = (ctx: Ctx) => Prisma.sql`
  select jsonb_build_object('entity', 'project', 'id', x.id, 'name', x.name, 'ownerId', x.owner_id, 'memberIds', x.members)
  from projects x where x.tenant_id = ${ctx.tenant.id}::uuid and x.id = t.project_id`;
