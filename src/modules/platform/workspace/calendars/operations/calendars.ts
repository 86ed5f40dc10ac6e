import "server-only";
import { z } from "zod";
import { counted, wordsFor } from "@/lib/counted";
import { foldKey } from "@/lib/text";
import type { Interval } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { oneImportAtATime } from "@/server/import-lock";
import type { TreeField } from "@/server/nouns/tree";
import { checkPlace } from "@/server/nouns/tree-rule";
import { updateVersioned } from "@/server/versions";
import { calendarEvents } from "../events";
import { type CalendarHead, headSelect } from "../row";
import { maxCalendars, sortedIntervals } from "../rules";
import {
  calendar,
  calendarList,
  calendarVersionInput,
  createCalendarInput,
  deletedCalendar,
  updateCalendarInput,
} from "../schema";
import { calendarScope } from "../scope";
import { calendarAnswer, calendarAnswers, calendarRow, requireWork } from "./answers";

const below: TreeField = {
  one: "calendar",
  table: "calendars",
  owned: false,
  importedWith: "calendar",
  field: "parent",
  label: "calendar above it",
  column: "parentId",
  sqlColumn: "parent_id",
};

/** Two changes at once would both find a name free, or close a circle together. */
export const oneCalendarAtATime = (ctx: Ctx) => oneImportAtATime(ctx, below.importedWith, false);

const existing = {
  kind: "mutation",
  permission: "calendar:manage",
  on: { scope: calendarScope, ids: (input: { id: string }) => [input.id] },
} as const;

export const listCalendars = platform.operation({
  kind: "query",
  permission: "calendar:view",
  input: z.object({}),
  output: calendarList,
  rest: { method: "GET", path: "/calendars" },
  describe:
    "The calendars of the workspace with their working hours, holidays and other days: first the one that holds for everybody, then the others by name.",
  run: calendarAnswers,
});

export const createCalendar = platform.operation({
  kind: "mutation",
  permission: "calendar:manage",
  uses: [{ scope: calendarScope, ids: (input) => [input.parentId] }],
  input: createCalendarInput,
  output: calendar,
  rest: { method: "POST", path: "/calendars", creates: true },
  describe:
    "Creates a calendar, such as that of a shift or an office. Hours and zone that it does not give are those of the calendar above it.",
  async run(ctx, { name, parentId = null, zone = null, week = null }) {
    await oneCalendarAtATime(ctx);
    if ((await ctx.db.calendar.count({ where: { kind: "shared" } })) >= maxCalendars)
      throw new AppError("CONFLICT", `A workspace can have at most ${maxCalendars} calendars. Delete one first.`);
    await refuseTwin(ctx, name);
    await checkParent(ctx, null, parentId);
    const { id, version } = await ctx.db.calendar.create({
      data: { kind: "shared", name, nameKey: foldKey(name), parentId, zone, week: stored(week) },
      select: { id: true, version: true },
    });
    emit(ctx, calendarEvents.created, { id, version, after: { name, parentId, zone }, data: {} });
    await requireWork(ctx, "week");
    return await calendarAnswer(ctx, id);
  },
});

export const updateCalendar = platform.operation({
  ...existing,
  uses: [{ scope: calendarScope, ids: (input) => [input.parentId] }],
  input: updateCalendarInput,
  output: calendar,
  rest: { method: "PATCH", path: "/calendars/{id}" },
  describe:
    "Changes the name, the hours of the week, the time zone, or the calendar above it. Null takes hours and zone from the calendar above.",
  async run(ctx, { id, version, name, parentId, zone, week }) {
    await oneCalendarAtATime(ctx);
    const before = await calendarRow(ctx, id);
    refuseLeavingWorkspace(before, { parentId, zone, week });
    if (name !== undefined) await refuseTwin(ctx, name, id);
    if (parentId !== undefined && parentId !== before.parentId) await checkParent(ctx, id, parentId);
    const columns = defined({
      name,
      nameKey: name === undefined ? undefined : foldKey(name),
      parentId,
      zone,
      week: week === undefined ? undefined : ((week?.map(sortedIntervals) as unknown as Prisma.JsonValue) ?? null),
    });
    await updateVersioned<CalendarHead>(ctx, {
      event: calendarEvents.updated,
      id,
      version,
      columns,
      select: headSelect,
      load: () => ctx.db.calendar.findFirst({ where: { id }, select: headSelect }),
      write: async (expected) => {
        const { week: _week, ...plain } = columns;
        const data = { ...plain, ...(week === undefined ? {} : { week: stored(week) }), version: { increment: 1 } };
        return await ctx.db.calendar.update({ where: { id, version: expected }, data, select: headSelect });
      },
      present: ({ id: changed, name: current, version: now }) => ({ id: changed, name: current, version: now }),
    });
    await requireWork(ctx, "week");
    return await calendarAnswer(ctx, id);
  },
});

export const deleteCalendar = platform.operation({
  ...existing,
  input: calendarVersionInput,
  output: deletedCalendar,
  rest: { method: "DELETE", path: "/calendars/{id}" },
  describe:
    "Deletes a calendar with its days. Members who work by it then work by that of the workspace. Refused while calendars are below it.",
  async run(ctx, { id, version }) {
    await oneCalendarAtATime(ctx);
    const row = await calendarRow(ctx, id);
    if (row.kind === "workspace") throw new AppError("CONFLICT", "A workspace needs its calendar. Change its hours.");
    const children = await ctx.db.calendar.count({ where: { parentId: id } });
    if (children > 0)
      throw new AppError(
        "CONFLICT",
        `${counted(children, { one: "calendar is", many: "calendars are" }, ctx.tenant.locale)} below this one. Move or delete ${wordsFor(children, { one: "it", many: "them" })} first.`,
      );
    if (row.version !== version)
      throw new AppError(
        "CONFLICT",
        "Someone changed this calendar in the meantime. Check again before you delete it.",
        {
          current: await calendarAnswer(ctx, id),
        },
      );
    await ctx.db.member.updateMany({ where: { calendarId: id }, data: { calendarId: null } });
    await ctx.db.calendar.delete({ where: { id, version } });
    const { name, parentId, zone } = row;
    emit(ctx, calendarEvents.deleted, { id, before: { name, parentId, zone }, data: { name } });
    return { id };
  },
});

const stored = (week: readonly (readonly Interval[])[] | null) =>
  week ? (week.map(sortedIntervals) as unknown as Prisma.InputJsonValue) : Prisma.DbNull;

/** The calendar of the workspace is the top: it has hours of its own, and the zone of the workspace. */
function refuseLeavingWorkspace(
  { kind }: CalendarHead,
  { parentId, zone, week }: { parentId: unknown; zone: unknown; week: unknown },
): void {
  if (kind !== "workspace") return;
  if (parentId) throw invalid("parentId", "The calendar of the workspace is above all others.");
  if (zone) throw invalid("zone", "It has the time zone of the workspace. Change that under General.");
  if (week === null) throw invalid("week", "Give the hours of the workspace.");
}

async function checkParent(ctx: Ctx, id: string | null, parentId: string | null): Promise<void> {
  if (parentId === null) return;
  const parent = await ctx.db.calendar.findFirst({ where: { id: parentId }, select: { kind: true } });
  if (!parent) throw notFound("calendar");
  if (parent.kind === "own") throw invalid("parentId", "The own hours of a member are not above other calendars.");
  await checkPlace(ctx, below, { id, aboveId: parentId });
}

async function refuseTwin(ctx: Ctx, name: string, id?: string): Promise<void> {
  const where = { nameKey: foldKey(name), kind: { not: "own" }, ...(id ? { id: { not: id } } : {}) };
  if (await ctx.db.calendar.findFirst({ where, select: { id: true } }))
    throw invalid("name", "Another calendar has this name. Use a different one.");
}
