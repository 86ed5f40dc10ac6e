import "server-only";
import type { z } from "zod";
import { endProblem } from "@/lib/recurrence/complete-rule";
import { recurrenceText } from "@/lib/recurrence/recurrence-text";
import type { RecurrenceRule } from "@/lib/recurrence/rule";
import { dateOf, dayOf, isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { Retry } from "@/server/execute";
import { newId } from "@/server/new-id";
import { idInput } from "@/server/nouns/noun-runtime";
import { recordsOf } from "@/server/nouns/records";
import { rowIn, updateVersioned } from "@/server/versions";
import { crm } from "../../../module";
import { activityEvents } from "../../events";
import { type Activity, activities } from "../../fields";
import { activityOperations } from "../../operations/all";
import { isOver, openStates } from "../../rules";
import { type LockedSeries, lockSeries, ruleOf, type SeriesValues, valuesOf } from "../row";
import { laterDay, type Place, passedAt, placeOf } from "../rules";
import { repeatOutput, setRepeatInput } from "../schema";

const { scope } = activityOperations;

export const getActivityRepeat = crm.operation({
  kind: "query",
  permission: "activity:view",
  uses: [{ scope, ids: (input: { id: string }) => [input.id] }],
  input: idInput,
  output: repeatOutput,
  rest: { method: "GET", path: "/activities/{id}/repeat" },
  describe:
    "How an activity repeats: its rule, and the day from which it counts; both null if it does not. If the next one could not be made, when that is tried again.",
  async run(ctx, { id }) {
    const row = await ctx.db.activity.findFirst({
      where: { id },
      select: { series: { select: { rule: true, startOn: true, nextAt: true, attempts: true } }, repeats: true },
    });
    if (!row?.series || row.repeats === null) return { rule: null, startOn: null, triedAgainAt: null };
    const { rule, startOn, nextAt, attempts } = row.series;
    return { rule: ruleOf(rule), startOn: dayOf(startOn), triedAgainAt: attempts > 0 ? isoOf(nextAt) : null };
  },
});

export const setActivityRepeat = crm.operation({
  kind: "mutation",
  permission: "activity:edit",
  on: { scope, ids: (input: { id: string }) => [input.id] },
  input: setRepeatInput,
  output: activities.record,
  rest: { method: "POST", path: "/activities/{id}/repeat" },
  describe:
    "Sets how an activity and those that follow it repeat; with null they no longer do. The next activity is made when the last one is completed, cancelled or archived, or when its time has passed.",
  async run(ctx, input) {
    await setRepeat(ctx, input);
    return await recordOf(ctx, input.id);
  },
});

type Input = z.output<typeof setRepeatInput>;

/** Sets the rule of an activity and of those that follow; null ends the series. */
export async function setRepeat(ctx: Ctx, { id, version, rule }: Input): Promise<void> {
  const found = await ctx.db.activity.findFirst({ where: { id }, select: repeating });
  if (!found) throw notFound("activity");
  await requireOthers(ctx, found.series?.id ?? null);
  const place = placeOf(found, found.series?.zone ?? ctx.tenant.timeZone);
  const checked = rule && repeatable(rule, found, place);
  const repeats = checked && recurrenceText(checked.rule, checked.place.day, ctx.tenant.locale);
  // The series comes first: its activity points to it.
  const created = checked && found.series === null ? await createSeries(ctx, id, checked) : null;
  const joins = created && checked ? { seriesId: created, occurrence: dateOf(checked.place.day) } : {};
  await updateVersioned(ctx, {
    event: activityEvents.updated,
    data: {},
    id,
    version,
    columns: { repeats },
    select: shown,
    ...rowIn<Shown>(ctx.db.activity, { id, columns: { repeats, ...joins }, select: shown }),
    present: (current) => current,
  });
  // Somebody else made a series of it at the same moment: this act begins anew, with that one.
  if (created && ctx.outcome.unchanged) throw new Retry();
  const series = await lockSeries(ctx, found.series?.id ?? null);
  if (!series) return;
  await changeSeries(ctx, series, checked, series.nextAt === null ? await valuesOf(ctx, id) : null);
  await renameOthers(ctx, series.id, id, repeats);
}

const shown = { id: true, version: true, repeats: true } as const;
interface Shown {
  id: string;
  version: number;
  repeats: string | null;
}
const repeating = {
  series: { select: { id: true, zone: true } },
  startsAt: true,
  dueOn: true,
  duration: true,
  status: true,
} as const;

interface Checked {
  rule: RecurrenceRule;
  place: Place;
}

/** The rule with the place of its first day; VALIDATION if the activity cannot repeat so. */
function repeatable(rule: RecurrenceRule, { status }: { status: string }, place: Place | null): Checked {
  if (isOver(status)) throw invalid("rule", "This activity is over: reopen it, or set how the next one repeats.");
  if (place === null) throw invalid("rule", "An activity repeats by its date: set a start or a due day first.");
  const problem = endProblem(rule, place.day);
  if (problem !== null) throw invalid("rule", problem);
  return { rule, place };
}

/** Creates the series of an activity; returns its id. */
async function createSeries(ctx: Ctx, activityId: string, { rule, place }: Checked): Promise<string> {
  const values = await valuesOf(ctx, activityId);
  const [id, zone] = [newId(), ctx.tenant.timeZone];
  await ctx.db.activitySeries.create({
    data: {
      id,
      rule: rule as Prisma.InputJsonObject,
      zone,
      startOn: new Date(place.day),
      minute: place.minute,
      values: values as unknown as Prisma.InputJsonObject,
      latestId: activityId,
      lastOn: new Date(place.day),
      nextAt: passedAt(place, zone, values.duration),
    },
    select: { id: true },
  });
  return id;
}

/** The rule counts from the activity on, for those that are not made yet. */
async function changeSeries(
  ctx: Ctx,
  series: LockedSeries,
  checked: Checked | null,
  fresh: SeriesValues | null,
): Promise<void> {
  const { id, zone } = series;
  // A series that had ended begins again with the activity as it is now.
  const duration = fresh ? fresh.duration : series.duration;
  if (checked === null) {
    await ctx.db.activitySeries.updateMany({ where: { id }, data: { nextAt: null } });
    return;
  }
  const { rule, place } = checked;
  const lastOn = laterDay(series.lastOn, place.day);
  await ctx.db.activitySeries.updateMany({
    where: { id },
    data: {
      rule: rule as Prisma.InputJsonObject,
      startOn: new Date(place.day),
      minute: place.minute,
      lastOn: new Date(lastOn),
      nextAt: passedAt({ day: lastOn, minute: place.minute }, zone, duration),
      ...(fresh ? { values: fresh as unknown as Prisma.InputJsonObject } : {}),
    },
  });
}

/** FORBIDDEN unless the actor may edit all activities of the series that are still to be done, and its latest one. */
export async function requireOthers(ctx: Ctx, seriesId: string | null): Promise<void> {
  if (seriesId === null) return;
  const series = await ctx.db.activitySeries.findFirst({ where: { id: seriesId }, select: { latestId: true } });
  const isOpen = { seriesId, status: { in: [...openStates] }, archivedAt: null };
  const open = await ctx.db.activity.findMany({
    where: { OR: [isOpen, ...(series?.latestId ? [{ id: series.latestId }] : [])] },
    select: { id: true, ownerId: true },
    take: mostChecked,
  });
  if (open.every((row) => scope.mayEdit(ctx, row))) return;
  throw new AppError(
    "FORBIDDEN",
    "You may not edit all activities of this series. Ask its assignee or an admin. Nothing was changed.",
  );
}

/** The most activities of a series that wait at once. */
const mostChecked = 500;

/** The record as it leaves the server. */
export async function recordOf(ctx: Ctx, id: string): Promise<Activity> {
  const { table, present } = activityOperations;
  const row = await recordsOf(ctx, "activity").findFirst({
    where: { id },
    select: table.select,
    relationLoadStrategy: "join",
  });
  if (!row) throw notFound("activity");
  return await present(ctx, row);
}

/** Activities of the series that are still to be done, except one, say how they repeat now. */
export async function renameOthers(
  ctx: Ctx,
  seriesId: string,
  id: string | null,
  repeats: string | null,
): Promise<void> {
  await ctx.db.activity.updateMany({
    where: { seriesId, ...(id === null ? {} : { id: { not: id } }), status: { in: [...openStates] } },
    data: { repeats },
  });
}
