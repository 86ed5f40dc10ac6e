import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { erasedTexts } from "@/server/nouns/personal";
import type { PersonalPlace } from "@/server/personal/places";
import { activityOperations } from "../../operations/all";
import { lockActivities } from "./make-next";

/** Series of activities about the person: the texts of their next ones. They end, since nothing is left to do. */
export const seriesAboutPeople: PersonalPlace = {
  key: "series",
  read: (ctx, { id }) => seriesAbout(ctx, id),
  async erase(ctx, { id }) {
    for (const series of await seriesAbout(ctx, id))
      await inTransaction(ctx, (inner) => endSeries(inner, series.id, id));
    return null;
  },
};

const seriesAbout = ({ tenant, db }: Ctx, id: string) =>
  tenantSql<{ id: string; rule: unknown; values: unknown }>(
    tenant.id,
    db,
    Prisma.sql`
      select id, rule, values from activity_series
      where tenant_id = ${tenant.id}::uuid and values -> 'about' @> ${JSON.stringify([{ id }])}::jsonb`,
  );

async function endSeries(ctx: Ctx, seriesId: string, personId: string): Promise<void> {
  const series = await lockActivities(ctx, seriesId);
  if (!series) return;
  const erased = Object.entries(erasedTexts(activityOperations.runtime, ctx.tenant));
  const values = {
    ...series.values,
    ...Object.fromEntries(erased.filter(([column]) => column in series.values)),
    about: series.values.about.filter((link) => link.id !== personId),
  };
  await ctx.db.activitySeries.updateMany({
    where: { id: seriesId },
    data: { values: values as unknown as Prisma.InputJsonObject, nextAt: null, reason: null },
  });
}
