import "server-only";
import { passedAt } from "@/lib/recurrence/schedule";
import type { Ctx } from "../context.ts";
import { recordsOf } from "../nouns/records.ts";
import { lockSeries, type SeriesKind, seriesOf } from "./kind.ts";
import { type Repeating, requireOthers } from "./set-repeat.ts";

/** Ends the series of a record that is being archived: no next one is made. Its other records stay. */
export async function endSeries(ctx: Ctx, of: Repeating, id: string): Promise<void> {
  const seriesId = await seriesIdOf(ctx, of.kind, id);
  await requireOthers(ctx, of, seriesId);
  const series = await lockSeries(ctx, of.kind, seriesId);
  if (series) await seriesOf(ctx, of.kind).updateMany({ where: { id: series.id }, data: { nextAt: null } });
}

/** Continues the series of a record that is restored, where it had ended with it; one whose rule has no further day ends again. */
export async function continueSeries(ctx: Ctx, kind: SeriesKind, id: string): Promise<void> {
  const series = await lockSeries(ctx, kind, await seriesIdOf(ctx, kind, id));
  if (!series || series.nextAt !== null) return;
  const nextAt = passedAt({ day: series.lastOn, minute: series.minute }, series.zone, series.duration);
  await seriesOf(ctx, kind).updateMany({ where: { id: series.id }, data: { nextAt, attempts: 0, reason: null } });
}

async function seriesIdOf(ctx: Ctx, { entity }: SeriesKind, id: string): Promise<string | null> {
  const row = await recordsOf(ctx, entity).findFirst({ where: { id }, select: { seriesId: true } });
  return (row?.seriesId ?? null) as string | null;
}
