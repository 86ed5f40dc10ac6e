import { cn } from "@/lib/cn";

interface DayHeadProps {
  weekdayText: string;
  dayNumberText: string;
  isToday: boolean;
  dow: number;
}

/** "Mon 23" over a column; today has the line. */
export function DayHead({ weekdayText, dayNumberText, isToday, dow }: DayHeadProps) {
  const isWeekend = dow === 0 || dow === 6;
  return (
    <span
      className={cn(
        "relative flex h-11 items-center gap-1.5 px-2",
        isWeekend ? "text-faint" : "text-muted",
        isToday && "font-medium text-text",
      )}
    >
      {weekdayText}
      {dayNumberText === "" ? null : (
        <span className={cn("font-semibold text-title", isWeekend ? "text-faint" : "text-text")}>{dayNumberText}</span>
      )}
      {isToday ? <span aria-hidden className="absolute inset-x-2 bottom-0 h-0.5 bg-accent" /> : null}
    </span>
  );
}
