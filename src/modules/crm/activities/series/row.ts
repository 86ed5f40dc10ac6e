import "server-only";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { notFound } from "@/server/errors";
import type { StoredLink } from "@/server/fields/links";

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
