import "server-only";
import type { Due } from "@/lib/due";
import { nounOf } from "@/lib/nouns/all";
import { recurrenceText } from "@/lib/recurrence/recurrence-text";
import { placeOf, timesAt } from "@/lib/recurrence/schedule";
import { dateOf, defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { emit } from "@/server/events";
import type { Row } from "@/server/fields/kind";
import { storedRulesOf } from "@/server/fields/kinds";
import type { StoredLink } from "@/server/fields/links";
import { writeLinks } from "@/server/nouns/links";
import { recordsOf } from "@/server/nouns/records";
import { type LockedSeries, lockSeries, type SeriesKind } from "@/server/series/kind";
import * as next from "@/server/series/make-next";
import { membersThere } from "@/server/series/members-there";
import { activityEvents } from "../../events";
import { activities } from "../../fields";
import { nextReminder } from "../../reminders/rules";
import { zonesOf } from "../../reminders/scope";
import { isOver, momentOf, openStates, settledTimes } from "../../rules";
import { type SeriesValues, valuesOf } from "../row";

const valuesIn = (row: Readonly<Record<string, unknown>>): SeriesValues => row.values as SeriesValues;

/** How activities repeat: a series holds the values of the next one. */
export const activitySeries: SeriesKind = {
  entity: "activity",
  model: "activitySeries",
  table: "activity_series",
  timed: true,
  updated: activityEvents.updated,
  select: { startsAt: true, dueOn: true, status: true },
  open: { status: { in: [...openStates] } },
  isOver: (row) => isOver(String(row.status)),
  placeOf: (row, zone) => placeOf(row as unknown as Parameters<typeof placeOf>[0], zone),
  keep: async (ctx, id) => ({ values: await valuesOf(ctx, id) }),
  durationOf: (row) => valuesIn(row).duration,
  write: (ctx, series, day, now) => writeOccurrence(ctx, { ...series, values: valuesIn(series.row) }, day, now),
};

/** A locked series with what its next activities take. */
export interface LockedActivities extends LockedSeries {
  values: SeriesValues;
}

/** Locks a series of activities and reads it; null if there is none. */
export async function lockActivities(ctx: Ctx, id: string | null): Promise<LockedActivities | null> {
  const series = await lockSeries(ctx, activitySeries, id);
  return series && { ...series, values: valuesIn(series.row) };
}

/** Makes the next activity of a series when the one that was made last is completed, cancelled or archived. */
export const repeatWhenOver = (ctx: Ctx, before: Row | null, after: Row): Promise<void> =>
  next.repeatWhenOver(ctx, activitySeries, before, after);

/** Whether a series has to make its next activity now, and when the next one has to. */
export const activitySeriesDue = (ctx: Ctx, now: Date): Promise<Due> => next.seriesDue(ctx, activitySeries, now);

/** Makes the next activities of the series whose time has come; returns how many. */
export const repeatDueSeries = (ctx: Ctx, now: Date): Promise<number> => next.repeatDueSeries(ctx, activitySeries, now);

async function writeOccurrence(ctx: Ctx, series: LockedActivities, day: string, now: Date): Promise<string> {
  const { about, participants, ...values } = series.values;
  const links = await existing(ctx, about);
  const { ownerId, hasLeft } = await assigneeOf(ctx, values.ownerId, links);
  const zoneOf = await zonesOf(ctx, ownerId === null ? [] : [ownerId]);
  const planned = { ...timesAt({ day, minute: series.minute }, series.zone), endsAt: null, duration: series.duration };
  const times = settledTimes(planned, new Set());
  if ("field" in times) throw new Error(`A series has impossible times: ${times.reason}`);
  const reminders = values.reminders as string[] | null;
  const data = defined({
    ...filled(values),
    ...filled(await colleagues(ctx, participants as string[] | null)),
    ...times,
    ownerId,
    at: momentOf({ ...times, completedAt: null }, ctx.tenant.timeZone),
    remindAt: nextReminder({ ...times, reminders }, zoneOf(ownerId), now),
    repeats: recurrenceText(series.rule, series.startOn, ctx.tenant.locale),
    seriesId: series.id,
    occurrence: dateOf(day),
  });
  const row = await ctx.db.activity.create({
    data: data as unknown as Prisma.ActivityUncheckedCreateInput,
    select: { id: true, version: true, name: true },
  });
  await writeLinks(ctx, "activity", row.id, { about: links });
  // The assignee of a series is not notified of each activity: its owner is left out here.
  emit(ctx, activityEvents.created, { id: row.id, version: row.version, after: { name: row.name }, data: {} });
  if (hasLeft)
    emit(ctx, activityEvents.assigneeLeft, {
      id: row.id,
      parents: links.map(({ entity, id }) => ({ entity, id })),
      data: {},
    });
  return row.id;
}

/** JSON columns that are empty are left to the database. */
const filled = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** The links whose records are still there. */
async function existing(ctx: Ctx, links: readonly StoredLink[]): Promise<StoredLink[]> {
  const found = new Set<string>();
  for (const entity of new Set(links.map((link) => link.entity))) {
    const ids = links.filter((link) => link.entity === entity).map(({ id }) => id);
    const rows = await recordsOf(ctx, entity).findMany({
      where: { id: { in: ids } },
      select: { id: true, version: true },
    });
    for (const { id } of rows) found.add(id);
  }
  return links.filter(({ id }) => found.has(id));
}

/** The assignee of a series; after they left the owner of the first linked record, else nobody. */
async function assigneeOf(ctx: Ctx, ownerId: string | null, links: readonly StoredLink[]) {
  if (ownerId === null || (await membersThere(ctx, [ownerId])).has(ownerId)) return { ownerId, hasLeft: false };
  const [first] = links;
  const isOwned = first !== undefined && nounOf(first.entity)?.owned === true;
  const row = isOwned
    ? await recordsOf(ctx, first.entity).findFirst({
        where: { id: first.id },
        select: { id: true, version: true, ownerId: true },
      })
    : null;
  const theirs = (row?.ownerId ?? null) as string | null;
  const stays = theirs !== null && (await membersThere(ctx, [theirs])).has(theirs);
  return { ownerId: stays ? theirs : null, hasLeft: true };
}

async function colleagues(ctx: Ctx, ids: string[] | null): Promise<Record<string, unknown>> {
  if (ids === null) return {};
  const there = await membersThere(ctx, ids);
  const { participants } = activities.fields;
  const stays = ids.filter((id) => there.has(id));
  return storedRulesOf(participants as never).write("participants", participants as never, stays as never, ctx.tenant);
}
