import "server-only";
import type { WorkingCalendar } from "@/lib/working-time";
import { calendarOfWorkspace } from "@/modules/platform/workspace/calendars/operations/resolve";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { type Guests, guestsAmong } from "@/server/nouns/guest-rule";
import type { Change } from "@/server/nouns/rule";
import { type Category, hasMove, moveRefusal, type Status } from "../workflows/rules";
import { bringFirstWorkflows, type WorkflowOf, workflowsOf } from "../workflows/scope";
import type { tasks } from "./fields";
import { takeNumbers } from "./row";

type Fields = (typeof tasks)["fields"];
export type Write = Change<Fields>;

interface ProjectFacts {
  id: string;
  key: string;
  managerId: string | null;
  workflowId: string | null;
  /** Its team, with whom it is shared. */
  memberIds: readonly string[];
}

/** The records that the rule of tasks reads besides the tasks. */
export interface TaskFacts {
  now: Date;
  selfId: string | null;
  projects: ReadonlyMap<string, ProjectFacts>;
  /** The last number that was given before those for these changes; each one given raises it. */
  numbers: Map<string, number>;
  workflowOf: WorkflowOf;
  /** The categories of the statuses that tasks have. */
  categories: ReadonlyMap<string, Category>;
  /** The projects of parent tasks. */
  parents: ReadonlyMap<string, string>;
  /** The tasks with something left to tick off. */
  unfinished: ReadonlySet<string>;
  calendar: WorkingCalendar | null;
  /** The guests among those to whom tasks are assigned. */
  guests: Guests;
}

/** Whether a change brings a task into a project: a new one, or one from another project. */
export const comesTo = ({ before, after }: Pick<Write, "before" | "after">): boolean =>
  before?.projectId !== after.projectId;

/** Reads what decides about these changes, a few statements however many they are. */
export async function factsFor(ctx: Ctx, changes: readonly Write[]): Promise<TaskFacts> {
  const projects = await projectsOf(ctx, changes);
  if (changes.length > 0) await bringFirstWorkflows(ctx);
  const ids = [...projects.values()].map(({ workflowId }) => workflowId);
  const named = (fields: readonly string[]) =>
    changes.some(({ before, names }) => !before || fields.some((name) => names.has(name)));
  const moves = named(["status", "project"]);
  return {
    now: new Date(),
    selfId: memberOf(ctx.actor),
    projects,
    numbers: new Map(await takeNumbers(ctx, wantedBy(changes, projects))),
    workflowOf: moves ? await workflowsOf(ctx, ids) : () => null,
    categories: moves ? await categoriesOf(ctx, changes) : new Map(),
    parents: await parentsOf(ctx, changes),
    unfinished: moves ? await unfinishedOf(ctx, changes) : new Set(),
    guests: named(["owner", "others", "project"]) ? await guestsAmong(ctx, changes.flatMap(assignedIn)) : new Map(),
    calendar: named(["startsOn", "dueOn"]) ? await calendarOfWorkspace(ctx) : null,
  };
}

/** The assignee of a task, and those who are also assigned. */
export const assignedIn = ({ after }: Pick<Write, "after">): string[] =>
  [after.ownerId, ...(after.others ?? [])].flatMap((id) => id ?? []);

async function projectsOf(ctx: Ctx, changes: readonly Write[]): Promise<TaskFacts["projects"]> {
  const ids = [...new Set(changes.flatMap(({ after }) => after.projectId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.project.findMany({
    where: { id: { in: ids } },
    select: { id: true, key: true, ownerId: true, workflowId: true, members: true },
  });
  return new Map(
    rows.map(({ ownerId, key, members, ...row }) => {
      const memberIds = (members ?? []) as string[];
      return [row.id, { ...row, key: key ?? "", managerId: ownerId, memberIds }];
    }),
  );
}

/** A second row of one task may turn out to be another one, once the first row has changed it. */
function wantedBy(changes: readonly Write[], projects: TaskFacts["projects"]): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  const seen = new Set<string>();
  for (const change of changes) {
    const id = change.after.projectId ?? "";
    const isRepeated = change.id !== null && seen.has(change.id);
    if (projects.has(id) && (comesTo(change) || isRepeated)) wanted.set(id, (wanted.get(id) ?? 0) + 1);
    if (change.id !== null) seen.add(change.id);
  }
  return wanted;
}

async function categoriesOf(ctx: Ctx, changes: readonly Write[]): Promise<TaskFacts["categories"]> {
  const ids = [...new Set(changes.flatMap(({ before }) => before?.statusId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.taskStatus.findMany({ where: { id: { in: ids } }, select: { id: true, category: true } });
  return new Map(rows.map(({ id, category }) => [id, category as Category]));
}

async function parentsOf(ctx: Ctx, changes: readonly Write[]): Promise<TaskFacts["parents"]> {
  const ids = [...new Set(changes.flatMap(({ after }) => after.parentId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.task.findMany({ where: { id: { in: ids } }, select: { id: true, projectId: true } });
  // A parent that moves at the same time counts where it will be.
  const moved = changes.flatMap(({ id, after }) => (id && after.projectId ? [[id, after.projectId] as const] : []));
  return new Map([...rows.map(({ id, projectId }) => [id, projectId] as const), ...moved]);
}

async function unfinishedOf(ctx: Ctx, changes: readonly Write[]): Promise<ReadonlySet<string>> {
  const ids = changes.flatMap(({ id, before, after }) => (id && before?.statusId !== after.statusId ? [id] : []));
  if (ids.length === 0) return new Set();
  const rows = await ctx.db.taskItem.findMany({
    where: { taskId: { in: ids }, done: false },
    distinct: ["taskId"],
    select: { taskId: true },
  });
  return new Set(rows.map(({ taskId }) => taskId));
}

interface Moves {
  isDone: boolean;
  /** `isOffered` where the workflow leads there, whatever the move needs. */
  moves: { to: Status; isOffered: boolean; refusal: string | null }[];
}

/** The statuses that a task can have in their order, each with the reason why it cannot move there. */
export async function movesOf(ctx: Ctx, id: string): Promise<Moves> {
  const task = await ctx.db.task.findFirst({
    where: { id },
    select: {
      ...{ statusId: true, ownerId: true, others: true, completedAt: true },
      ...{ estimate: true, dueOn: true, description: true },
      project: { select: { ownerId: true, workflowId: true } },
      checklist: { where: { done: false }, take: 1, select: { id: true } },
    },
  });
  if (!task) throw notFound("task");
  const { project, statusId, checklist, others, completedAt, ...values } = task;
  const isDone = completedAt !== null;
  const workflow = (await workflowsOf(ctx, [project.workflowId]))(project.workflowId);
  if (!workflow) return { isDone, moves: [] };
  const filled: Readonly<Record<string, unknown>> = { ...values, owner: task.ownerId };
  const move = {
    from: workflow.statuses.find((one) => one.id === statusId) ?? null,
    selfId: memberOf(ctx.actor),
    managerId: project.ownerId,
    assigneeIds: [task.ownerId, ...((others ?? []) as string[])].flatMap((one) => one ?? []),
    isChecklistDone: checklist.length === 0,
    has: (field: string) => (filled[field] ?? "") !== "",
  };
  const moves = workflow.statuses.map((to) => ({
    ...{ to, isOffered: hasMove(workflow, { ...move, to }) },
    refusal: moveRefusal(workflow, { ...move, to }),
  }));
  return { isDone, moves };
}
