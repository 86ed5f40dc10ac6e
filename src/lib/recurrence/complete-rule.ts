import { weekdayOf } from "@/lib/working-time";
import type { RecurrenceRule } from "./rule";

/** Why a rule has no occurrence from a start day on; null when it may have some. */
export function endProblem(rule: RecurrenceRule, startDay: string): string | null {
  if (rule.until === undefined || rule.until >= startDay) return null;
  return `The rule ends on ${rule.until}, before it starts on ${startDay}. Choose a later end.`;
}

/** The rule with the parts that follow from its start: the weekday of a weekly one, the day of a monthly one. */
export function completeRule(rule: RecurrenceRule, startDay: string): RecurrenceRule {
  if (rule.unit === "week" && rule.weekdays === undefined) return { ...rule, weekdays: [weekdayOf(startDay)] };
  const isMonthly = rule.unit === "month" || rule.unit === "year";
  if (!isMonthly || rule.monthDay !== undefined || rule.nthWeekday !== undefined) return rule;
  return { ...rule, monthDay: Number(startDay.slice("YYYY-MM-".length)) };
}
