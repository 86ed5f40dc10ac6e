import type { ListOperator } from "@/lib/list-filter";
import { isPeriod, readRelativeDate, relativeDateProblem } from "@/lib/relative-dates";
import { capital } from "@/lib/text";

/** The relative dates that people choose most; others are typed. */
const offered = [
  "today",
  "tomorrow",
  "last 7 days",
  "last 30 days",
  "next 7 days",
  "next 30 days",
  "this week",
  "this month",
  "last month",
  "this quarter",
  "next quarter",
  "this fiscal year",
] as const;

const counted = /^(?:(?:with)?in )?(?:the )?(last|past|next|coming) (\d+) (day|week)s?$/;

/** "the past 2 weeks" as conditions store it: "last 14 days". Other texts stay. */
function inDays(text: string): string {
  const [, place, count, unit] = counted.exec(text) ?? [];
  if (!place) return text;
  const side = place === "last" || place === "past" ? "last" : "next";
  return `${side} ${Number(count) * (unit === "week" ? 7 : 1)} days`;
}

/** A typed relative date, such as "Last 14 days", as conditions store it; null for other texts. */
export function typedRelativeDate(text: string): { value: string; problem: string | null } | null {
  const value = inDays(text.trim().toLowerCase().replaceAll(/\s+/g, " "));
  const date = readRelativeDate(value);
  return date && { value, problem: relativeDateProblem(date) };
}

/**
 * The operator for a value: a period means "is in", unless somebody chose an operator beside it. "Before this quarter"
 * is then still possible.
 */
export function operatorFor(op: ListOperator, value: unknown, isChosen: boolean): ListOperator {
  return !isChosen && (op === "before" || op === "after") && isPeriod(value) ? "is" : op;
}

/** Relative dates to choose from, below the input of a date. */
export function RelativeDates({ onPick }: { onPick(value: string): void }) {
  return (
    <fieldset className="flex flex-wrap gap-1 px-1">
      <legend className="float-left w-full pb-1 text-muted text-sm">Or counted from the current day</legend>
      {offered.map((value) => (
        <button
          key={value}
          type="button"
          onClick={() => onPick(value)}
          className="h-6 rounded-sm px-2 text-muted text-sm hover:bg-surface-hover phone:h-9"
        >
          {capital(value)}
        </button>
      ))}
    </fieldset>
  );
}
