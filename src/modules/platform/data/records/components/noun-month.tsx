"use client";

import { DndContext, DragOverlay, MouseSensor, pointerWithin, TouchSensor, useSensor, useSensors } from "@dnd-kit/core";
import { getEventCoordinates } from "@dnd-kit/utilities";
import { useId, useRef, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useRelease } from "@/components/ui/use-release";
import { daysOf, monthOf } from "@/lib/calendar-days";
import { dateFormat } from "@/lib/intl";
import type { MonthProps } from "./month-part-props";
import { MonthDay } from "./noun-month-day";
import { EntryFace } from "./noun-month-entry";
import { useMonthKeys } from "./use-month-keys";
import type { Month } from "./use-noun-calendar";

const daysOfWeek = 7;

/** The weeks that have days of the month. */
function weeksOf({ day, span }: Month): string[][] {
  const days = daysOf(span);
  const weeks = days.flatMap((_, at) => (at % daysOfWeek === 0 ? [days.slice(at, at + daysOfWeek)] : []));
  return weeks.filter((week) => week.some((one) => monthOf(one) === monthOf(day)));
}

/** The day that is drawn where a pointer was released; null beside the days. */
function dayUnder(event: Event): string | null {
  const at = getEventCoordinates(event);
  const under = at ? document.elementsFromPoint(at.x, at.y) : [];
  return under.map((one) => one.closest<HTMLElement>("[data-day]")?.dataset.day).find(Boolean) ?? null;
}

/** The weeks of a month, each day with its records: they are dragged to other days, or moved by keys. */
export function NounMonth(props: MonthProps) {
  const { by, month, days, onMove } = props;
  const { readsOnly } = useWorkspace();
  const id = useId();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
  );
  const [heldId, setHeldId] = useState<string | null>(null);
  const rowOf = (one: string) => [...days.values()].flat().find((row) => row.id === one);
  const keys = useMonthKeys({ days, day: by.day, rowOf, onMove, mayMove: !readsOnly });
  const held = heldId === null ? undefined : rowOf(heldId);
  const shown = weeksOf(month).flat();
  const released = useRef<string | null | undefined>(undefined);
  // The last day that dnd-kit knows can be behind a quick pointer.
  useRelease(heldId !== null, (event) => {
    released.current = dayUnder(event);
  });
  return (
    <DndContext
      id={id}
      sensors={sensors}
      collisionDetection={pointerWithin}
      onDragStart={({ active }) => {
        released.current = undefined;
        setHeldId(String(active.id));
      }}
      onDragCancel={() => setHeldId(null)}
      onDragEnd={({ active, over }) => {
        setHeldId(null);
        const row = rowOf(String(active.id));
        const day = released.current === undefined ? over?.id : released.current;
        if (row && day) void onMove(row, String(day));
      }}
    >
      <section
        ref={keys.container}
        aria-label="Calendar"
        className="flex min-h-0 flex-1 flex-col overflow-y-auto"
        onKeyDown={keys.onKeyDown}
      >
        <Weekdays days={shown.slice(0, daysOfWeek)} />
        <div className="grid flex-1 auto-rows-[minmax(116px,1fr)] grid-cols-7">
          {shown.map((day) => (
            <MonthDay key={day} {...props} day={day} rows={days.get(day) ?? []} />
          ))}
        </div>
      </section>
      <DragOverlay dropAnimation={null}>
        {held ? <EntryFace row={held} by={by} today={month.today} isHeld /> : null}
      </DragOverlay>
    </DndContext>
  );
}

/** Screen readers have the whole date of each day. */
function Weekdays({ days }: { days: readonly string[] }) {
  const { locale } = useListLocale();
  const weekday = dateFormat(locale, { timeZone: "UTC", weekday: "short" });
  return (
    <div
      aria-hidden
      className="sticky top-0 z-sticky grid shrink-0 grid-cols-7 bg-surface text-muted text-sm hairline-b"
    >
      {days.map((day) => (
        <span key={day} className="px-2 py-1.5">
          {weekday.format(new Date(`${day}T00:00:00Z`))}
        </span>
      ))}
    </div>
  );
}
