import "server-only";
import { type Due, dueFrom, slotOf } from "@/lib/due";
import { nounOf } from "@/lib/nouns/all";
import { recurrenceText } from "@/lib/recurrence/recurrence-text";
import { dateOf, defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { withSavepoint } from "@/server/db/savepoint";
import { emit } from "@/server/events";
import { inTransaction, isRetried } from "@/server/execute";
import type { Row } from "@/server/fields/kind";
import { storedRulesOf } from "@/server/fields/kinds";
import type { StoredLink } from "@/server/fields/links";
import { log } from "@/server/log";
import { writeLinks } from "@/server/nouns/links";
import { recordsOf } from "@/server/nouns/records";
import { activityEvents } from "../../events";
import { activities } from "../../fields";
import { nextReminder } from "../../reminders/rules";
import { zonesOf } from "../../reminders/scope";
import { isOver, momentOf, settledTimes } from "../../rules";
import { type LockedSeries, lockSeries } from "../row";
import { nextAttemptAt, nextOccurrenceDay, passedAt, timesAt } from "../rules";

const longestReason = 1000;

/**
 * Makes the next activity of a series when the one that was made last is completed, cancelled or archived. If it cannot
 * be made, that act holds, and the clock tries again.
 */
export async function repeatWhenOver(ctx: Ctx, before: Row | null, after: Row): Promise<void> {
  if (!after.repeats || !before || isSettled(before) || !isSettled(after)) return;
  const id = String(after.id);
  const row = await ctx.db.activity.findFirst({
    where: { id },
    select: { series: { select: { id: true, attempts: true } } },
  });
  if (!row?.series) return;
  const { series } = row;
  const now = new Date();
  try {
    await withSavepoint(ctx, async () => {
      const locked = await lockSeries(ctx, series.id);
      if (locked?.latestId === id) await makeNext(ctx, locked, now);
    });
  } catch (error) {
    if (isRetried(error)) throw error;
    await noteFailure(ctx, series, error, now);
  }
}

const isSettled = (row: Row) => isOver(String(row.status)) || (row.archivedAt ?? null) !== null;

/** Whether a series has to make its next activity now, and when the next one has to. */
export async function activitySeriesDue(ctx: Ctx, now: Date): Promise<Due> {
  const first = await ctx.db.activitySeries.findFirst({
    where: { nextAt: { not: null } },
    orderBy: { nextAt: "asc" },
    select: { nextAt: true },
  });
  return dueFrom(first?.nextAt ?? null, now, slotOf(now, "second"));
}

/**
 * Makes the next activities of the series whose time has come; returns how many. A series that fails is tried again
 * later, and the others do not wait for it.
 */
export async function repeatDueSeries(ctx: Ctx, now: Date): Promise<number> {
  let made = 0;
  for (;;) {
    const due = await ctx.db.activitySeries.findFirst({
      where: { nextAt: { lte: now } },
      orderBy: [{ nextAt: "asc" }, { id: "asc" }],
      select: { id: true, attempts: true },
    });
    if (!due) return made;
    try {
      await inTransaction(ctx, async (inner) => {
        const series = await lockSeries(inner, due.id);
        if (series?.nextAt && series.nextAt <= now) await makeNext(inner, series, now);
      });
      made += 1;
    } catch (error) {
      // A person may have continued the series in the meantime.
      await noteFailure(ctx, due, error, now, { nextAt: { lte: now } });
    }
  }
}

/** Notes why a series failed, and when it is tried again. */
async function noteFailure(
  ctx: Ctx,
  { id, attempts }: { id: string; attempts: number },
  error: unknown,
  now: Date,
  where: Prisma.ActivitySeriesWhereInput = {},
): Promise<void> {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, longestReason);
  log.error({ tenantId: ctx.tenant.id, seriesId: id, attempts: attempts + 1, err: error }, "a series failed");
  const data = { attempts: attempts + 1, reason, nextAt: nextAttemptAt(attempts + 1, now) };
  await ctx.db.activitySeries.updateMany({ where: { id, attempts, ...where }, data });
}

/** Makes the next activity of a locked series, or ends the series when its rule has no further day. */
async function makeNext(ctx: Ctx, series: LockedSeries, now: Date): Promise<void> {
  if (series.nextAt === null) return;
  const day = nextOccurrenceDay(series, series.lastOn, now);
  if (day === null) {
    await ctx.db.activitySeries.updateMany({ where: { id: series.id }, data: { nextAt: null } });
    return;
  }
  const latestId = await writeOccurrence(ctx, series, day, now);
  const nextAt = passedAt({ day, minute: series.minute }, series.zone, series.duration);
  await ctx.db.activitySeries.updateMany({
    where: { id: series.id },
    data: { latestId, lastOn: new Date(day), nextAt, attempts: 0, reason: null },
  });
}

async function writeOccurrence(ctx: Ctx, series: LockedSeries, day: string, now: Date): Promise<string> {
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
    at: momentOf({ ...times, completedAt: null }),
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

/** Those of these members that were not removed. */
async function present(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await ctx.db.member.findMany({
    where: { id: { in: [...ids] }, status: { not: "removed" } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** The assignee of a series; after they left the owner of the first linked record, else nobody. */
async function assigneeOf(ctx: Ctx, ownerId: string | null, links: readonly StoredLink[]) {
  if (ownerId === null || (await present(ctx, [ownerId])).has(ownerId)) return { ownerId, hasLeft: false };
  const [first] = links;
  const isOwned = first !== undefined && nounOf(first.entity)?.owned === true;
  const row = isOwned
    ? await recordsOf(ctx, first.entity).findFirst({
        where: { id: first.id },
        select: { id: true, version: true, ownerId: true },
      })
    : null;
  const theirs = (row?.ownerId ?? null) as string | null;
  const stays = theirs !== null && (await present(ctx, [theirs])).has(theirs);
  return { ownerId: stays ? theirs : null, hasLeft: true };
}

async function colleagues(ctx: Ctx, ids: string[] | null): Promise<Record<string, unknown>> {
  if (ids === null) return {};
  const there = await present(ctx, ids);
  const { participants } = activities.fields;
  const stays = ids.filter((id) => there.has(id));
  return storedRulesOf(participants as never).write("participants", participants as never, stays as never, ctx.tenant);
}
