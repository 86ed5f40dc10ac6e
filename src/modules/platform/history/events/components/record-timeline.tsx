"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ShowMore } from "@/components/data-table/show-more";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Timeline } from "@/components/timeline/timeline";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { counted } from "@/lib/counted";
import { exactTimeText } from "@/lib/relative-time-text";
import { useApi } from "@/trpc/react";
import { searchedAtOnce } from "../rules";
import { TimelineBar } from "./timeline-bar";
import { useTimelineEntries } from "./timeline-entries";
import { type TimelineFilter, timelineRequest } from "./timeline-request";
import { useTimelineTop } from "./timeline-top";
import { isFiltered, noTimelineFilter, useTimelineFilter, useTimelineState } from "./use-timeline-filter";

export interface RecordTimelineProps {
  /** The record: "account" and its id. */
  entity: string;
  id: string;
  /** Its name, for screen readers. */
  name: string;
  /** Also the events of the records below it. */
  family?: boolean;
  /** First segment of the addresses of records in it: `{ opportunity: "opportunities" }`. */
  paths: Readonly<Record<string, string>>;
  /** Left of the choice of kinds: whose timeline it is. */
  scope?: ReactNode;
  /** Fields that follow from others and are not shown. */
  hiddenFields?: readonly string[];
}

/** Events of a record and of those that belong to it, newest first. */
export function useRecordTimeline(entity: string, id: string, filter: TimelineFilter = {}) {
  const api = useApi();
  return useInfiniteQuery(
    api.events.timeline.infiniteQueryOptions(timelineRequest(entity, id, filter), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
}

export function RecordTimeline(props: RecordTimelineProps) {
  const { entity, id, name, family = false, paths, hiddenFields = [], scope } = props;
  const top = useTimelineTop();
  const [state, set] = useTimelineState();
  const query = useRecordTimeline(entity, id, { ...useTimelineFilter(state), family });
  const pages = query.data?.pages ?? [];
  const [first, last] = [pages[0], pages.at(-1)];
  const planned = first?.planned ?? [];
  const rows = [...planned, ...pages.flatMap((page) => page.rows)].map((row) => ({
    ...row,
    changes: row.changes.filter(
      ({ field }) => !hiddenFields.includes(field) && (!state.field || field === state.field),
    ),
  }));
  const entries = useTimelineEntries(rows, { own: id, paths }).map((entry, place) =>
    place < planned.length ? { ...entry, isPinned: true } : entry,
  );
  const fieldLabel = rows.flatMap(({ changes }) => changes).find(({ field }) => field === state.field)?.label ?? null;
  return (
    <>
      {top({ entity, id, name })}
      <TimelineBar {...{ state, set, scope, fieldLabel }} laterUntil={first?.laterUntil ?? null} />
      <Timeline
        label={`Timeline of ${name}`}
        entries={entries}
        query={query}
        failed="The timeline could not be loaded"
        pause={last?.searchedTo ? <SearchedTo at={last.searchedTo} query={query} /> : undefined}
        empty={
          isFiltered(state) ? (
            <EmptyState
              line={false}
              title="No entries match these filters"
              actions={<Button onClick={() => void set(noTimelineFilter)}>Clear filters</Button>}
            />
          ) : (
            <EmptyState line={false} title={state.until ? "No entries up to this date" : "No activity yet"}>
              Changes to this record appear here, with who made them and when.
            </EmptyState>
          )
        }
      />
    </>
  );
}

const events = { one: "event", many: "events" };

/** How far a search for words has read, and a button to go on. */
function SearchedTo({ at, query }: { at: string; query: ReturnType<typeof useRecordTimeline> }) {
  const { locale, zone: timeZone } = useWorkspace();
  return (
    <div className="flex flex-col items-start gap-2 py-3 pr-5">
      <p className="text-muted">
        {`Searched back to ${exactTimeText(new Date(at), locale, timeZone)}. A search reads ${counted(searchedAtOnce, events, locale)} at once.`}
      </p>
      <ShowMore query={query}>Search earlier entries</ShowMore>
    </div>
  );
}
