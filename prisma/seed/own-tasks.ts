import { nextDay } from "@/lib/recurrence/occurrences";
import type { RecurrenceRule } from "@/lib/recurrence/rule";
import { dayLater, localDay } from "@/lib/working-time";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { setTaskRepeat } from "@/modules/pmo/tasks/series/operations/set-repeat";
import type { Ctx } from "@/server/context";

/** The due days of tasks of the owner, counted from today. */
const dueIn = [-4, -1, 0, 0, 1, 3, 6];

const repeated: readonly { name: string; rule: RecurrenceRule; estimate: number }[] = [
  { name: "Write the status report of the week", rule: { unit: "week", every: 1, weekdays: [5] }, estimate: 60 },
  { name: "Go through the open risks", rule: { unit: "week", every: 2, weekdays: [2] }, estimate: 30 },
  { name: "Check the hours before the invoice", rule: { unit: "month", every: 1, monthDay: 28 }, estimate: 120 },
  { name: "Ask the customer how it goes", rule: { unit: "day", every: 3 }, estimate: 15 },
];

/** Gives the owner of a workspace tasks of the projects that run: some late, some due now, and some that repeat. */
export async function bringOwnTasks(owner: Ctx): Promise<void> {
  const today = localDay(new Date(), owner.tenant.timeZone);
  const ownerId = owner.member?.id ?? null;
  const open = await owner.db.task.findMany({
    where: { completedAt: null, estimate: { not: null }, project: { phase: "active" } },
    orderBy: [{ dueOn: "asc" }, { key: "asc" }],
    select: { id: true, version: true, projectId: true },
    take: dueIn.length,
  });
  for (const [at, { id, version }] of open.entries())
    await taskOperations.update(owner, {
      id,
      version,
      ownerId,
      startsOn: null,
      dueOn: dayLater(today, dueIn[at] ?? 0),
    });
  const [first] = open;
  if (!first) return;
  for (const { name, rule, estimate } of repeated) {
    // The first of its days from today on.
    const dueOn = nextDay(rule, today, dayLater(today, -1)) ?? today;
    const given = { name, estimate, ownerId, dueOn, projectId: first.projectId };
    const { id, version } = await taskOperations.create(owner, given);
    await setTaskRepeat(owner, { id, version, rule });
  }
}
