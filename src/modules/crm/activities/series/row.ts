import "server-only";
import { type RecurrenceRule, recurrenceRule } from "@/lib/recurrence/rule";
import { dayOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import type { StoredLink } from "@/server/fields/links";
import type { Schedule } from "./rules";

/** The columns that the next occurrence takes from its series, by the fields that hold them. */
export const copied = {
  name: ["name", "nameKey"],
  kind: ["kind"],
  priority: ["priority"],
  direction: ["direction"],
  duration: ["duration"],
  ownerId: ["ownerId"],
  participants: ["participants"],
  location: ["location"],
  link: ["link"],
  description: ["description", "descriptionDoc"],
  reminders: ["reminders"],
  creatorId: ["creatorId"],
} as const;

const columns = Object.values(copied).flat();
const select = Object.fromEntries(columns.map((column) => [column, true])) as { [K in (typeof columns)[number]]: true };

/** The columns and links of the next occurrence, as the series holds them. */
export type SeriesValues = Prisma.ActivityGetPayload<{ select: typeof select }> & { about: StoredLink[] };

/** Those of an activity as it is now. */
export async function valuesOf(ctx: Ctx, activityId: string): Promise<SeriesValues> {
  const row = await ctx.db.activity.findFirst({ where: { id: activityId }, select });
  if (!row) throw notFound("activity");
  const links = await ctx.db.recordLink.findMany({
    where: { fromId: activityId, field: "about" },
    orderBy: { position: "asc" },
    select: { toEntity: true, toId: true, data: true },
  });
  return {
    ...row,
    about: links.map(({ toEntity, toId, data }) => ({ entity: toEntity, id: toId, data: data as StoredLink["data"] })),
  };
}

/** A series, locked until the transaction ends. */
export interface LockedSeries extends Schedule {
  id: string;
  values: SeriesValues;
  latestId: string | null;
  lastOn: string;
  /** Null: it has ended. */
  nextAt: Date | null;
}

/**
 * Locks a series and reads it; null if there is none. Every act that makes or changes an occurrence holds this
 * lock, so that no next one is made twice or from values that change meanwhile.
 */
export async function lockSeries(ctx: Ctx, id: string | null): Promise<LockedSeries | null> {
  if (id === null) return null;
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select id from activity_series where tenant_id = ${ctx.tenant.id}::uuid and id = ${id}::uuid for update`,
  );
  const row = await ctx.db.activitySeries.findFirst({ where: { id } });
  if (!row) return null;
  const values = row.values as unknown as SeriesValues;
  return {
    ...row,
    values,
    duration: values.duration,
    rule: ruleOf(row.rule),
    startOn: dayOf(row.startOn) ?? "",
    lastOn: dayOf(row.lastOn) ?? "",
  };
}

/** A stored rule; it was checked when it was written. */
export const ruleOf = (stored: unknown): RecurrenceRule => recurrenceRule.parse(stored);
