import "server-only";
import { z } from "zod";
import { type Interval, nextWorkingInstant } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { workspaceCalendar } from "../bootstrap";
import { calendarEvents } from "../events";
import { calendarSelect, presentDay } from "../row";
import { maxCalendars, sortedIntervals, typed } from "../rules";
import { setWorkingHoursInput, type WorkingHours, workingHours } from "../schema";
import { calendarScope, workerOf } from "../scope";
import { dayColumns } from "./days";
import { calendarsOf } from "./resolve";

const ofMember = (ctx: Ctx, memberId: string) =>
  ctx.db.calendar.findFirst({ where: { members: { some: { id: memberId } } }, select: calendarSelect });

async function answer(ctx: Ctx, memberId: string): Promise<WorkingHours> {
  const chosen = await ofMember(ctx, memberId);
  const { zone, week } = (await calendarsOf(ctx, [memberId]))(memberId);
  const calendars = await ctx.db.calendar.findMany({
    where: { kind: { not: "own" } },
    orderBy: [{ kind: "desc" }, { nameKey: "asc" }, { id: "asc" }],
    take: maxCalendars + 1,
    select: { id: true, kind: true, name: true },
  });
  const own = chosen?.kind === "own" ? chosen : null;
  return {
    calendarId: own ? null : (chosen?.id ?? null),
    own: own && {
      zone: own.zone,
      week: own.week as unknown as Interval[][],
      days: own.days.map(presentDay).map(({ from, until, intervals, label }) => ({ from, until, intervals, label })),
    },
    works: { zone, week: week.map((intervals) => [...intervals]) },
    calendars: calendars as WorkingHours["calendars"],
  };
}

export const getWorkingHours = platform.operation({
  kind: "query",
  permission: "calendar:view",
  staff: "never",
  input: z.object({}),
  output: workingHours,
  rest: { method: "GET", path: "/working-hours" },
  describe: "Your working hours: those of a calendar of the workspace, or your own with your days off.",
  run: (ctx) => answer(ctx, workerOf(ctx)),
});

export const setWorkingHours = platform.operation({
  kind: "mutation",
  permission: "calendar:view",
  staff: "never",
  uses: [{ scope: calendarScope, ids: (input) => [input.calendarId] }],
  input: setWorkingHoursInput,
  output: workingHours,
  rest: { method: "PATCH", path: "/working-hours" },
  describe:
    "Sets your working hours: a calendar of the workspace, or hours and days off of your own. Without either you work as the workspace does. Also applies to e-mails that wait for your hours.",
  async run(ctx, { calendarId = null, own = null }) {
    const memberId = workerOf(ctx);
    await holdMember(ctx, memberId);
    const before = await ofMember(ctx, memberId);
    const former = before?.kind === "own" ? before.id : null;
    const workspace = await workspaceCalendar(ctx);
    const next = own ? await writeOwn(ctx, former, { ...own, parentId: workspace }) : calendarId;
    await ctx.db.member.updateMany({ where: { id: memberId }, data: { calendarId: next === workspace ? null : next } });
    if (former && next !== former) await ctx.db.calendar.deleteMany({ where: { id: former, kind: "own" } });
    const calendar = (await calendarsOf(ctx, [memberId]))(memberId);
    if (nextWorkingInstant(calendar, new Date()) === null)
      throw invalid("own", "You would not work in the next seven years. Leave a working day.");
    emit(ctx, calendarEvents.chosen, { id: next ?? workspace, data: {} });
    return await answer(ctx, memberId);
  },
});

/** Two changes of one member's hours come one after the other. */
const holdMember = (ctx: Ctx, memberId: string) =>
  tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select 1 as held from members where tenant_id = ${ctx.tenant.id}::uuid and id = ${memberId}::uuid for update`,
  );

interface OwnHours extends Pick<NonNullable<z.output<typeof setWorkingHoursInput>["own"]>, "zone" | "week" | "days"> {
  parentId: string;
}

const name = "Own hours";

/** Writes the own hours of a member, and returns the id of their calendar. Without days those that are there stay. */
async function writeOwn(ctx: Ctx, former: string | null, { zone, week, days, parentId }: OwnHours): Promise<string> {
  const columns = { zone, week: week.map(sortedIntervals) as unknown as Prisma.InputJsonValue, parentId };
  if (former) await ctx.db.calendar.updateMany({ where: { id: former }, data: columns });
  const id =
    former ??
    (
      await ctx.db.calendar.create({
        data: { ...columns, kind: "own", name, nameKey: name.toLowerCase() },
        select: { id: true },
      })
    ).id;
  if (days) {
    await ctx.db.calendarDay.deleteMany({ where: { calendarId: id } });
    await ctx.db.calendarDay.createMany({
      data: days.map((day) => ({ ...dayColumns(day), calendarId: id, source: typed })),
    });
  }
  return id;
}
