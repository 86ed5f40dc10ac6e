"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import { lazyPart } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";
import type { CalendarGridProps } from "./calendar-grid";
import type { QuickCreateProps } from "./quick-create";

/** `CalendarGrid`, which carries the library; the agenda does without it. */
export const LazyCalendarGrid = lazyPart<CalendarGridProps>(
  () => import("./calendar-grid").then((part) => part.CalendarGrid),
  { of: "the calendar", loading: <Skeleton className="m-5 min-h-0 flex-1" /> },
);

/** `QuickCreate`, loaded with the first time that somebody chooses. */
export const LazyQuickCreate = lazyLayer<QuickCreateProps>(
  () => import("./quick-create").then((part) => part.QuickCreate),
  { of: "the new activity", close: ({ onClose }) => onClose() },
);
