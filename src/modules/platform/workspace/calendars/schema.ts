import { z } from "zod";
import { day, givenDay, id, lineUpTo, shortText, version } from "@/lib/zod";
import { timeZone } from "../tenants/schema";
import { dayMinutes, intervalsProblem, maxDays, maxIntervals } from "./rules";

const interval = z.object({
  /** Minutes after midnight. */
  from: z.int().min(0).max(dayMinutes),
  /** Not included; 1440 is the end of the day. */
  until: z.int().min(0),
});

/** The times of work of one day, refused when one is longer than the day or two overlap. */
const givenIntervals = z
  .array(interval)
  .max(maxIntervals, `A day can have at most ${maxIntervals} times of work.`)
  .superRefine((intervals, context) => {
    const message = intervalsProblem(intervals);
    if (message !== null) context.addIssue({ code: "custom", message });
  });

const week = z.array(z.array(interval)).length(7);
/** The zone and week that count, with those of the calendars above. */
const works = z.object({ zone: z.string(), week }).meta({ id: "WorkingWeek" });
/** The times of work of each day, Monday first. */
export const givenWeek = z
  .array(givenIntervals)
  .length(7, "Give the hours of all seven days.")
  .refine((days) => days.some((intervals) => intervals.length > 0), "Choose at least one working day.");

const label = lineUpTo(100);
const dayFields = z.object({
  /** The first and the last day. */
  from: givenDay,
  until: givenDay,
  /** The times of work; without any they are days off. */
  intervals: givenIntervals.optional(),
  label,
});
/** The end is not before the beginning. */
const inOrder = [
  (days: { from: string; until: string }) => days.from <= days.until,
  { path: ["until"], error: "The last day must not be before the first one." },
] as [(days: { from: string; until: string }) => boolean, { path: string[]; error: string }];
export const givenDays = dayFields.refine(...inOrder).meta({ id: "GivenCalendarDays" });

export const calendarDay = z
  .object({
    id,
    from: day,
    until: day,
    intervals: z.array(interval),
    label: z.string(),
    /** `typed`, or the list that it is from, such as `holidays:DE:BY:2026`. */
    source: z.string(),
  })
  .meta({ id: "CalendarDay" });
export type CalendarDay = z.infer<typeof calendarDay>;

export const calendar = z
  .object({
    id,
    /** `workspace` is the one that holds for everybody who has no other. */
    kind: z.enum(["workspace", "shared"]),
    name: z.string(),
    parentId: id.nullable(),
    /** Null: as in the calendar above it, and of the workspace at the top. */
    zone: z.string().nullable(),
    week: week.nullable(),
    works,
    days: z.array(calendarDay),
    version,
  })
  .meta({ id: "Calendar" });
export type Calendar = z.infer<typeof calendar>;
export const calendarList = z.array(calendar);

export const createCalendarInput = z.object({
  name: shortText,
  parentId: id.nullish(),
  zone: timeZone.nullish(),
  week: givenWeek.nullish(),
});
export const updateCalendarInput = z.object({
  id,
  version,
  name: shortText.optional(),
  parentId: id.nullable().optional(),
  zone: timeZone.nullable().optional(),
  week: givenWeek.nullable().optional(),
});
export const calendarVersionInput = z.object({ id, version });
export const deletedCalendar = z.object({ id });

export const addDaysInput = z.object({ id, days: z.array(givenDays).min(1).max(100) });
export const updateDayInput = dayFields.partial().extend({ id, calendarDayId: id });
export const removeDaysInput = z.object({ id, calendarDayIds: z.array(id).min(1).max(maxDays) });

export const addHolidaysInput = z.object({
  id,
  /** A country by its two letters, `DE`, and one of its states, `BY`, where those have holidays of their own. */
  country: z.string().regex(/^[A-Z]{2}$/, "Choose a country from the list."),
  state: z.string().max(10).nullish(),
  /** Without any: this year and the next two. */
  years: z.array(z.int().min(1970).max(2100)).min(1).max(5).optional(),
});
export const holidayPlacesInput = z.object({ country: z.string().max(2).optional() });

const place = z.object({ code: z.string(), name: z.string() });
/** The countries whose holidays are known, and the states of the one that was asked for. */
export const holidayPlaces = z.object({ countries: z.array(place), states: z.array(place) });

const ownDay = z.object({ from: day, until: day, intervals: z.array(interval), label: z.string() });
/** The hours of one member: those of a calendar, or their own. */
export const workingHours = z
  .object({
    /** The calendar of the workspace that they chose; null: their own hours, or those of everybody. */
    calendarId: id.nullable(),
    own: z.object({ zone: z.string().nullable(), week, days: z.array(ownDay) }).nullable(),
    works,
    /** The calendars to choose from. */
    calendars: z.array(z.object({ id, kind: z.enum(["workspace", "shared"]), name: z.string() })),
  })
  .meta({ id: "WorkingHours" });
export type WorkingHours = z.infer<typeof workingHours>;

export const setWorkingHoursInput = z
  .object({
    calendarId: id.nullable().optional(),
    own: z
      .object({
        /** Null: that of the workspace. */
        zone: timeZone.nullable(),
        week: givenWeek,
        days: z.array(givenDays).max(200, "Enter at most 200 entries.").optional(),
      })
      .nullable()
      .optional(),
  })
  .refine(({ calendarId, own }) => !calendarId || !own, {
    path: ["own"],
    error: "Choose a calendar or enter hours of your own, not both.",
  });
