import "server-only";
import { passedAt } from "@/lib/recurrence/schedule";
import type { Ctx } from "../context.ts";
import { recordsOf } from "../nouns/records.ts";
import { lockSeries, type SeriesKind, seriesOf } from "./kind.ts";
import { type Repeating, renameOthers, requireOthers } from "./set-repeat.ts";

/**
 * Ends the series of a record that is being archived: no next one is made, and its other records, which stay, repeat no more.
 * Returns whether there was one to end.
 */
export async function endSeries(ctx: Ctx, of: Repeating, id: string): Promise<boolean> {
  const { kind } = of;
  const seriesId = await seriesIdOf(ctx, kind, id);
  await requireOthers(ctx, of, seriesId);
  const series = await lockSeries(ctx, kind, seriesId);
  if (!series || series.nextAt === null) return false;
  await seriesOf(ctx, kind).updateMany({ where: { id: series.id }, data: { nextAt: null, endedById: id } });
  await renameOthers(ctx, kind, { seriesId: series.id, id, repeats: null });
  return true;
}

/** Continues the series that ended when this record was archived; one whose rule has no further day ends again. */
export async function continueSeries(ctx: Ctx, kind: SeriesKind, id: string): Promise<void> {
  const series = await lockSeries(ctx, kind, await seriesIdOf(ctx, kind, id));
  if (!series || series.nextAt !== null || series.row.endedById !== id) return;
  const nextAt = passedAt({ day: series.lastOn, minute: series.minute }, series.zone, series.duration);
  const data = { nextAt, endedById: null, attempts: 0, reason: null };
  await seriesOf(ctx, kind).updateMany({ where: { id: series.id }, data });
  const row = await recordsOf(ctx, kind.entity).findFirst({ where: { id }, select: { repeats: true } });
  await renameOthers(ctx, kind, { seriesId: series.id, id, repeats: (row?.repeats ?? null) as string | null });
}

async function seriesIdOf(ctx: Ctx, { entity }: SeriesKind, id: string): Promise<string | null> {
  const row = await recordsOf(ctx, entity).findFirst({ where: { id }, select: { seriesId: true } });
  return (row?.seriesId ?? null) as string | null;
}
