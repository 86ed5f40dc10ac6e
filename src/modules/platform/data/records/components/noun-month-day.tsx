"use client";

import { useDroppable } from "@dnd-kit/core";
import { Plus } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverClose, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { monthOf } from "@/lib/calendar-days";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { formatDay } from "@/lib/day-words";
import { weekdayOf } from "@/lib/working-time";
import type { MonthProps } from "./month-part-props";
import type { NounCardRow } from "./noun-card";
import { EntryFace, MonthEntry } from "./noun-month-entry";

/** The lines that a day has room for: with more records than that, the last one says how many the others are. */
const linesOfDay = 3;
const saturday = 6;

/** One day of a month with its first records. */
export function MonthDay(props: MonthProps & { day: string; rows: readonly NounCardRow[] }) {
  const { noun, by, month, day, rows, open, onCreate } = props;
  const { locale } = useListLocale();
  const { setNodeRef, isOver } = useDroppable({ id: day });
  const isToday = day === month.today;
  const isOther = monthOf(day) !== monthOf(month.day);
  const whole = formatDay(day, locale, true);
  const drawn = rows.length > linesOfDay ? linesOfDay - 1 : linesOfDay;
  return (
    <section
      ref={setNodeRef}
      data-day={day}
      aria-label={`${whole}, ${counted(rows.length, noun.head, locale)}`}
      className={cn(
        "group/day relative flex min-w-0 flex-col gap-0.5 border-border border-r border-b p-1",
        weekdayOf(day) >= saturday && "bg-surface-sunken",
        isOver && "bg-accent-subtle",
      )}
    >
      <div className="flex h-6 items-center justify-between px-1">
        <h3
          aria-current={isToday ? "date" : undefined}
          className={cn("font-medium text-sm", isOther && "text-faint", isToday && "font-semibold text-accent-text")}
        >
          {Number(day.slice(-2))}
        </h3>
        {onCreate ? (
          <IconButton
            size="sm"
            tabIndex={-1}
            label={`New ${noun.head.one} on ${whole}`}
            icon={<Plus aria-hidden />}
            className="opacity-0 focus-visible:opacity-100 group-hover/day:opacity-100"
            onClick={() => onCreate(day)}
          />
        ) : null}
      </div>
      <ul className="flex flex-col gap-0.5">
        {rows.slice(0, drawn).map((row) => (
          <MonthEntry key={row.id} {...{ noun, row, by, open }} today={month.today} />
        ))}
      </ul>
      {rows.length > drawn ? <Others {...props} whole={whole} count={rows.length - drawn} /> : null}
      {isToday ? <span aria-hidden className="absolute inset-x-0 top-0 h-0.5 bg-accent" /> : null}
    </section>
  );
}

type OthersProps = MonthProps & { rows: readonly NounCardRow[]; whole: string; count: number };

/** All records of a day, where it has more than fit. */
function Others({ by, month, rows, whole, count, open }: OthersProps) {
  const { locale } = useListLocale();
  return (
    <Popover>
      <PopoverTrigger
        data-more=""
        className="w-fit rounded-sm px-1.5 text-muted text-sm hover:bg-surface-hover hover:text-text"
      >
        {`${count.toLocaleString(locale)} more`}
      </PopoverTrigger>
      <PopoverContent aria-label={whole} className="w-72">
        <p className="px-2 py-1 font-semibold">{whole}</p>
        <ul className="flex flex-col">
          {rows.map((row) => (
            <li key={row.id}>
              <PopoverClose className="block w-full rounded-md hover:bg-surface-hover" onClick={() => open(row.id)}>
                <EntryFace row={row} by={by} today={month.today} />
              </PopoverClose>
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  );
}
