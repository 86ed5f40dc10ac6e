"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { dayLater } from "@/lib/working-time";
import { listPages } from "@/trpc/pages";
import { type RouterOutputs, useApi } from "@/trpc/react";
import type { CalendarActivity, UpcomingActivity } from "../schema";
import type { CalendarState } from "./calendar-state";
import { type Drawn, drawnNext, drawnOf } from "./entries";

type Closing = RouterOutputs["opportunities"]["list"]["rows"][number];

/** Something in the calendar, by what it stands for. */
export type CalendarEntry = Drawn & { id: string; title: string } & (
    | { of: "activity"; activity: CalendarActivity }
    | { of: "upcoming"; activity: UpcomingActivity }
    | { of: "closing"; opportunity: Closing }
  );

/** The most opportunities of the second layer. */
export const mostClosing = 100;

/** The entries of the days and people that are shown, and the queries behind them. */
export function useCalendarEntries({ span, people, closing }: CalendarState) {
  const api = useApi();
  const { can } = useWorkspace();
  const query = useQuery(
    api.activities.calendar.queryOptions({ ...span, people }, { placeholderData: keepPreviousData }),
  );
  const { data } = query;
  const asked = closing && can("opportunity:view") && data !== undefined;
  const closings = useInfiniteQuery(
    api.opportunities.list.infiniteQueryOptions(
      {
        conditions: [
          { field: "expectedCloseDate", op: "between", value: [span.from, span.until] },
          { field: "status", op: "anyOf", value: ["open"] },
          { field: "owner", op: "anyOf", value: [...(data?.memberIds ?? [])] },
        ],
        sort: { field: "expectedCloseDate", direction: "asc" },
        limit: mostClosing,
      },
      { ...listPages, enabled: asked },
    ),
  );
  const rows = asked ? closings.data?.pages[0]?.rows : undefined;
  const entries = useMemo(
    () => (data ? [...activityEntries(data), ...(rows ?? []).flatMap(closingEntry)] : undefined),
    [data, rows],
  );
  return { query, closings, entries, moreClosing: asked && closings.data?.pages[0]?.nextCursor != null };
}

function activityEntries({ zone, activities, upcoming }: RouterOutputs["activities"]["calendar"]): CalendarEntry[] {
  return [
    ...activities.map(
      (activity): CalendarEntry => ({
        ...drawnOf(activity, zone),
        id: activity.id,
        title: activity.name,
        of: "activity",
        activity,
      }),
    ),
    ...upcoming.map(
      (activity): CalendarEntry => ({
        ...drawnNext(activity, zone),
        id: `${activity.id} ${activity.startsAt ?? activity.dueOn}`,
        title: activity.name,
        of: "upcoming",
        activity,
      }),
    ),
  ];
}

function closingEntry(opportunity: Closing): CalendarEntry[] {
  const { id, name, expectedCloseDate: day } = opportunity;
  if (day === null) return [];
  return [{ id, title: name, start: day, end: dayLater(day, 1), allDay: true, of: "closing", opportunity }];
}
