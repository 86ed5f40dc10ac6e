import { z } from "zod";
import { numberFormat } from "@/lib/intl";
import { givenDay } from "@/lib/zod";
import { lastOfMonth, mostOccurrences } from "./limits";

const mostUnits = 365;
const daysOfWeek = 7;
const longestMonth = 31;

const units = ["day", "weekday", "week", "month", "year"] as const;

const places = [1, 2, 3, 4, lastOfMonth] as const;

const everyMessage = `Repeat every 1 to ${mostUnits} units.`;
const weekdayMessage = "Use 1 for Monday to 7 for Sunday.";
const weekday = z.int(weekdayMessage).min(1, weekdayMessage).max(daysOfWeek, weekdayMessage);
const monthDayMessage = `Use a day of the month from 1 to ${longestMonth}.`;
const countMessage = `Use 1 to ${numberFormat("en-US").format(mostOccurrences)} occurrences, or no end.`;

const nthWeekday = z.strictObject({
  nth: z.literal(places, "Use 1, 2, 3, 4, or -1 for the last one of the month."),
  weekday,
});

const parts = z.strictObject({
  every: z.int(everyMessage).min(1, everyMessage).max(mostUnits, everyMessage),
  /** A weekday is a day from Monday to Friday. */
  unit: z.enum(units),
  /** Monday 1 to Sunday 7, of weeks that begin on Monday; without them that of the start. */
  weekdays: z.array(weekday).min(1, "Choose at least one weekday.").optional(),
  /** Months without this day use their last one; without it that of the start. */
  monthDay: z.int(monthDayMessage).min(1, monthDayMessage).max(longestMonth, monthDayMessage).optional(),
  nthWeekday: nthWeekday.optional(),
  /** The last day on which something may occur. */
  until: givenDay.optional(),
  count: z.int(countMessage).min(1, countMessage).max(mostOccurrences, countMessage).optional(),
});

type Parts = z.infer<typeof parts>;

/** Parts that contradict each other, each with a sentence on how to correct it. */
function contradictions(rule: Parts): { path: keyof Parts; message: string }[] {
  const { unit, weekdays, monthDay, nthWeekday } = rule;
  const monthly = unit === "month" || unit === "year";
  const found: { path: keyof Parts; message: string; wrong: boolean }[] = [
    {
      path: "every",
      message: "Use 1 with weekdays, or repeat by week and choose the days.",
      wrong: unit === "weekday" && rule.every !== 1,
    },
    {
      path: "weekdays",
      message: "Only a rule that repeats by week has weekdays. Remove them, or repeat by week.",
      wrong: weekdays !== undefined && unit !== "week",
    },
    {
      path: "weekdays",
      message: "Name each weekday once.",
      wrong: new Set(weekdays).size !== (weekdays?.length ?? 0),
    },
    {
      path: "monthDay",
      message: "Only a rule that repeats by month or year has a day of the month. Remove it, or repeat by month.",
      wrong: monthDay !== undefined && !monthly,
    },
    {
      path: "nthWeekday",
      message: "Only a rule that repeats by month or year has a weekday of the month. Remove it, or repeat by month.",
      wrong: nthWeekday !== undefined && !monthly,
    },
    {
      path: "nthWeekday",
      message: "Choose a day of the month or a weekday of the month, not both.",
      wrong: nthWeekday !== undefined && monthDay !== undefined,
    },
    {
      path: "count",
      message: "End the rule on a date or after a number of occurrences, not both.",
      wrong: rule.count !== undefined && rule.until !== undefined,
    },
  ];
  return found.filter(({ wrong }) => wrong);
}

/** How something repeats, as it is stored. The start, its time and its zone are values of their own. */
export const recurrenceRule = parts
  .superRefine((rule, context) => {
    for (const { path, message } of contradictions(rule)) context.addIssue({ code: "custom", path: [path], message });
  })
  .meta({ id: "RecurrenceRule" });

export type RecurrenceRule = z.infer<typeof recurrenceRule>;
