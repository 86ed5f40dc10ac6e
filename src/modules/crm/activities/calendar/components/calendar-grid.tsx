"use client";

import { dateFormat } from "@/lib/intl";
import "@fullcalendar/react/skeleton.css";
import FullCalendar, {
  type CalendarOptions,
  type CalendarRef,
  type DateSelectInfo,
  type EventClickInfo,
  type EventDisplayInfo,
  type EventDropInfo,
  type EventResizeDoneInfo,
  type MountInfo,
} from "@fullcalendar/react";
import dayGrid from "@fullcalendar/react/daygrid";
import interaction from "@fullcalendar/react/interaction";
import timeGrid from "@fullcalendar/react/timegrid";
import { type FocusEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useEditing } from "@/components/ui/use-editing";
import { useStable } from "@/components/ui/use-stable";
import { timeRange } from "@/lib/time-range";
import { calendarLook } from "./calendar-look";
import type { CalendarEntry } from "./calendar-queries";
import { DayHead } from "./day-head";
import { clockIn, type Drawn, drawnHours, stepMinutes } from "./entries";
import { EntryBlock, isMovable } from "./entry-block";
import type { CalendarMode } from "./modes";

const plugins = [dayGrid, timeGrid, interaction];
const views = { day: "timeGridDay", week: "timeGridWeek", month: "dayGridMonth", agenda: "timeGridWeek" } as const;

/** Heights and times of the grid, in pixels and as the library reads them. */
const measures: CalendarOptions = {
  height: "100%",
  slotDuration: { hours: 1 },
  slotMinHeight: 56,
  snapDuration: { minutes: stepMinutes },
  // A little before the hour, whose label lies on its line.
  scrollTime: { hours: 7, minutes: 45 },
  slotEventOverlap: false,
  eventMinHeight: 26,
  eventShortHeight: 44,
  longPressDelay: 350,
  firstDay: 1,
  fixedWeekCount: true,
  dayMaxEvents: true,
  headerToolbar: false,
  timeZone: "UTC",
  eventDisplay: "block",
};

export interface CalendarGridProps {
  mode: CalendarMode;
  day: string;
  zone: string;
  /** "CST" */
  zoneName: string;
  entries: readonly CalendarEntry[];
  /** Other hours are shaded. */
  working: readonly { from: string; until: string }[];
  mayCreate: boolean;
  readsOnly: boolean;
  onOpen(entry: CalendarEntry): void;
  onMove(entry: CalendarEntry, to: Pick<Drawn, "start" | "allDay">, revert: () => void): void;
  onResize(entry: CalendarEntry, end: string, revert: () => void): void;
  onSelect(drawn: Drawn, at: { x: number; y: number }): void;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
}

/** A clock time or a day of the library: its zone is Greenwich, and the clock is that of the member. */
const clockOf = (date: Date, allDay: boolean): string =>
  date.toISOString().slice(0, (allDay ? "YYYY-MM-DD" : "YYYY-MM-DDTHH:MM").length);

const entryIn = (event: { extendedProps: object }) => Reflect.get(event.extendedProps, "entry") as CalendarEntry;

function inputOf(entry: CalendarEntry, readsOnly: boolean) {
  const { id, title, start, end, allDay } = entry;
  const editable = !readsOnly && isMovable(entry);
  return { id, title, start, end, allDay, startEditable: editable, durationEditable: editable && !allDay, entry };
}

/** The library shades what is outside of the events of this group. */
const outside = { groupId: "working hours", display: "inverse-background", editable: false };

const entryAt = (target: Element): string | null => target.closest<HTMLElement>("[data-entry]")?.dataset.entry ?? null;

/** The library draws every block anew when one changes: the entry with the focus takes it again. */
function useKeptFocus() {
  const focused = useRef<string | null>(null);
  const eventDidMount = useStable(({ event, el, isMirror }: MountInfo<EventDisplayInfo>) => {
    el.dataset.entry = event.id;
    if (event.id === focused.current && !isMirror) el.focus();
  });
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    focused.current = entryAt(target);
  };
  const onBlur = () => {
    focused.current = null;
  };
  return { eventDidMount, handlers: { onFocus, onBlur } };
}

/** Drags and clicks of the library, as acts on entries. */
function usePointer(props: CalendarGridProps): CalendarOptions {
  const [dragging, setDragging] = useState(false);
  useEditing(dragging);
  const { onOpen, onMove, onResize, onSelect } = props;
  const select = useStable(({ start, end, allDay, jsEvent }: DateSelectInfo) =>
    onSelect(
      { start: clockOf(start, allDay), end: clockOf(end, allDay), allDay },
      { x: jsEvent?.clientX ?? 0, y: jsEvent?.clientY ?? 0 },
    ),
  );
  const drop = useStable(({ event, oldEvent, revert }: EventDropInfo) => {
    const { start, allDay } = event;
    if (start) onMove(entryIn(oldEvent), { start: clockOf(start, allDay), allDay }, revert);
  });
  const resize = useStable(({ event, oldEvent, revert }: EventResizeDoneInfo) => {
    if (event.end) onResize(entryIn(oldEvent), clockOf(event.end, false), revert);
  });
  const open = useStable(({ event }: EventClickInfo) => {
    if (event.display !== outside.display) onOpen(entryIn(event));
  });
  const [began, ended] = [useStable(() => setDragging(true)), useStable(() => setDragging(false))];
  return {
    ...{ select, eventDrop: drop, eventResize: resize, eventClick: open },
    ...{ eventDragStart: began, eventDragStop: ended, eventResizeStart: began, eventResizeStop: ended },
  };
}

/** Days as columns of hours, or the days of a month. */
export function CalendarGrid(props: CalendarGridProps) {
  const { mode, day, zone, zoneName, entries, working, mayCreate, readsOnly } = props;
  const { locale } = useListLocale();
  const calendar = useRef<CalendarRef>(null);
  const events = useMemo(
    () => [
      ...entries.map((entry) => inputOf(entry, readsOnly)),
      ...(mode === "month" ? [] : drawnHours(working, zone).map((hours) => ({ ...hours, ...outside }))),
    ],
    [entries, readsOnly, mode, working, zone],
  );
  const contents = useMemo(() => contentsIn(locale), [locale]);
  const pointer = usePointer(props);
  const { eventDidMount, handlers } = useKeptFocus();
  const now = useStable(() => `${clockIn(new Date(), zone)}:00Z`);
  // The library keeps its own day and view.
  useEffect(() => calendar.current?.getApi().changeView(views[mode], day), [mode, day]);
  return (
    <section aria-label="Calendar" className="min-h-0 flex-1" onKeyDown={props.onKeyDown} {...handlers}>
      <FullCalendar
        ref={calendar}
        plugins={plugins}
        initialView={views[mode]}
        initialDate={day}
        events={events}
        locale={locale}
        now={now}
        nowIndicator
        selectable={mayCreate}
        selectMirror
        editable={!readsOnly}
        weekNumbers={mode !== "month"}
        weekNumberHeaderContent={zoneName}
        allDayText="All day"
        dayHeaderContent={headOf}
        eventContent={contents.block}
        slotHeaderContent={contents.slot}
        eventAllow={isAllowed}
        {...measures}
        {...calendarLook}
        {...pointer}
        eventDidMount={eventDidMount}
      />
    </section>
  );
}

const headOf: NonNullable<CalendarOptions["dayHeaderContent"]> = (info) => <DayHead {...info} />;

/** Blocks and hours with their times as the locale has them: the library leaves out spaces. */
function contentsIn(locale: string) {
  const hour = dateFormat(locale, { timeZone: "UTC", hour: "numeric" });
  const clock = dateFormat(locale, { timeZone: "UTC", hour: "numeric", minute: "2-digit" });
  function timeOf({ allDay, start, end }: { allDay: boolean; start: Date | null; end: Date | null }): string {
    if (allDay || !start) return "";
    return end ? timeRange(start, end, { locale, timeZone: "UTC" }) : clock.format(start);
  }
  const block: NonNullable<CalendarOptions["eventContent"]> = ({ event, view, isShort, isMirror }) => {
    const entry = entryIn(event) as CalendarEntry | undefined;
    const time = timeOf(event);
    if (!entry)
      return <span className="block h-full rounded-sm bg-accent-subtle px-2 py-1 text-accent-text">{time}</span>;
    // Days of a month have room for few lines.
    const isLine = isShort || view.type === views.month;
    return <EntryBlock entry={entry} time={time} isShort={isLine && !isMirror} />;
  };
  const slot: NonNullable<CalendarOptions["slotHeaderContent"]> = ({ date }) => hour.format(date);
  return { block, slot };
}

/** An expected close date has no time. */
const isAllowed: NonNullable<CalendarOptions["eventAllow"]> = (span, event) =>
  span.allDay || event === null || entryIn(event).of !== "closing";
