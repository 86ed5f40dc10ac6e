import { faker } from "@faker-js/faker";
import { addDays } from "date-fns/addDays";
import { v7 } from "uuid";
import { docVersion, type RichDoc } from "@/lib/rich-text/rich-text";
import { foldKey } from "@/lib/text";
import { rankOfNumber, taskKey } from "@/modules/pmo/tasks/rules";
import { bringFirstWorkflows } from "@/modules/pmo/workflows/scope";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertSet, type SetColumn } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { checklists, remarks, taskPlans } from "./task-plans";

type Stage = "todo" | "doing" | "review" | "done";

interface Project {
  id: string;
  key: string;
  phase: string;
  ownerId: string;
  people: readonly string[];
  startsOn: Date;
  endsOn: Date;
}

/** A task as it is planned: its place in the tree, and whether others stand below it. */
interface Planned {
  name: string;
  parent: Planned | null;
  isSum: boolean;
}

interface Row extends Planned {
  id: string;
  project: Project;
  number: number;
  parentId: string | null;
  ownerId: string | null;
  others: readonly string[] | null;
  stage: Stage;
  statusId: string;
  startsOn: Date;
  dueOn: Date;
  createdAt: Date;
  completedAt: Date | null;
  estimate: number | null;
  priority: string;
}

/** Gives the projects of a workspace their tasks: trees with people, days, checklists and comments. */
export async function bringTasks(owner: Ctx, seed: number): Promise<void> {
  faker.seed(seed);
  await inTransaction(owner, async (ctx) => {
    await bringFirstWorkflows(ctx);
    await chooseWorkflow(ctx);
    const rows = await rowsFor(ctx, new Date());
    await writeTasks(ctx, rows);
    await writeChecklists(ctx, rows);
    await writeComments(ctx, rows);
    await writeEvents(ctx, rows);
    await noteNumbers(ctx, rows);
    ctx.outcome.unchanged = true;
  });
}

/** The statuses of a stage in each workflow, in the order of the work. */
const statusesOf = {
  Tasks: { todo: ["To do"], doing: ["In progress"], review: ["In review"], done: ["Done"] },
  Development: {
    todo: ["Created"],
    doing: ["In development"],
    review: ["In review", "In testing"],
    done: ["Deployed"],
  },
} as const;

/** The projects that write software. */
const developed = ["SHOP"];

async function chooseWorkflow({ db }: Ctx): Promise<void> {
  const workflow = await db.workflow.findFirst({ where: { name: "Development" }, select: { id: true } });
  if (workflow) await db.project.updateMany({ where: { key: { in: developed } }, data: { workflowId: workflow.id } });
}

async function rowsFor(ctx: Ctx, now: Date): Promise<Row[]> {
  const projects = await ctx.db.project.findMany({
    where: {
      key: { in: Object.keys(taskPlans) },
      ownerId: { not: null },
      startsOn: { not: null },
      endsOn: { not: null },
    },
    select: { id: true, key: true, phase: true, ownerId: true, members: true, startsOn: true, endsOn: true },
    orderBy: { id: "asc" },
  });
  const statuses = await ctx.db.taskStatus.findMany({ select: { id: true, name: true } });
  const idOf = (name: string) => statuses.find((one) => one.name === name)?.id ?? "";
  return projects.flatMap(({ key, ownerId, startsOn, endsOn, members, ...row }) => {
    if (!key || !ownerId || !startsOn || !endsOn) return [];
    const people = [ownerId, ...((members ?? []) as string[])];
    const names = statusesOf[developed.includes(key) ? "Development" : "Tasks"];
    const statusOf = (stage: Stage) => idOf(faker.helpers.arrayElement([...names[stage]]));
    return tasksOf({ ...row, key, ownerId, people, startsOn, endsOn }, statusOf, now);
  });
}

/** The tasks of a project in the order of the work, each parent before those below it. */
function plannedFor(key: string): Planned[] {
  return (taskPlans[key] ?? []).flatMap(({ name, tasks = [], things = [], each = "", steps = [] }) => {
    const area: Planned = { name, parent: null, isSum: true };
    const plain = tasks.map((one): Planned => ({ name: one, parent: area, isSum: false }));
    const deep = things.flatMap((thing) => {
      const sum: Planned = { name: each.replace("{}", thing), parent: area, isSum: true };
      return [sum, ...steps.map((step): Planned => ({ name: step.replace("{}", thing), parent: sum, isSum: false }))];
    });
    return [area, ...plain, ...deep];
  });
}

const dayMs = 86_400_000;
const lastOf = (dates: readonly Date[]) => new Date(Math.max(...dates.map(Number)));

function tasksOf(project: Project, statusOf: (stage: Stage) => string, now: Date): Row[] {
  const planned = plannedFor(project.key);
  const leaves = planned.filter(({ isSum }) => !isSum);
  const days = Math.max(1, (Number(project.endsOn) - Number(project.startsOn)) / dayMs);
  const ids = new Map(planned.map((one) => [one, newId()]));
  const createdAt = addDays(project.startsOn < now ? project.startsOn : now, -4);
  const rows = planned.map((one, place): Row => {
    const at = leaves.indexOf(one);
    const startsOn = addDays(project.startsOn, Math.floor((Math.max(at, 0) / leaves.length) * days));
    const dueOn = addDays(startsOn, faker.number.int({ min: 2, max: 9 }));
    const stage = stageOf(project, dueOn, startsOn, now);
    const ownerId = faker.number.float() < 0.92 ? faker.helpers.arrayElement(project.people) : null;
    const rest = project.people.filter((id) => id !== ownerId);
    return {
      ...one,
      id: ids.get(one) ?? "",
      project,
      number: place + 1,
      parentId: one.parent ? (ids.get(one.parent) ?? null) : null,
      ownerId,
      others: rest.length > 0 && faker.number.float() < 0.12 ? rest.slice(0, 1) : null,
      stage,
      statusId: "",
      startsOn,
      dueOn,
      createdAt,
      completedAt: null,
      estimate: one.isSum ? null : faker.helpers.arrayElement([60, 120, 240, 240, 480, 480, 960]),
      priority: faker.helpers.weightedArrayElement([
        { value: "normal", weight: 7 },
        { value: "high", weight: 2 },
        { value: "low", weight: 2 },
        { value: "urgent", weight: 1 },
      ]),
    };
  });
  return summed(rows).map((row) => ({
    ...row,
    statusId: statusOf(row.stage),
    completedAt:
      row.stage === "done" ? lastOf([new Date(Math.min(Number(row.dueOn), Number(now) - dayMs)), createdAt]) : null,
  }));
}

/** Those with others below begin with the first and end with the last of them, and are done when all are. */
function summed(rows: readonly Row[]): Row[] {
  const below = (id: string): Row[] =>
    rows.filter((row) => row.parentId === id).flatMap((row) => [row, ...below(row.id)]);
  return rows.map((row) => {
    if (!row.isSum) return row;
    const leaves = below(row.id).filter(({ isSum }) => !isSum);
    const isDone = leaves.every(({ stage }) => stage === "done");
    const isBegun = leaves.some(({ stage }) => stage !== "todo");
    const begun: Stage = isBegun ? "doing" : "todo";
    return {
      ...row,
      startsOn: new Date(Math.min(...leaves.map(({ startsOn }) => Number(startsOn)))),
      dueOn: lastOf(leaves.map(({ dueOn }) => dueOn)),
      stage: isDone ? "done" : begun,
    };
  });
}

/** How far a task is: finished projects are done, paused ones stopped in the middle, and one slips. */
function stageOf({ key, phase, endsOn }: Project, dueOn: Date, startsOn: Date, now: Date): Stage {
  if (phase === "completed" || phase === "archived") return "done";
  if (phase === "setup" || phase === "planning")
    return startsOn < addDays(now, 18) && faker.number.float() < 0.4 ? "doing" : "todo";
  const until = phase === "paused" ? addDays(now, -14) : now;
  const isLate = key === "WHR" && dueOn > addDays(endsOn, -34);
  if (dueOn < until)
    return isLate && faker.number.float() < 0.7 ? faker.helpers.arrayElement(["doing", "todo"]) : "done";
  if (startsOn <= until) return faker.helpers.arrayElement(["doing", "doing", "review"]);
  return "todo";
}

const dayOf = (date: Date) => date.toISOString().slice(0, "2026-11-30".length);
const keyOf = ({ project, number }: Row) => taskKey(project.key, number);

function writeTasks(ctx: Ctx, rows: readonly Row[]) {
  const columns: SetColumn<Row>[] = [
    { column: "id", type: "uuid", value: ({ id }) => id },
    { column: "name", type: "text", value: ({ name }) => name },
    { column: "name_key", type: "text", value: ({ name }) => foldKey(name) },
    { column: "key", type: "text", value: keyOf },
    { column: "number", type: "int", value: ({ number }) => number },
    { column: "rank", type: "text", value: ({ number }) => rankOfNumber(number) },
    { column: "project_id", type: "uuid", value: ({ project }) => project.id },
    { column: "parent_id", type: "uuid", value: ({ parentId }) => parentId },
    { column: "status_id", type: "uuid", value: ({ statusId }) => statusId },
    { column: "owner_id", type: "uuid", value: ({ ownerId }) => ownerId },
    { column: "others", type: "jsonb", value: ({ others }) => others },
    { column: "others_key", type: "text", value: ({ others }) => (others ? `\n${others.join("\n")}\n` : null) },
    { column: "priority", type: "text", value: ({ priority }) => priority },
    { column: "starts_on", type: "date", value: ({ startsOn }) => dayOf(startsOn) },
    { column: "due_on", type: "date", value: ({ dueOn }) => dayOf(dueOn) },
    { column: "limit_kind", type: "text", value: () => "notBefore" },
    { column: "estimate", type: "int", value: ({ estimate }) => estimate },
    { column: "percent", type: "int", value: percentOf },
    { column: "billable", type: "boolean", value: ({ project }) => project.key !== "BOOK" },
    { column: "completed_at", type: "timestamptz", value: ({ completedAt }) => completedAt },
    { column: "version", type: "int", value: ({ stage }) => (stage === "todo" ? 1 : 2) },
    { column: "created_at", type: "timestamptz", value: ({ createdAt }) => createdAt },
    { column: "updated_at", type: "timestamptz", value: (row) => changedAt(row) },
  ];
  return insertSet<Row>(ctx, "tasks", columns, rows);
}

const begun = [20, 40, 50, 80];

function percentOf({ stage, number, isSum }: Row): number | null {
  if (stage === "done") return 100;
  return stage === "todo" || isSum ? null : (begun[number % begun.length] ?? null);
}

const changedAt = ({ completedAt, startsOn, createdAt }: Row): Date =>
  completedAt ?? lastOf([createdAt, min(startsOn)]);
const min = (date: Date) => new Date(Math.min(Number(date), Date.now() - dayMs));

async function writeChecklists(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const items = rows.flatMap(({ id, stage, isSum, number }) => {
    const texts = isSum || number % 4 !== 0 ? [] : (checklists[(number / 4) % checklists.length] ?? []);
    return texts.map((text, position) => ({
      taskId: id,
      text,
      position,
      done: stage === "done" || (stage !== "todo" && position === 0),
    }));
  });
  await insertSet<(typeof items)[number]>(
    ctx,
    "task_items",
    [
      { column: "id", type: "uuid", value: () => newId() },
      { column: "task_id", type: "uuid", value: ({ taskId }) => taskId },
      { column: "text", type: "text", value: ({ text }) => text },
      { column: "done", type: "boolean", value: ({ done }) => done },
      { column: "position", type: "int", value: ({ position }) => position },
    ],
    items,
  );
}

const docOf = (text: string): RichDoc => ({
  type: "doc",
  attrs: { version: docVersion },
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});

async function writeComments(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const discussed = rows.filter(({ stage, isSum, number }) => stage !== "todo" && !isSum && number % 7 === 3);
  const comments = discussed.flatMap((row, at) => {
    const thread = newId();
    return (remarks[at % remarks.length] ?? []).map((text, place) => ({
      id: place === 0 ? thread : newId(),
      threadId: place === 0 ? null : thread,
      recordId: row.id,
      writerId: row.project.people[(at + place) % row.project.people.length] ?? row.project.ownerId,
      text,
      at: new Date(Number(changedAt(row)) + place * 3_600_000),
    }));
  });
  await insertSet<(typeof comments)[number]>(
    ctx,
    "comments",
    [
      { column: "id", type: "uuid", value: ({ id }) => id },
      { column: "entity", type: "text", value: () => "task" },
      { column: "record_id", type: "uuid", value: ({ recordId }) => recordId },
      { column: "thread_id", type: "uuid", value: ({ threadId }) => threadId },
      { column: "writer_id", type: "uuid", value: ({ writerId }) => writerId },
      { column: "text", type: "text", value: ({ text }) => text },
      { column: "text_doc", type: "jsonb", value: ({ text }) => docOf(text) },
      { column: "created_at", type: "timestamptz", value: ({ at }) => at },
      { column: "updated_at", type: "timestamptz", value: ({ at }) => at },
    ],
    comments,
  );
}

/** Events whose ids follow their dates: a timeline is ordered by ids. */
async function writeEvents(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const first = rows.map((row) => ({
    row,
    name: "task.created",
    at: row.createdAt,
    before: {},
    after: { name: row.name },
    version: 1,
  }));
  const moved = rows.flatMap((row) =>
    row.stage === "todo"
      ? []
      : [
          {
            row,
            name: "task.updated",
            at: changedAt(row),
            before: { statusId: null },
            after: { statusId: row.statusId },
            version: 2,
          },
        ],
  );
  const events = [...first, ...moved].map((event) => ({ ...event, id: v7({ msecs: event.at.getTime() }) }));
  await insertSet<(typeof events)[number]>(
    ctx,
    "events",
    [
      { column: "id", type: "uuid", value: ({ id }) => id },
      { column: "name", type: "text", value: ({ name }) => name },
      { column: "entity", type: "text", value: () => "task" },
      { column: "entity_id", type: "uuid", value: ({ row }) => row.id },
      { column: "entity_version", type: "int", value: ({ version }) => version },
      { column: "actor", type: "jsonb", value: ({ row }) => ({ type: "user", memberId: row.project.ownerId }) },
      { column: "actor_member_id", type: "uuid", value: ({ row }) => row.project.ownerId },
      { column: "before", type: "jsonb", value: ({ before }) => before },
      { column: "after", type: "jsonb", value: ({ after }) => after },
      { column: "data", type: "jsonb", value: () => ({}) },
      { column: "request_id", type: "text", value: () => ctx.requestId },
      { column: "at", type: "timestamptz", value: ({ at }) => at },
    ],
    events,
  );
  await insertSet<(typeof events)[number]>(
    ctx,
    "event_subjects",
    [
      { column: "event_id", type: "uuid", value: ({ id }) => id },
      { column: "entity", type: "text", value: () => "project" },
      { column: "entity_id", type: "uuid", value: ({ row }) => row.project.id },
    ],
    events,
  );
}

/** The projects go on with the numbers behind these. */
async function noteNumbers(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const ids = [...new Set(rows.map(({ project }) => project.id))];
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update projects p set task_number = coalesce((
        select max(t.number) from tasks t where t.tenant_id = p.tenant_id and t.project_id = p.id), 0)
      where p.tenant_id = ${ctx.tenant.id}::uuid and p.id = any(${ids}::uuid[]) returning p.id`,
  );
}
