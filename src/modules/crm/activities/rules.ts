/** The times of an activity, as they are stored. */
export interface Times {
  startsAt: Date | null;
  endsAt: Date | null;
  /** A day as UTC midnight. */
  dueOn: Date | null;
  /** In minutes. */
  duration: number | null;
}
type TimeName = keyof Times;

const minute = 60_000;
/** The longest activity, in minutes: 31 days. */
export const longestActivity = 31 * 24 * 60;
const halfDay = 12 * 60 * minute;

/**
 * The times of an activity after a write that named some of them: an end follows from start and duration and the other
 * way round, a start takes the due day away and the other way round. Else the field that is wrong, and why.
 */
export function settledTimes(times: Times, names: ReadonlySet<string>): Times | { field: TimeName; reason: string } {
  const { startsAt, dueOn } = times;
  if (startsAt && dueOn) {
    if (names.has("startsAt") && names.has("dueOn"))
      return {
        field: "dueOn",
        reason: "Give a start or a due day, not both: a due day is for something at no set time.",
      };
    const isTimed = names.has("startsAt") || !names.has("dueOn");
    return settledTimes(isTimed ? { ...times, dueOn: null } : { ...times, startsAt: null, endsAt: null }, names);
  }
  if (!startsAt) {
    if (times.endsAt && names.has("endsAt")) return { field: "endsAt", reason: "Give a start before you give an end." };
    return { ...times, endsAt: null };
  }
  return names.has("endsAt") && times.endsAt ? withEnd({ ...times, startsAt }) : withDuration({ ...times, startsAt });
}

function withEnd(times: Times & { startsAt: Date }): Times | { field: TimeName; reason: string } {
  if (!times.endsAt) return times;
  const duration = Math.round((times.endsAt.getTime() - times.startsAt.getTime()) / minute);
  if (duration < 0) return { field: "endsAt", reason: "It ends before it starts: choose a later end." };
  if (duration > longestActivity)
    return { field: "endsAt", reason: "An activity takes at most 31 days: choose an earlier end." };
  return { ...times, duration };
}

const withDuration = (times: Times & { startsAt: Date }): Times => ({
  ...times,
  endsAt: times.duration === null ? null : new Date(times.startsAt.getTime() + times.duration * minute),
});

/** The moment by which activities are ordered: its start, else when it was completed, else its due day. */
export function momentOf({
  startsAt,
  dueOn,
  completedAt,
}: Pick<Times, "startsAt" | "dueOn"> & { completedAt: Date | null }): Date | null {
  return startsAt ?? completedAt ?? (dueOn && new Date(dueOn.getTime() + halfDay));
}

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
