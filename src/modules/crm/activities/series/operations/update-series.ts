import "server-only";
import type { z } from "zod";
import { recurrenceText } from "@/lib/recurrence/recurrence-text";
import { daysFrom, laterDay, movedRule, type Place, passedAt, placeOf, timesAt } from "@/lib/recurrence/schedule";
import { dayLater } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { invalid, notFound } from "@/server/errors";
import { renameOthers, requireOthers, setRepeat } from "@/server/series/set-repeat";
import { crm } from "../../../module";
import { activities } from "../../fields";
import { activityOperations } from "../../operations/all";
import { openStates } from "../../rules";
import { copied, type SeriesValues, valuesOf } from "../row";
import type { SeriesScope } from "../rules";
import { archiveSeriesInput, updateSeriesInput } from "../schema";
import { activitySeries, type LockedActivities, lockActivities } from "./make-next";
import { recordOf, repeatingActivities } from "./set-repeat";

const { scope, update, archive } = activityOperations;
/** Activities of one series that are still to be done: only one waits, unless earlier ones were left open. */
const mostOpen = 100;

type Patch = z.output<typeof updateSeriesInput>["patch"];

export const updateActivitySeries = crm.operation({
  kind: "mutation",
  permission: "activity:edit",
  on: { scope, ids: (input: { id: string }) => [input.id] },
  input: updateSeriesInput,
  output: activities.record,
  rest: { method: "PATCH", path: "/activities/{id}/series" },
  describe:
    "Changes fields of a repeating activity: of this one, also of those that follow, or of all that are still to be done. CONFLICT, with the current state, if the same field was changed after `version`.",
  async run(ctx, { id, version, scope: about, patch }) {
    const before = await repeating(ctx, id);
    const record = await update(ctx, { id, version, ...patch });
    if (about === "one") return record;
    await requireOthers(ctx, repeatingActivities, before.series?.id ?? null);
    const from = before.series && placeOf(before, before.series.zone);
    if (!before.series || before.repeats === null)
      throw invalid("scope", "This activity does not repeat: change this one.");
    const after = await repeating(ctx, id);
    const to = placeOf(after, before.series.zone);
    if (to === null) throw invalid("startsAt", "A repeating activity needs a start or a due day.");
    await updateOthers(ctx, { ...before, id, patch, about, shift: shiftOf(from, to), minute: to.minute });
    const series = await lockActivities(ctx, before.series.id);
    if (series) await changeValues(ctx, series, { id, patch, from, to });
    return await recordOf(ctx, id);
  },
});

export const archiveActivitySeries = crm.operation({
  kind: "mutation",
  permission: "activity:edit",
  on: { scope, ids: (input: { id: string }) => [input.id] },
  input: archiveSeriesInput,
  output: activities.record,
  rest: { method: "POST", path: "/activities/{id}/series/archive" },
  describe:
    "Archives a repeating activity. Of this one alone the next one is made; with those that follow, or all that are still to be done, the series ends.",
  async run(ctx, { id, version, scope: about }) {
    if (about === "one") return await archive(ctx, { id, version });
    const found = await repeating(ctx, id);
    await setRepeat(ctx, repeatingActivities, { id, version, rule: null });
    for (const other of await openOthers(ctx, { ...found, id, about })) await archive(ctx, other);
    const { version: current } = await recordOf(ctx, id);
    return await archive(ctx, { id, version: current });
  },
});

const select = {
  series: { select: { id: true, zone: true } },
  occurrence: true,
  repeats: true,
  startsAt: true,
  dueOn: true,
} as const;
type Repeating = Prisma.ActivityGetPayload<{ select: typeof select }>;

async function repeating(ctx: Ctx, id: string): Promise<Repeating> {
  const row = await ctx.db.activity.findFirst({ where: { id }, select });
  if (!row) throw notFound("activity");
  return row;
}

const shiftOf = (from: Place | null, to: Place) => (from ? daysFrom(from.day, to.day) : 0);

/** The other activities of the series that are still to be done: those that follow, or all. */
async function openOthers(ctx: Ctx, { series, occurrence, id, about }: Repeating & { id: string; about: SeriesScope }) {
  if (!series) return [];
  return await ctx.db.activity.findMany({
    where: {
      seriesId: series.id,
      id: { not: id },
      archivedAt: null,
      status: { in: [...openStates] },
      ...(about === "following" && occurrence ? { occurrence: { gt: occurrence } } : {}),
    },
    orderBy: { occurrence: "asc" },
    take: mostOpen,
    select: { id: true, version: true, startsAt: true, dueOn: true },
  });
}

interface Others extends Repeating {
  id: string;
  about: SeriesScope;
  patch: Patch;
  /** By how many days they move, and to which minute of the day. */
  shift: number;
  minute: number | null;
}

/** Each keeps its own day, moved by as many days, and gets the new time of day. */
async function updateOthers(ctx: Ctx, given: Others): Promise<void> {
  const { startsAt, dueOn, ...patch } = given.patch;
  const isMoved = startsAt !== undefined || dueOn !== undefined;
  for (const { id, version, ...times } of await openOthers(ctx, given)) {
    const place = given.series && placeOf(times, given.series.zone);
    const moved =
      isMoved && place && given.series
        ? timesAt({ day: dayLater(place.day, given.shift), minute: given.minute }, given.series.zone)
        : null;
    const timed = moved && {
      startsAt: moved.startsAt?.toISOString() ?? null,
      dueOn: moved.dueOn?.toISOString().slice(0, "YYYY-MM-DD".length) ?? null,
    };
    await update(ctx, { id, version, ...patch, ...timed });
  }
}

/** The day after which the next one comes: the latest activity moves too, by as many days as the one that was edited. */
function lastDayOf({ latestId, lastOn }: LockedActivities, id: string, from: Place | null, to: Place): string {
  return laterDay(lastOn, latestId === id ? to.day : dayLater(lastOn, shiftOf(from, to)));
}

interface Changed {
  id: string;
  patch: Patch;
  from: Place | null;
  to: Place;
}

/** The next activities of a locked series get the changed values, and the rule moves along with its activity. */
async function changeValues(ctx: Ctx, series: LockedActivities, { id, patch, from, to }: Changed): Promise<void> {
  const fresh = await valuesOf(ctx, id);
  const names = Object.keys(patch).filter((name) => patch[name as keyof Patch] !== undefined);
  const keys = names.flatMap((name) => (name === "about" ? ["about"] : (copied[name as keyof typeof copied] ?? [])));
  const changed = Object.fromEntries(keys.map((key) => [key, fresh[key as keyof SeriesValues]]));
  const values = { ...series.values, ...changed };
  const isMoved = from !== null && (from.day !== to.day || from.minute !== to.minute);
  const rule = isMoved ? movedRule(series.rule, from.day, to.day) : series.rule;
  const startOn = isMoved ? dayLater(series.startOn, shiftOf(from, to)) : series.startOn;
  const minute = isMoved ? to.minute : series.minute;
  const lastOn = isMoved ? lastDayOf(series, id, from, to) : series.lastOn;
  const nextAt = series.nextAt && passedAt({ day: lastOn, minute }, series.zone, values.duration);
  await ctx.db.activitySeries.updateMany({
    where: { id: series.id },
    data: {
      rule: rule as Prisma.InputJsonObject,
      minute,
      nextAt,
      startOn: new Date(startOn),
      lastOn: new Date(lastOn),
      values: values as unknown as Prisma.InputJsonObject,
    },
  });
  if (!isMoved) return;
  const repeats = recurrenceText(rule, startOn, ctx.tenant.locale);
  // The activity itself too.
  await renameOthers(ctx, activitySeries, { seriesId: series.id, id: null, repeats });
}
