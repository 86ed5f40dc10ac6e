import { z } from "zod";
import type { Interval } from "@/lib/working-time";
import { intervalsProblem, intervalsText, readIntervals } from "../rules";

/** The times of a day as a field holds them, read into intervals or refused. */
export const hoursText = z.string().transform((text, context): Interval[] => {
  const read = readIntervals(text);
  const problem = read === null ? "Type times such as 9:00–12:00, 13:00–17:00." : intervalsProblem(read);
  if (problem === null) return read ?? [];
  context.addIssue({ code: "custom", message: problem });
  return z.NEVER;
});

/** A week as the fields of a form hold it: one text for each day, Monday first. */
export const weekTexts = z
  .array(hoursText)
  .length(7)
  .superRefine((week, context) => {
    if (week.some((intervals) => intervals.length > 0)) return;
    context.addIssue({ code: "custom", path: [0], message: "Choose at least one working day." });
  });

/** The fields of a week. */
export const textsOf = (week: readonly (readonly Interval[])[]): string[] => week.map(intervalsText);
