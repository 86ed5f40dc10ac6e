import "server-only";
import type { Due } from "@/lib/due";
import { recurrenceText } from "@/lib/recurrence/recurrence-text";
import { placeOf } from "@/lib/recurrence/schedule";
import { dateOf, dayOf, defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import type { EventSubject } from "@/server/emitted-event";
import { invalid } from "@/server/errors";
import { emit } from "@/server/events";
import type { Row } from "@/server/fields/kind";
import { followDay } from "@/server/series/follow-day";
import type { LockedSeries, SeriesKind } from "@/server/series/kind";
import * as next from "@/server/series/make-next";
import { isOpenPhase } from "../../../projects/rules";
import { taskEvents } from "../../events";
import { taskRule } from "../../rule";
import { factsFor, type Write } from "../../scope";
import { copiedFrom, earlierOf, peopleOf, toldOf } from "../row";
import { daysOfNext } from "../rules";

const belongsTo = ({ projectId, parentId }: Readonly<Record<string, unknown>>): EventSubject[] => [
  { entity: "project", id: String(projectId) },
  ...(parentId ? [{ entity: "task", id: String(parentId) }] : []),
];

/** How tasks repeat: the next one is made from the one before it, as that one is then. */
export const taskSeries: SeriesKind = {
  entity: "task",
  model: "taskSeries",
  table: "task_series",
  updated: taskEvents.updated,
  parents: belongsTo,
  select: { startsOn: true, dueOn: true, completedAt: true, projectId: true, parentId: true },
  open: { completedAt: null },
  isOver: (row) => (row.completedAt ?? null) !== null,
  placeOf: (row, zone) => placeOf({ startsAt: null, dueOn: (row.dueOn ?? row.startsOn ?? null) as Date | null }, zone),
  async rests(ctx, id) {
    const task = await ctx.db.task.findFirst({ where: { id }, select: { project: { select: { phase: true } } } });
    return task !== null && !isOpenPhase(task.project.phase);
  },
  write: (ctx, series, day) => writeOccurrence(ctx, series, day),
  async failed(ctx, id, reason) {
    const task = await earlierOf(ctx, id);
    if (!task) return;
    const memberIds = await toldOf(ctx, task);
    emit(ctx, taskEvents.repeatFailed, { id, parents: belongsTo(task), data: { memberIds, reason } });
  },
};

/** Makes the next task of a series when the one that was made last is done or archived. */
export const repeatWhenOver = (ctx: Ctx, before: Row | null, after: Row): Promise<void> =>
  next.repeatWhenOver(ctx, taskSeries, before, after);

/** The next task waits for the day of the one before it, also when that day is changed. */
export async function repeatByNewDay(ctx: Ctx, before: Row | null, after: Row): Promise<void> {
  if (!before || !after.repeats || after.archivedAt) return;
  const daysOf = ({ startsOn, dueOn }: Row) => JSON.stringify([startsOn ?? null, dueOn ?? null]);
  if (daysOf(before) !== daysOf(after)) await followDay(ctx, taskSeries, String(after.id));
}

/** Whether a series has to make its next task now, and when the next one has to. */
export const taskSeriesDue = (ctx: Ctx, now: Date): Promise<Due> => next.seriesDue(ctx, taskSeries, now);

/** Makes the next tasks of the series whose day has passed; returns how many. */
export const repeatDueTasks = (ctx: Ctx, now: Date): Promise<number> => next.repeatDueSeries(ctx, taskSeries, now);

async function writeOccurrence(ctx: Ctx, series: LockedSeries, day: string): Promise<string | null> {
  const earlierId = series.latestId ?? "";
  const earlier = await earlierOf(ctx, earlierId);
  if (!earlier) return null;
  const { project, parent, checklist } = earlier;
  if (project.archivedAt !== null)
    throw invalid("project", `The project ${project.name} is archived. Restore it, or end the repetition.`);
  const isBelow = parent !== null && parent.archivedAt === null && parent.projectId === earlier.projectId;
  const { hasLeft, others, ownerId } = await peopleOf(ctx, earlier);
  const days = daysOfNext(day, { startsOn: dayOf(earlier.startsOn), dueOn: dayOf(earlier.dueOn) });
  const values = {
    ...copiedFrom(earlier),
    ...others,
    startsOn: dateOf(days.startsOn),
    dueOn: dateOf(days.dueOn),
    ownerId,
    parentId: parent && isBelow ? parent.id : null,
  };
  const data = defined({
    ...values,
    ...(await decided(ctx, values)),
    repeats: recurrenceText(series.rule, series.startOn, ctx.tenant.locale),
    seriesId: series.id,
    occurrence: dateOf(day),
  });
  const { id, version, name } = await ctx.db.task.create({
    data: data as unknown as Prisma.TaskUncheckedCreateInput,
    select: { id: true, version: true, name: true },
  });
  await ctx.db.taskItem.createMany({ data: checklist.map((item) => ({ ...item, taskId: id })) });
  await copyFollowers(ctx, earlierId, id);
  // The assignee of a series is not notified of each task: its owner is left out here.
  emit(ctx, taskEvents.created, { id, version, parents: belongsTo(values), after: { name }, data: {} });
  if (hasLeft) emit(ctx, taskEvents.assigneeLeft, { id, parents: belongsTo(values), data: {} });
  return id;
}

/** The values that the rule of tasks gives a new one: its number, key and place, the first status, and the instants of its days. */
async function decided(ctx: Ctx, values: Row): Promise<Row> {
  const empty = { statusId: null, completedAt: null, percent: null, key: null, number: null };
  const after = { others: null, ...values, ...empty } as unknown as Write["after"];
  const change: Write = { id: null, before: null, after, names: new Set(), by: "edit", may: () => true };
  const answer = taskRule.decide(change, await factsFor(ctx, [change]));
  if (answer && "reason" in answer) throw invalid(answer.field, answer.reason);
  return { ...answer?.set };
}

async function copyFollowers(ctx: Ctx, from: string, to: string): Promise<void> {
  const rows = await ctx.db.recordFollow.findMany({
    where: { entity: "task", recordId: from },
    select: { memberId: true, state: true, reason: true },
  });
  await ctx.db.recordFollow.createMany({ data: rows.map((row) => ({ ...row, entity: "task", recordId: to })) });
}
