import "server-only";
import { laterDay, passedAt } from "@/lib/recurrence/schedule";
import type { Ctx } from "../context.ts";
import { recordsOf } from "../nouns/records.ts";
import { lockSeries, type SeriesKind, seriesOf } from "./kind.ts";

/**
 * When the record that a series made last was moved to another day, its next one waits for that day, so that two are not open at
 * once. The rule keeps counting from the day that the record had.
 */
export async function followDay(ctx: Ctx, kind: SeriesKind, id: string): Promise<void> {
  const row = await recordsOf(ctx, kind.entity).findFirst({
    where: { id },
    select: { ...kind.select, seriesId: true },
  });
  if (!row || kind.isOver(row)) return;
  const series = await lockSeries(ctx, kind, row.seriesId as string | null);
  if (!series || series.nextAt === null || series.latestId !== id) return;
  const { zone, minute, lastOn, duration } = series;
  const day = laterDay(lastOn, kind.placeOf(row, zone)?.day ?? lastOn);
  await seriesOf(ctx, kind).updateMany({
    where: { id: series.id },
    data: { nextAt: passedAt({ day, minute }, zone, duration) },
  });
}
