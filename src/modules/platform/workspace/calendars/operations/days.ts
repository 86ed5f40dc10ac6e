import "server-only";
import type { z } from "zod";
import { platform } from "@/modules/platform/module";
import { defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { calendarEvents } from "../events";
import { daySelect, presentDay } from "../row";
import { holidaySource, maxDays, sortedIntervals, typed } from "../rules";
import {
  addDaysInput,
  addHolidaysInput,
  calendar,
  type givenDays,
  holidayPlaces,
  holidayPlacesInput,
  removeDaysInput,
  updateDayInput,
} from "../schema";
import { calendarScope } from "../scope";
import { calendarAnswer, calendarRow, requireWork } from "./answers";
import { oneCalendarAtATime } from "./calendars";
import { holidaysOf, placesOf } from "./holidays";

const existing = {
  kind: "mutation",
  permission: "calendar:manage",
  on: { scope: calendarScope, ids: (input: { id: string }) => [input.id] },
  output: calendar,
} as const;

type GivenDay = z.output<typeof givenDays>;

/** The columns of a day with other hours. */
export const dayColumns = ({ from, until, intervals = [], label }: GivenDay) => ({
  from: new Date(from),
  until: new Date(until),
  intervals: sortedIntervals(intervals) as unknown as Prisma.InputJsonValue,
  label,
});

const named = (days: readonly GivenDay[]) => days.map(({ from, until, label }) => ({ from, until, label }));

async function refuseTooMany(ctx: Ctx, calendarId: string, more: number): Promise<void> {
  const count = await ctx.db.calendarDay.count({ where: { calendarId } });
  if (count + more > maxDays)
    throw new AppError("CONFLICT", `A calendar can have at most ${maxDays} such entries. Remove old ones first.`);
}

export const addCalendarDays = platform.operation({
  ...existing,
  input: addDaysInput,
  rest: { method: "POST", path: "/calendars/{id}/days" },
  describe: "Adds days with other hours to a calendar, or days off: days without any hours.",
  async run(ctx, { id, days }) {
    await oneCalendarAtATime(ctx);
    await calendarRow(ctx, id);
    await refuseTooMany(ctx, id, days.length);
    await ctx.db.calendarDay.createMany({
      data: days.map((day) => ({ ...dayColumns(day), calendarId: id, source: typed })),
    });
    emit(ctx, calendarEvents.daysAdded, { id, data: { days: named(days) } });
    await requireWork(ctx, "days");
    return await calendarAnswer(ctx, id);
  },
});

export const updateCalendarDay = platform.operation({
  ...existing,
  input: updateDayInput,
  rest: { method: "PATCH", path: "/calendars/{id}/days/{calendarDayId}" },
  describe: "Changes days of a calendar, holidays too: their dates, hours and label.",
  async run(ctx, { id, calendarDayId, ...day }) {
    await oneCalendarAtATime(ctx);
    await calendarRow(ctx, id);
    const before = await ctx.db.calendarDay.findFirst({
      where: { id: calendarDayId, calendarId: id },
      select: daySelect,
    });
    if (!before) throw notFound("day of the calendar");
    const was = presentDay(before);
    const next = { ...was, ...defined(day) };
    if (next.until < next.from) throw invalid("until", "The last day must not be before the first one.");
    if (JSON.stringify(was) === JSON.stringify(next)) ctx.outcome.unchanged = true;
    else {
      await ctx.db.calendarDay.update({ where: { id: calendarDayId }, data: dayColumns(next) });
      emit(ctx, calendarEvents.dayChanged, { id, data: { label: next.label } });
      await requireWork(ctx, "intervals");
    }
    return await calendarAnswer(ctx, id);
  },
});

export const removeCalendarDays = platform.operation({
  ...existing,
  input: removeDaysInput,
  rest: { method: "POST", path: "/calendars/{id}/days/remove" },
  describe: "Removes days from a calendar: the hours of the week apply to them again.",
  async run(ctx, { id, calendarDayIds }) {
    await oneCalendarAtATime(ctx);
    await calendarRow(ctx, id);
    const where = { calendarId: id, id: { in: calendarDayIds } };
    const rows = await ctx.db.calendarDay.findMany({ where, select: daySelect });
    if (rows.length === 0) ctx.outcome.unchanged = true;
    else {
      await ctx.db.calendarDay.deleteMany({ where });
      emit(ctx, calendarEvents.daysRemoved, { id, data: { days: named(rows.map(presentDay)) } });
      await requireWork(ctx, "calendarDayIds");
    }
    return await calendarAnswer(ctx, id);
  },
});

export const addHolidays = platform.operation({
  ...existing,
  input: addHolidaysInput,
  rest: { method: "POST", path: "/calendars/{id}/holidays" },
  describe:
    "Adds the public holidays of a country, or of one of its states, as days off: those of this year and the next two unless years are given. Days that are there already stay as they are.",
  async run(ctx, { id, country, state = null, years }) {
    const thisYear = new Date().getUTCFullYear();
    const wanted = years ?? [thisYear, thisYear + 1, thisYear + 2];
    const language = new Intl.Locale(ctx.tenant.locale).language;
    const found = await holidaysOf({ country, state, years: wanted, language });
    await oneCalendarAtATime(ctx);
    await calendarRow(ctx, id);
    const known = await ctx.db.calendarDay.findMany({
      where: { calendarId: id, source: { startsWith: holidayPrefix } },
      select: daySelect,
    });
    const taken = new Set(known.map(presentDay).map(({ from, source }) => `${from} ${source}`));
    const fresh = found
      .map(({ year, ...day }) => ({ ...day, source: holidaySource(country, state, year) }))
      .filter(({ from, source }) => !taken.has(`${from} ${source}`));
    if (fresh.length === 0) {
      ctx.outcome.unchanged = true;
      return await calendarAnswer(ctx, id);
    }
    await refuseTooMany(ctx, id, fresh.length);
    await ctx.db.calendarDay.createMany({
      data: fresh.map(({ source, ...day }) => ({ ...dayColumns(day), calendarId: id, source })),
    });
    const source = holidaySource(country, state, Math.max(...wanted));
    emit(ctx, calendarEvents.holidaysAdded, { id, data: { source, count: fresh.length } });
    await requireWork(ctx, "country");
    return await calendarAnswer(ctx, id);
  },
});

const holidayPrefix = "holidays:";

export const listHolidayPlaces = platform.operation({
  kind: "query",
  permission: "calendar:manage",
  input: holidayPlacesInput,
  output: holidayPlaces,
  rest: { method: "GET", path: "/holiday-places" },
  describe: "The countries whose holidays are known, and the states of one of them that have holidays of their own.",
  run: (_ctx, { country }) => placesOf(country),
});
