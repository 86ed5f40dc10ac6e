"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { Timeline } from "@/components/timeline/timeline";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useApi } from "@/trpc/react";
import { shownKinds, type TimelineKind } from "../rules";
import { useTimelineEntries } from "./timeline-entries";
import { KindMenu, kindLabels } from "./timeline-kinds";
import { timelineRequest } from "./timeline-request";

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
export function useRecordTimeline(entity: string, id: string, family = false, kind: TimelineKind | null = null) {
  const api = useApi();
  return useInfiniteQuery(
    api.events.timeline.infiniteQueryOptions(timelineRequest(entity, id, family, kind), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: (previous) => previous,
    }),
  );
}

export function RecordTimeline(props: RecordTimelineProps) {
  const { entity, id, name, family = false, paths, hiddenFields = [], scope } = props;
  const [kind, setKind] = useQueryState("kind", parseAsStringLiteral(shownKinds));
  const query = useRecordTimeline(entity, id, family, kind);
  const rows = (query.data?.pages.flatMap((page) => page.rows) ?? []).map((row) => ({
    ...row,
    changes: row.changes.filter((change) => !hiddenFields.includes(change.field)),
  }));
  const entries = useTimelineEntries(rows, { own: id, paths });

  const bar = (
    <div className="flex shrink-0 items-center gap-2 px-edge pt-2">
      {scope}
      <KindMenu kind={kind} onKind={(next) => void setKind(next)} />
    </div>
  );
  return (
    <>
      {bar}
      <Timeline
        label={`Timeline of ${name}`}
        entries={entries}
        query={query}
        failed="The timeline could not be loaded"
        empty={
          kind ? (
            <EmptyState
              line={false}
              title={`No ${kindLabels[kind].toLowerCase()} yet`}
              actions={<Button onClick={() => void setKind(null)}>Show all kinds</Button>}
            />
          ) : (
            <EmptyState line={false} title="No activity yet">
              Changes to this record appear here, with who made them and when.
            </EmptyState>
          )
        }
      />
    </>
  );
}
