import "server-only";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { emit } from "@/server/events";
import { calendarEvents } from "./events";
import { firstWeek } from "./rules";

const name = "Working hours";

/** A new workspace works from Monday to Friday; admins change its hours in the settings. */
export async function bootstrapCalendars(ctx: Ctx): Promise<void> {
  await workspaceCalendar(ctx);
}

/** The id of the calendar of the workspace, which is made when there is none yet. */
export async function workspaceCalendar(ctx: Ctx): Promise<string> {
  const known = await ctx.db.calendar.findFirst({ where: { kind: "workspace" }, select: { id: true } });
  if (known) return known.id;
  const { id, version } = await ctx.db.calendar.create({
    data: {
      kind: "workspace",
      name,
      nameKey: name.toLowerCase(),
      week: firstWeek as unknown as Prisma.InputJsonValue,
    },
    select: { id: true, version: true },
  });
  emit(ctx, calendarEvents.created, { id, version, after: { name }, data: {} });
  return id;
}
