"use client";

import type { CalendarOptions } from "@fullcalendar/react";
import { cn } from "@/lib/cn";

/** How the calendar looks: the library draws the grid, and each of its parts takes these classes. */
const line = "border border-border-soft";

const isWeekend = (dow: number) => dow === 0 || dow === 6;
const ground = ({ dow, isOther }: { dow: number; isOther?: boolean }) =>
  isWeekend(dow) || isOther ? "bg-surface-sunken" : "bg-surface";

const label = "px-2 text-right text-faint text-sm whitespace-nowrap";

/** The strip at the lower end of a block that changes its length. */
const resizer = "absolute inset-x-0 bottom-0 h-2 cursor-ns-resize";

export const calendarLook: CalendarOptions = {
  className: "h-full text-sm text-text",
  viewClass: "bg-surface",
  dayHeaderRowClass: line,
  dayHeaderClass: (info) => cn("h-11", info.inPopover ? "px-3 hairline-b" : line),
  dayHeaderAlign: "start",
  dayHeaderInnerClass: "w-full",
  dayRowClass: line,
  dayCellClass: (info) => cn(line, ground(info)),
  dayCellTopClass: "px-2 pt-1",
  dayCellTopInnerClass: (info) =>
    cn("inline-block rounded-sm text-sm", info.isToday ? "font-semibold text-accent-text" : "text-muted"),
  dayCellInnerClass: (info) => (info.inPopover ? "p-2" : ""),
  dayCellBottomClass: "min-h-1",
  // The lines of the hours lie under the days.
  dayLaneClass: line,
  dayLaneInnerClass: "mx-1",
  slotLaneClass: (info) => cn(line, info.isMinor && "border-transparent"),
  slotHeaderClass: cn(line, "border-transparent"),
  slotHeaderInnerClass: cn(label, "-translate-y-2"),
  slotHeaderDividerClass: "border-border-soft border-e",
  dayHeaderDividerClass: "border-border border-b",
  allDayDividerClass: "border-border border-b",
  allDayHeaderClass: "items-start justify-end",
  allDayHeaderInnerClass: cn(label, "pt-2"),
  weekNumberHeaderClass: "items-center justify-end",
  weekNumberHeaderInnerClass: cn(label, "text-xs"),
  nowIndicatorLineClass: "-mt-px border-accent border-t-2",
  nowIndicatorDotClass: "-mt-1.5 -ms-1.25 size-2.5 rounded-full border-3 border-accent bg-surface",
  highlightClass: "rounded-sm bg-accent-subtle shadow-[inset_0_0_0_1.5px_var(--accent)]",
  // The lines of the hours show through.
  backgroundEventClass: "bg-[color-mix(in_oklab,var(--surface-sunken)_70%,transparent)]",
  fillerClass: line,
  moreLinkClass: "rounded-sm px-1.5 text-muted hover:bg-surface-hover",
  popoverClass: "z-popover min-w-56 rounded-lg bg-surface-raised shadow-2",
  popoverCloseClass: "absolute end-2 top-2 grid size-6 place-items-center rounded-sm text-muted hover:bg-surface-hover",
  popoverCloseContent: "×",
  blockEventClass: (info) =>
    cn(
      "group relative overflow-hidden rounded-sm outline-none focus-visible:ring-2 focus-visible:ring-focus",
      info.isMirror && "z-30 shadow-3",
      info.isDragging && !info.isMirror && "opacity-40",
    ),
  blockEventInnerClass: "min-w-0",
  rowEventClass: "mx-1 mb-0.5",
  columnEventClass: "mb-px",
  columnEventAfterClass: (info) => (info.isEndResizable ? resizer : ""),
};
