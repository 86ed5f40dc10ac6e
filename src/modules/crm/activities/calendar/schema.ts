import "@/lib/nouns/schemas";
import { z } from "zod";
import { firstDay, lastDay, mostDays } from "@/lib/calendar-days";
import { extendSchema, pickSchema } from "@/lib/nouns/derive-schema";
import { day, id, instant, memberReference, reference } from "@/lib/zod";
import { activities } from "../fields";
import { daysIn, mostPeople } from "./rules";

const calendarDay = day.refine(
  (text) => text >= firstDay && text <= lastDay,
  "Choose a day from 1900 to 2199, such as 2026-11-30.",
);

/** Whose activities a calendar shows. */
const calendarPeople = z.union([z.enum(["mine", "teams"]), z.array(id).min(1).max(mostPeople)]);
export type CalendarPeople = z.infer<typeof calendarPeople>;

export const calendarInput = z
  .object({
    from: calendarDay,
    /** The last day, which is included. */
    until: calendarDay,
    people: calendarPeople.optional(),
  })
  .refine(({ from, until }) => until >= from, {
    path: ["until"],
    error: "The last day is before the first: choose a later one.",
  })
  .refine((span) => daysIn(span) <= mostDays, {
    path: ["until"],
    error: `A calendar shows at most ${mostDays} days: choose an earlier last day.`,
  });

const placed = {
  startsAt: instant.nullable(),
  /** For an activity at no set time. */
  dueOn: z.iso.date().nullable(),
  owner: memberReference.nullable(),
};

const calendarActivity = extendSchema(
  pickSchema(activities.record, [
    "id",
    "name",
    "kind",
    "status",
    "duration",
    "endsAt",
    "completedAt",
    "repeats",
    "version",
    "mayEdit",
  ]),
  {
    ...placed,
    /** The first linked record; its id is null for one that you may not see. */
    about: reference.extend({ entity: z.string() }).nullable(),
    /** The day in the calendar of an activity at no set time; null for one at a time. */
    day: z.iso.date().nullable(),
  },
);
export type CalendarActivity = z.infer<typeof calendarActivity>;

/** An activity that a series will make; `id` is the activity of the series that was made last. */
const upcomingActivity = extendSchema(pickSchema(activities.record, ["id", "name", "kind", "duration"]), placed);
export type UpcomingActivity = z.infer<typeof upcomingActivity>;

export const calendarOutput = z.object({
  /** The time zone of the days. */
  zone: z.string(),
  /** The working hours in the span: those of the one member who is shown, else yours. */
  working: z.array(z.object({ from: instant, until: instant })),
  /** The members whose activities are shown; of large teams the first 200. */
  memberIds: z.array(id),
  activities: z.array(calendarActivity),
  upcoming: z.array(upcomingActivity),
  /** Whether there are later activities, which do not fit into an answer. */
  more: z.boolean(),
});
