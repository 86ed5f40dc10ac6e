import "server-only";
import { type Due, dueFrom, slotOf } from "@/lib/due";
import { nextAttemptAt, nextOccurrenceDay, passedAt } from "@/lib/recurrence/schedule";
import type { Ctx } from "../context.ts";
import { withSavepoint } from "../db/savepoint.ts";
import { AppError } from "../errors.ts";
import { inTransaction, isRetried } from "../execute.ts";
import { log } from "../log.ts";
import { holdModuleLimits } from "../module-limits.ts";
import { recordsOf } from "../nouns/records.ts";
import { continueSeries } from "./end-series.ts";
import { type LockedSeries, lockSeries, type SeriesKind, seriesOf } from "./kind.ts";

type Row = Readonly<Record<string, unknown>>;
const longestReason = 1000;
const restMs = 24 * 60 * 60 * 1000;

/**
 * Makes the next record of a series when the one that was made last is over or archived; one that is restored continues a
 * series that ended with it. If it cannot be made, that act holds, and the clock tries again.
 */
export async function repeatWhenOver(ctx: Ctx, kind: SeriesKind, before: Row | null, after: Row): Promise<void> {
  if (!after.repeats || !before) return;
  const isArchived = (row: Row) => (row.archivedAt ?? null) !== null;
  const isSettled = (row: Row) => kind.isOver(row) || isArchived(row);
  if (isArchived(before) && !isSettled(after)) return await continueSeries(ctx, kind, String(after.id));
  if (isSettled(before) || !isSettled(after)) return;
  const id = String(after.id);
  const row = await recordsOf(ctx, kind.entity).findFirst({
    where: { id },
    select: { series: { select: { id: true, attempts: true, latestId: true } } },
  });
  const series = (row?.series ?? null) as Failing | null;
  if (!series) return;
  const now = new Date();
  try {
    await withSavepoint(ctx, async () => {
      const locked = await lockSeries(ctx, kind, series.id);
      if (locked?.latestId !== id) return;
      await makeNext(ctx, kind, locked, now);
      // A refusal by a limit undoes this part and not the whole act.
      await holdModuleLimits(ctx);
    });
  } catch (error) {
    if (isRetried(error)) throw error;
    await noteFailure(ctx, kind, series, { error, now });
  }
}

/** Whether a series has to make its next record now, and when the next one has to. */
export async function seriesDue(ctx: Ctx, kind: SeriesKind, now: Date): Promise<Due> {
  const first = await seriesOf(ctx, kind).findFirst({
    where: { nextAt: { not: null } },
    orderBy: { nextAt: "asc" },
    select: { nextAt: true },
  });
  return dueFrom(first?.nextAt ?? null, now, slotOf(now, "second"));
}

/**
 * Makes the next records of the series whose time has come; returns how many. A series that fails is tried again
 * later, and the others do not wait for it.
 */
export async function repeatDueSeries(ctx: Ctx, kind: SeriesKind, now: Date): Promise<number> {
  let made = 0;
  for (;;) {
    const due = await seriesOf(ctx, kind).findFirst({
      where: { nextAt: { lte: now } },
      orderBy: [{ nextAt: "asc" }, { id: "asc" }],
      select: { id: true, attempts: true, latestId: true },
    });
    if (!due) return made;
    try {
      const isMade = await inTransaction(ctx, async (inner) => {
        const series = await lockSeries(inner, kind, due.id);
        return series?.nextAt && series.nextAt <= now ? await makeNext(inner, kind, series, now) : true;
      });
      if (isMade) made += 1;
    } catch (error) {
      // A person may have continued the series in the meantime.
      const where = { nextAt: { lte: now } };
      await inTransaction(ctx, (inner) => noteFailure(inner, kind, due, { error, now, where }));
    }
  }
}

type Failing = Pick<LockedSeries, "id" | "attempts" | "latestId">;
interface Failure {
  error: unknown;
  now: Date;
  /** The series is still so. */
  where?: Row;
}

/** Notes why a series failed, and when it is tried again. The system says so: whoever completed a record is told too. */
async function noteFailure(ctx: Ctx, kind: SeriesKind, series: Failing, { error, now, where }: Failure): Promise<void> {
  const { id, attempts, latestId } = series;
  const isRefused = error instanceof AppError;
  // People read the reason, so that of a defect is left to the log.
  const reason = (isRefused ? error.message : "Something went wrong on our side.").slice(0, longestReason);
  log.error({ tenantId: ctx.tenant.id, seriesId: id, attempts: attempts + 1, err: error }, "a series failed");
  const data = { attempts: attempts + 1, reason, nextAt: nextAttemptAt(attempts + 1, now) };
  await seriesOf(ctx, kind).updateMany({ where: { id, attempts, ...where }, data });
  const system: Ctx = { ...ctx, actor: { type: "system", job: "repeat", reason: "makes the next of a series" } };
  if (attempts === 0 && isRefused && latestId) await kind.failed?.(system, latestId, reason);
}

/**
 * Makes the next record of a locked series, or ends the series when its rule has no further day. Returns false for one that rests:
 * the clock asks again a day later.
 */
async function makeNext(ctx: Ctx, kind: SeriesKind, series: LockedSeries, now: Date): Promise<boolean> {
  if (series.nextAt === null) return true;
  if (series.latestId && (await kind.rests?.(ctx, series.latestId))) {
    const data = { nextAt: new Date(now.getTime() + restMs), attempts: 0, reason: null };
    await seriesOf(ctx, kind).updateMany({ where: { id: series.id }, data });
    return false;
  }
  const day = nextOccurrenceDay(series, series.lastOn, now);
  const latestId = day === null ? null : await kind.write(ctx, series, day, now);
  const where = { id: series.id };
  if (day === null || latestId === null) {
    await seriesOf(ctx, kind).updateMany({ where, data: { nextAt: null } });
    return true;
  }
  const nextAt = passedAt({ day, minute: series.minute }, series.zone, series.duration);
  const data = { latestId, lastOn: new Date(day), nextAt, attempts: 0, reason: null };
  await seriesOf(ctx, kind).updateMany({ where, data });
  return true;
}
