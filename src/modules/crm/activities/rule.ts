import "server-only";
import { memberOf } from "@/server/actor";
import { dayOf } from "@/server/columns";
import { type Change, type Refusal, rule } from "@/server/nouns/rule";
import { readerZone } from "@/server/reader-zone";
import type { activities } from "./fields";
import { reminderAfterWrite } from "./reminders/rules";
import { type ZoneOf, zonesOf } from "./reminders/scope";
import { isOver, isRescheduled, momentOf, noonOf, settledTimes, type Times } from "./rules";

type Fields = (typeof activities)["fields"];
type Write = Change<Fields>;

interface Loaded {
  now: Date;
  memberId: string | null;
  zoneOf: ZoneOf;
  /** The zone of the workspace, and that of the member who writes. */
  zone: string;
  ownZone: string;
}

/** The times of an activity fit each other; it is known when it was completed, by whom created, how often moved. */
export const activityRule = rule<Fields, Loaded>({
  fields: ["startsAt", "endsAt", "dueOn", "duration", "status", "owner", "reminders"],
  load: async (ctx, changes) => ({
    now: new Date(),
    memberId: memberOf(ctx.actor),
    zone: ctx.tenant.timeZone,
    ownZone: readerZone(ctx),
    zoneOf: await zonesOf(
      ctx,
      changes.flatMap(({ after }) => (after.reminders && after.ownerId ? [after.ownerId] : [])),
    ),
  }),
  decide(change, loaded) {
    // The import restores the columns from before, computed ones too.
    if (change.by === "revert") return null;
    const times = settledTimes(change.after, change.names);
    if ("field" in times) return times satisfies Refusal;
    const completedOn = noonOf(times.dueOn, change.by === "import" ? loaded.zone : loaded.ownZone);
    const completedAt = completedAtOf(change, times.startsAt ?? completedOn, loaded.now);
    const at = momentOf({ ...times, completedAt }, loaded.zone);
    return {
      set: {
        ...originOf(change, times, loaded),
        startsAt: times.startsAt?.toISOString() ?? null,
        endsAt: times.endsAt?.toISOString() ?? null,
        dueOn: dayOf(times.dueOn),
        duration: times.duration,
        completedAt: completedAt?.toISOString() ?? null,
        at: (at ?? loaded.now).toISOString(),
        remindAt: remindAtOf(change, times, loaded)?.toISOString() ?? null,
      },
    };
  },
});

/** A file says when something took place; a person who marks it done means now. */
function completedAtOf({ before, after, by }: Write, time: Date | null, now: Date): Date | null {
  if (after.status !== "completed") return null;
  if (before?.status === "completed" && before.completedAt) return before.completedAt;
  const isPast = time !== null && time < now;
  return isPast && (by === "import" || before === null) ? time : now;
}

/** Nobody is reminded of what is over. */
function remindAtOf({ before, after }: Write, times: Times, { now, zoneOf }: Loaded): Date | null {
  if (isOver(String(after.status))) return null;
  const { reminders, ownerId } = after;
  return reminderAfterWrite({ ...times, reminders }, zoneOf(ownerId), before?.remindAt ?? null, now);
}

function originOf({ before, after, by }: Write, times: Times, { memberId }: Loaded) {
  if (!before) return { creatorId: memberId, reschedules: 0 };
  const isMoved = by === "edit" && !isOver(String(after.status)) && isRescheduled(before, times);
  return { reschedules: Number(before.reschedules) + Number(isMoved) };
}
