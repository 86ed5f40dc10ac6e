import "server-only";
import { orList } from "@/lib/text";
import type { WorkingCalendar } from "@/lib/working-time";
import { type Refusal, rule } from "@/server/nouns/rule";
import { type Category, type Move, moveRefusal, type Status, statusLike, type Workflow } from "../workflows/rules";
import type { tasks } from "./fields";
import { daysRefusal, endOfWork, rankOfNumber, startOfWork, taskKey } from "./rules";
import { assignedIn, comesTo, factsFor, type TaskFacts, type Write } from "./scope";

type Fields = (typeof tasks)["fields"];

/** A task has a number of its project, a parent there, a status of its workflow that it may move to, and days in order. */
export const taskRule = rule<Fields, TaskFacts>({
  fields: ["project", "parent", "status", "percent", "startsOn", "dueOn", "key", "owner", "others"],
  load: factsFor,
  decide(change, facts) {
    // An import that is taken back restores the columns from before, computed ones too.
    if (change.by === "revert") return null;
    const reason = daysRefusal(change.after.startsOn, change.after.dueOn);
    if (reason) return { field: "dueOn", reason };
    const unshared = shareRefusal(change, facts);
    if (unshared) return unshared;
    const parent = parentIn(change, facts);
    if ("reason" in parent) return parent;
    const status = statusIn(change, facts);
    if ("reason" in status) return status;
    return {
      set: { ...numbered(change, facts), ...parent, ...status, ...instantsOf(change, facts.calendar) },
    };
  },
});

/** A guest is assigned only where the project is shared with them; one who left its team may stay assigned. */
function shareRefusal(change: Write, { guests, projects }: TaskFacts): Refusal | null {
  const { before, after } = change;
  const { memberIds = [] } = projects.get(after.projectId ?? "") ?? {};
  const known = before && !comesTo(change) ? assignedIn({ after: before }) : [];
  const fresh = assignedIn(change).filter((id) => !known.includes(id));
  const outside = fresh.find((id) => guests.has(id) && !memberIds.includes(id));
  if (outside === undefined) return null;
  const reason = `${guests.get(outside)} is a guest. Share the project with them first: add them to its team.`;
  return { field: after.ownerId === outside ? "owner" : "others", reason };
}

function numbered(change: Write, { projects, numbers }: TaskFacts) {
  const { before, after } = change;
  // Nobody sets a key, and a file that names one only finds its task by it.
  if (before && !comesTo(change)) return after.key === before.key ? {} : { key: before.key };
  const id = after.projectId ?? "";
  const number = (numbers.get(id) ?? 0) + 1;
  numbers.set(id, number);
  return { number, key: taskKey(projects.get(id)?.key ?? "", number), rank: rankOfNumber(number) };
}

/** A task that comes to another project leaves its parent, unless that one is there too. */
function parentIn(change: Write, { parents }: TaskFacts): { parentId?: null } | Refusal {
  const { before, after } = change;
  if (!after.parentId || parents.get(after.parentId) === after.projectId) return {};
  if (before && comesTo(change) && after.parentId === before.parentId) return { parentId: null };
  return {
    field: "parent",
    reason: "A parent task is in the same project. Choose one from there, or leave it empty.",
  };
}

/** The values that follow from the status of a task. */
interface OfStatus {
  statusId?: string;
  completedAt?: string | null;
  percent?: number | null;
}

function statusIn(change: Write, facts: TaskFacts): OfStatus | Refusal {
  const { before, after, names } = change;
  if (before && !names.has("status") && !comesTo(change)) return percentRefusal(change) ?? {};
  const project = facts.projects.get(after.projectId ?? "");
  const workflow = facts.workflowOf(project?.workflowId ?? null);
  if (!workflow || workflow.statuses.length === 0) return {};
  const to = statusFor(change, workflow, facts.categories.get(before?.statusId ?? ""));
  if ("reason" in to) return to;
  const refusal = before && after.statusId === to.id ? refusalOf(change, workflow, to, facts) : null;
  return refusal ? { field: "status", reason: refusal } : doneBy(change, to, facts.now);
}

/** The status that a task gets: the one that is asked for, the first of its workflow, or the one that takes its place there. */
function statusFor(
  { before, after, names }: Write,
  workflow: Workflow,
  category: Category | undefined,
): Status | Refusal {
  const { statuses } = workflow;
  const asked = statuses.find(({ id }) => id === after.statusId);
  const [first] = statuses;
  if (asked) return asked;
  // The statuses of another workflow have no place here; without one a task begins anew.
  const isKept = before?.statusId === after.statusId && !names.has("status");
  if (first && (before ? isKept : !after.statusId)) return statusLike(workflow, category) ?? first;
  return {
    field: "status",
    reason: `${after.statusId ? "This status is not in the workflow of the project." : "A task has a status."} Choose ${orList(statuses.map(({ name }) => name))}.`,
  };
}

function refusalOf(change: Write, workflow: Workflow, to: Status, facts: TaskFacts): string | null {
  const { id, before, after } = change;
  const from = workflow.statuses.find((one) => one.id === before?.statusId) ?? null;
  const assigneeIds = assignedIn({ after });
  const values: Readonly<Record<string, unknown>> = { ...after, owner: after.ownerId };
  const move: Move = {
    from,
    to,
    selfId: facts.selfId,
    managerId: facts.projects.get(after.projectId ?? "")?.managerId ?? null,
    assigneeIds,
    isChecklistDone: id === null || !facts.unfinished.has(id),
    has: (field) => (values[field] ?? "") !== "",
  };
  return moveRefusal(workflow, move);
}

/** Done is a time, and 100 %; a task that is opened again keeps neither. */
function doneBy({ before, after, names }: Write, { id, category }: Status, now: Date): OfStatus {
  if (category === "done")
    return { statusId: id, completedAt: (before?.completedAt ?? now).toISOString(), percent: 100 };
  const wasDone = before?.completedAt != null && !names.has("percent");
  return { statusId: id, completedAt: null, ...(wasDone && after.percent === 100 ? { percent: null } : {}) };
}

/** A task that is done stays at 100 %. */
const percentRefusal = ({ before, after, names }: Write): Refusal | null =>
  before?.completedAt &&
  names.has("percent") &&
  after.percent !== null &&
  after.percent !== before.percent &&
  after.percent !== 100
    ? { field: "percent", reason: "A task that is done is at 100 %. Move it to another status first." }
    : null;

const dayText = (date: Date): string => date.toISOString().slice(0, "2026-11-30".length);

const sameDay = (one: Date | null, other: Date | null): boolean => one?.getTime() === other?.getTime();

/** The instants of the days of a task in the workspace's calendar, which a schedule reads. */
function instantsOf({ before, after }: Write, calendar: WorkingCalendar | null) {
  if (!calendar) return {};
  const { startsOn, dueOn } = after;
  // A file that names the same days again changes nothing, in whatever time zone the workspace is by now.
  if (before && sameDay(before.startsOn, startsOn) && sameDay(before.dueOn, dueOn)) return {};
  return {
    limitKind: startsOn ? ("notBefore" as const) : ("none" as const),
    limitAt: startsOn ? startOfWork(calendar, dayText(startsOn)).toISOString() : null,
    deadline: dueOn ? endOfWork(calendar, dayText(dueOn)).toISOString() : null,
  };
}
