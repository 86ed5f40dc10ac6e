"use client";

import { Archive, CircleCheck, CircleX, GitCommitHorizontal, Pencil, Plus, Upload, User } from "lucide-react";
import Link from "next/link";
import { todayIn } from "@/components/data-table/date-entry";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Timeline, What } from "@/components/timeline/timeline";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { api } from "@/trpc/react";
import type { TimelineEntry } from "../schema";
import { timelineRequest } from "./timeline-request";
import { entryBody, entryQuote, entrySentence, type TimelineWords } from "./timeline-words";

const icons: Record<TimelineEntry["icon"], typeof Plus> = {
  create: Plus,
  edit: Pencil,
  move: GitCommitHorizontal,
  won: CircleCheck,
  lost: CircleX,
  archive: Archive,
  import: Upload,
  person: User,
};

export interface RecordTimelineProps {
  /** The record: "account" and its id. */
  entity: string;
  id: string;
  /** What it is called, for screen readers. */
  name: string;
  /** Also what happened to the records below it. */
  family?: boolean;
  /** First segment of the addresses of the records that stand in it: `{ opportunity: "opportunities" }`. */
  paths: Readonly<Record<string, string>>;
  /** Fields whose changes follow from others and are not told. */
  untold?: readonly string[];
}

/** What happened to a record and to those that belong to it, newest first. */
export function useRecordTimeline(entity: string, id: string, family = false) {
  return api.events.timeline.useInfiniteQuery(timelineRequest(entity, id, family), {
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });
}

export function RecordTimeline({ entity, id, name, family = false, paths, untold = [] }: RecordTimelineProps) {
  const { href, locale, timeZone } = useWorkspace();
  const query = useRecordTimeline(entity, id, family);
  const rows = (query.data?.pages.flatMap((page) => page.rows) ?? []).map((row) => ({
    ...row,
    changes: row.changes.filter((change) => !untold.includes(change.field)),
  }));
  const words: TimelineWords = {
    locale,
    today: todayIn(timeZone),
    dayOf: (instant) => todayIn(timeZone, new Date(instant)),
  };
  const refusal = query.error ? readServerError(query.error) : null;
  const loading = query.isPending || query.isFetchingNextPage;

  function record(row: TimelineEntry) {
    if (row.entityId === id) return null;
    const path = paths[row.entity];
    if (!path || row.name.endsWith(".deleted")) return <What>{row.title}</What>;
    return (
      <Link
        href={href(`/${path}/${row.entityId}`)}
        className="rounded-sm text-text underline decoration-border-strong underline-offset-2 hover:decoration-text"
      >
        {row.title}
      </Link>
    );
  }

  return (
    <Timeline
      label={`Timeline of ${name}`}
      entries={rows.map((row) => {
        const Icon = icons[row.icon];
        return {
          id: row.id,
          at: new Date(row.at),
          icon: <Icon aria-hidden />,
          tone: row.icon === "won" || row.icon === "lost" ? row.icon : "neutral",
          sentence: entrySentence(row, record(row), words),
          body: entryBody(row, words),
          quote: entryQuote(row),
        };
      })}
      status={loading ? "loading" : refusal ? "error" : "ready"}
      hasMore={query.hasNextPage}
      fetchMore={() => void query.fetchNextPage()}
      error={
        refusal ? (
          <ErrorState
            title="The timeline could not be loaded"
            onRetry={() => void (query.data ? query.fetchNextPage() : query.refetch())}
            busy={query.isFetching}
            reference={refusal.reference}
          >
            {refusal.message}
          </ErrorState>
        ) : null
      }
      empty={
        <EmptyState line={false} title="Nothing happened yet">
          What people do with this record stands here, with who did it and when.
        </EmptyState>
      }
    />
  );
}
