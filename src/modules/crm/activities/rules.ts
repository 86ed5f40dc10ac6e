import type { Sort } from "@/lib/list";
import { type Condition, mySelf } from "@/lib/list-filter";
import type { DeclaredView } from "@/lib/nouns/declared-views";
import { momentOfClock } from "@/lib/working-time";

/** The times of an activity, as they are stored. */
export interface Times {
  startsAt: Date | null;
  endsAt: Date | null;
  /** A day as UTC midnight. */
  dueOn: Date | null;
  /** In minutes. */
  duration: number | null;
}

const minute = 60_000;
/** The longest activity, in minutes: 31 days. */
export const longestActivity = 31 * 24 * 60;
const halfDay = 12 * 60;

/**
 * The times of an activity after a write that named some of them: an end follows from start and duration and the other
 * way round; an end alone is a start as well. Else why the end is wrong.
 */
export function settledTimes(times: Times, names: ReadonlySet<string>): Times | { field: "endsAt"; reason: string } {
  const { endsAt, duration } = times;
  const isEnded = names.has("endsAt") && endsAt !== null;
  if (isEnded) return withEnd({ ...times, startsAt: times.startsAt ?? before(endsAt, duration ?? 0) }, endsAt);
  const { startsAt } = times;
  return { ...times, endsAt: startsAt && duration !== null ? before(startsAt, -duration) : null };
}

const before = (time: Date, minutes: number): Date => new Date(time.getTime() - minutes * minute);

function withEnd(times: Times & { startsAt: Date }, endsAt: Date): ReturnType<typeof settledTimes> {
  const duration = Math.round((endsAt.getTime() - times.startsAt.getTime()) / minute);
  if (duration < 0) return { field: "endsAt", reason: "It ends before it starts: choose a later end." };
  if (duration > longestActivity)
    return { field: "endsAt", reason: "An activity takes at most 31 days: choose an earlier end." };
  return { ...times, duration };
}

/** The moment by which activities are ordered: its start, else when it was completed, else the noon of its due day. */
export function momentOf(
  { startsAt, dueOn, completedAt }: Pick<Times, "startsAt" | "dueOn"> & { completedAt: Date | null },
  zone: string,
): Date | null {
  return startsAt ?? completedAt ?? noonOf(dueOn, zone);
}

/** The noon of a day in the zone of the workspace, whose days these are. */
export const noonOf = (day: Date | null, zone: string): Date | null =>
  day && momentOfClock(day.toISOString().slice(0, 10), halfDay, zone);

/** Whether a write moved a planned activity to another time or day; setting a first time is no move. */
export function isRescheduled(
  before: Pick<Times, "startsAt" | "dueOn">,
  after: Pick<Times, "startsAt" | "dueOn">,
): boolean {
  const [from, to] = [before.startsAt ?? before.dueOn, after.startsAt ?? after.dueOn];
  return from !== null && to !== null && from.getTime() !== to.getTime();
}

/** The states of activities that are still to be done, and of those that are over. */
export const openStates = ["planned", "in_progress"] as const;
export const overStates = ["completed", "cancelled", "no_show"] as const;

/** Whether nothing more is to be done for an activity. */
export const isOver = (status: string): boolean => (overStates as readonly string[]).includes(status);

/** The types of activities that are a contact with the customer, unlike tasks and notes. */
export const contactKinds = ["call", "email", "meeting", "demo", "sms", "linkedin", "chat"] as const;

/** Whether an activity of this type is a contact with the customer. */
export const isContact = (kind: string): boolean => (contactKinds as readonly string[]).includes(kind);

const toDo: Condition = { field: "status", op: "anyOf", value: [...openStates] };
const byTime: Sort = { field: "at", direction: "asc" };
const late: Condition[] = ["startsAt", "dueOn"].map((field) => ({ field, op: "before", value: "today" }));

/** The views of the list of activities; those to be done begin with the oldest. */
export const activityViews: readonly DeclaredView[] = [
  {
    key: "mine",
    label: "Mine",
    filter: { conditions: [{ field: "owner", op: "anyOf", value: [mySelf] }, toDo] },
    sort: byTime,
  },
  {
    key: "overdue",
    label: "Overdue",
    filter: { conditions: [toDo], groups: [{ match: "any", conditions: late }] },
    sort: byTime,
  },
  { key: "planned", label: "Planned", filter: { conditions: [toDo] }, sort: byTime },
  { key: "done", label: "Done", filter: { conditions: [{ field: "status", op: "anyOf", value: ["completed"] }] } },
];
