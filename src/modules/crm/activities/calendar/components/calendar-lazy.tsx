"use client";

import { lazyPart } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";
import type { CalendarViewProps } from "./calendar-view";

/** `CalendarView`, loaded when somebody shows the calendar. */
export const LazyCalendarView = lazyPart<CalendarViewProps>(
  () => import("./calendar-view").then((part) => part.CalendarView),
  { of: "the calendar", loading: <Skeleton className="m-5 min-h-0 flex-1" /> },
);
