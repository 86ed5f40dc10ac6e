"use client";

import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Avatar } from "@/components/ui/avatar";
import { ReferenceName } from "@/components/ui/reference-name";
import { daysOf } from "@/lib/calendar-days";
import { cn } from "@/lib/cn";
import { dayText } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import type { CalendarEntry } from "./calendar-queries";
import type { CalendarState } from "./calendar-state";
import { clockIn, dayAt } from "./entries";
import { aboutOf, EntryIcon, isDone, ownerOf } from "./entry-block";

interface AgendaProps {
  state: CalendarState;
  zone: string;
  entries: readonly CalendarEntry[];
  onOpen(entry: CalendarEntry): void;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
}

const inTime = (a: CalendarEntry, b: CalendarEntry) =>
  Number(b.allDay) - Number(a.allDay) || (a.start < b.start ? -1 : Number(a.start > b.start));

/** The entries of a day; one that began before the first day stands on that day. */
function entriesOn(entries: readonly CalendarEntry[], day: string, first: string): CalendarEntry[] {
  const dayOf = ({ start }: CalendarEntry) => (dayAt(start) < first ? first : dayAt(start));
  return entries.filter((entry) => dayOf(entry) === day).toSorted(inTime);
}

/** The entries as a list by days, for phones and for screen readers. */
export function Agenda({ state, zone, entries, onOpen, onKeyDown }: AgendaProps) {
  const { span, today } = state;
  const { locale } = useListLocale();
  const [now] = useState(() => clockIn(new Date(), zone));
  const days = daysOf(span).map((day) => ({ day, entries: entriesOn(entries, day, span.from) }));
  const shown = days.filter((one) => one.entries.length > 0 || one.day === today || one.day === state.day);
  return (
    <section aria-label="Calendar" className="flex min-h-0 flex-1 flex-col" onKeyDown={onKeyDown}>
      <WeekStrip state={state} counts={days.map((one) => one.entries.length)} locale={locale} />
      <div className="min-h-0 flex-1 overflow-y-auto pb-6">
        {shown.map((one) => (
          <section key={one.day} id={`day-${one.day}`} aria-labelledby={`head-${one.day}`}>
            <h3
              id={`head-${one.day}`}
              className="sticky top-0 z-sticky flex h-9 items-center gap-2 bg-surface-sunken px-edge font-semibold hairline-b hairline-soft"
            >
              <DayName day={one.day} today={today} locale={locale} />
            </h3>
            {one.entries.length === 0 ? (
              <p className="px-edge py-3 text-muted">Nothing is planned for this day.</p>
            ) : (
              <ul>
                {one.entries.map((entry, place) => (
                  <AgendaRow
                    key={entry.id}
                    entry={entry}
                    locale={locale}
                    onOpen={onOpen}
                    before={
                      one.day === today && isNext(one.entries, place, now) ? (
                        <NowLine now={now} locale={locale} />
                      ) : null
                    }
                  />
                ))}
              </ul>
            )}
          </section>
        ))}
      </div>
    </section>
  );
}

/** Whether the line of the present time comes before this entry of today. */
function isNext(entries: readonly CalendarEntry[], place: number, now: string): boolean {
  const isLater = (entry: CalendarEntry | undefined) => entry !== undefined && !entry.allDay && entry.start > now;
  return isLater(entries[place]) && !isLater(entries[place - 1]);
}

function DayName({ day, today, locale }: { day: string; today: string; locale: string }) {
  const near = dayText(day, today, locale);
  const whole = dateFormat(locale, {
    timeZone: "UTC",
    weekday: "long",
    month: "long",
    day: "numeric",
  }).format(new Date(`${day}T00:00:00Z`));
  const isNear = /^\p{L}+$/u.test(near) && !whole.startsWith(near);
  return (
    <>
      {isNear ? near : null}
      <span className={cn(isNear && "font-normal text-muted")}>{whole}</span>
    </>
  );
}

const timeIn = (clock: string, locale: string) =>
  dateFormat(locale, { timeZone: "UTC", hour: "numeric", minute: "2-digit" }).format(new Date(`${clock}:00Z`));

function NowLine({ now, locale }: { now: string; locale: string }) {
  return (
    <div aria-hidden className="relative flex h-5 items-center px-edge font-medium text-accent-text text-sm">
      <span className="w-18">{timeIn(now, locale)}</span>
      <span className="size-2.5 rounded-full border-3 border-accent bg-surface" />
      <span className="h-0.5 flex-1 bg-accent" />
    </div>
  );
}

interface AgendaRowProps {
  entry: CalendarEntry;
  locale: string;
  before: ReactNode;
  onOpen(entry: CalendarEntry): void;
}

function AgendaRow({ entry, locale, before, onOpen }: AgendaRowProps) {
  const owner = ownerOf(entry);
  const about = aboutOf(entry);
  const done = isDone(entry);
  return (
    <li className="hairline-b hairline-soft">
      {before}
      <button
        type="button"
        data-entry={entry.id}
        onClick={() => onOpen(entry)}
        className="flex min-h-13 w-full items-center gap-2 px-edge py-1.5 text-left hover:bg-surface-hover phone:min-h-15"
      >
        <span className={cn("flex w-18 shrink-0 flex-col whitespace-nowrap", done && "text-muted")}>
          {entry.allDay ? "All day" : timeIn(entry.start, locale)}
          {entry.allDay ? null : <span className="text-faint text-sm">{timeIn(entry.end, locale)}</span>}
        </span>
        <span className="min-w-0 flex-1">
          <span className={cn("block truncate font-medium", done && "text-muted")}>
            {entry.of === "closing" ? <span className="font-normal text-muted">Closes: </span> : null}
            {entry.title}
          </span>
          <span className="flex items-center gap-1.5 text-muted text-sm">
            <EntryIcon entry={entry} />
            {entry.of === "upcoming" ? <span className="truncate">Upcoming, created later</span> : null}
            {about ? <ReferenceName of={about} /> : null}
          </span>
        </span>
        {owner ? <Avatar name={owner.name} {...(owner.id ? { id: owner.id } : {})} size={24} /> : null}
      </button>
    </li>
  );
}

interface WeekStripProps {
  state: CalendarState;
  counts: readonly number[];
  locale: string;
}

/** The days of the week with their counts; each leads to its part of the list. */
function WeekStrip({ state: { span, day: current, today, show }, counts, locale }: WeekStripProps) {
  const weekday = dateFormat(locale, { timeZone: "UTC", weekday: "short" });
  return (
    <div className="flex h-18 shrink-0 px-2 hairline-b desk:hidden">
      {daysOf(span).map((day, place) => (
        <button
          key={day}
          type="button"
          aria-current={day === current ? "date" : undefined}
          aria-label={`${weekday.format(new Date(`${day}T00:00:00Z`))} ${Number(day.slice(-2))}, ${counts[place]} entries`}
          onClick={() => {
            show(day);
            document.getElementById(`day-${day}`)?.scrollIntoView({ block: "start" });
          }}
          className="relative flex flex-1 flex-col items-center pt-1 text-faint text-sm"
        >
          {weekday.format(new Date(`${day}T00:00:00Z`))}
          <span
            className={cn("font-medium text-figure", day === today ? "font-semibold text-accent-text" : "text-text")}
          >
            {Number(day.slice(-2))}
          </span>
          <span className="text-xs">{counts[place] === 0 ? "" : counts[place]}</span>
          {day === current ? <span aria-hidden className="absolute inset-x-3 bottom-0 h-0.5 bg-accent" /> : null}
        </button>
      ))}
    </div>
  );
}
