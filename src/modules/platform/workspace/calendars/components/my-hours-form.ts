import { z } from "zod";
import { givenDay, lineUpTo } from "@/lib/zod";
import { intervalsText } from "../rules";
import type { WorkingHours } from "../schema";
import { hoursText, textsOf, weekTexts } from "./hours-form";

/** The value of the choice for hours of one's own. */
export const ownChoice = "own";

const dayOff = z
  .object({ label: lineUpTo(100), from: givenDay, until: givenDay, intervals: hoursText })
  .refine(({ from, until }) => from <= until, {
    path: ["until"],
    error: "The last day must not be before the first one.",
  });

const ownFields = z.object({ zone: z.string().nullable(), week: weekTexts, days: z.array(dayOff).max(200) });

const text = z.string().nullable();
/** The working hours of a member as fields of a form; those of hours that are not chosen are not checked. */
export const myHoursForm = z
  .object({
    calendar: z.string(),
    zone: text,
    week: z.array(z.string()),
    days: z.array(z.object({ label: text, from: text, until: text, intervals: text })),
  })
  .transform(({ calendar, ...fields }, context) => {
    if (calendar !== ownChoice) return { calendarId: calendar, own: null };
    const read = ownFields.safeParse(fields);
    if (read.success) return { calendarId: null, own: read.data };
    for (const { path, message } of read.error.issues) context.addIssue({ code: "custom", path, message });
    return z.NEVER;
  });

export interface MyHoursFields {
  calendar: string;
  zone: string | null;
  week: string[];
  days: { label: string | null; from: string | null; until: string | null; intervals: string | null }[];
}

/** The form's initial values: for those without hours of their own the ones that they work by. */
export function valuesOf({ calendarId, own, works, calendars }: WorkingHours): MyHoursFields {
  const workspace = calendars.find(({ kind }) => kind === "workspace")?.id ?? ownChoice;
  return {
    calendar: own ? ownChoice : (calendarId ?? workspace),
    zone: own?.zone ?? null,
    week: textsOf(own?.week ?? works.week),
    days: (own?.days ?? []).map(({ intervals, ...day }) => ({ ...day, intervals: intervalsText(intervals) })),
  };
}
