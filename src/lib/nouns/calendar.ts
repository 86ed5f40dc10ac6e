import type { Span } from "@/lib/calendar-days";
import { type Condition, type ConditionGroup, maxConditions, maxGrouped } from "@/lib/list-filter";

/** The records of a page, and the most that a calendar shows. */
const pageOfCalendar = 100;
export const mostInCalendar = 500;

interface Narrowed {
  conditions?: Condition[];
  groups?: ConditionGroup[];
  match?: "all" | "any";
  q?: string;
}

/**
 * The request for the records of some days, by a list's own request; null where a filter of which any part may match is
 * too large to be one part of another.
 */
export function calendarRequest(
  { conditions = [], groups = [], match, q }: Narrowed,
  day: string,
  { from, until }: Span,
) {
  const shown: Condition = { field: day, op: "between", value: [from, until] };
  const isAny = match === "any" && conditions.length + groups.length > 1;
  if (isAny ? groups.length > 0 || conditions.length > maxGrouped : conditions.length >= maxConditions) return null;
  const kept: ConditionGroup[] = isAny ? [{ match: "any", conditions }] : groups;
  return {
    conditions: isAny ? [shown] : [...conditions, shown],
    ...(kept.length > 0 ? { groups: kept } : {}),
    ...(q === undefined ? {} : { q }),
    sort: { field: day, direction: "asc" as const },
    limit: pageOfCalendar,
  };
}
