"use client";

import { Archive, CircleCheck, CircleX, GitCommitHorizontal, Pencil, Plus, Upload, User } from "lucide-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Fragment, type ReactNode } from "react";
import { todayIn } from "@/components/data-table/date-entry";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Timeline, What } from "@/components/timeline/timeline";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { api } from "@/trpc/react";
import { type TimelineKind, timelineKinds } from "../rules";
import type { TimelineEntry } from "../schema";
import { KindMenu, kindLabels } from "./timeline-kinds";
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
  /** Left of the choice of kinds: whose timeline it is. */
  scope?: ReactNode;
  /** Fields whose changes follow from others and are not told. */
  untold?: readonly string[];
}

/** What happened to a record and to those that belong to it, newest first. */
export function useRecordTimeline(entity: string, id: string, family = false, kind: TimelineKind | null = null) {
  return api.events.timeline.useInfiniteQuery(timelineRequest(entity, id, family, kind), {
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });
}

export function RecordTimeline(props: RecordTimelineProps) {
  const { entity, id, name, family = false, paths, untold = [], scope } = props;
  const { href, locale, timeZone } = useWorkspace();
  const [kind, setKind] = useQueryState("kind", parseAsStringLiteral(timelineKinds));
  const query = useRecordTimeline(entity, id, family, kind);
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

  function link(entity: string, of: { id: string; title: string }) {
    const path = paths[entity];
    return path ? <TimelineLink href={href(`/${path}/${of.id}`)}>{of.title}</TimelineLink> : <What>{of.title}</What>;
  }
  function record(row: TimelineEntry) {
    if (row.entityId === id) return null;
    return row.name.endsWith(".deleted") ? <What>{row.title}</What> : link(row.entity, { ...row, id: row.entityId });
  }
  function source({ batch }: TimelineEntry) {
    if (!batch?.import) return null;
    const { files } = batch.import;
    const words = files.length === 1 ? files[0] : `${files.length.toLocaleString(locale)} files`;
    if (batch.import.id === null) return <What>{words}</What>;
    return <TimelineLink href={href(`/settings/imports/${batch.import.id}`)}>{words}</TimelineLink>;
  }
  function some({ entity, batch }: TimelineEntry) {
    const others = batch?.first.filter((one) => one.id !== id) ?? [];
    if (!batch || batch.count === 1 || others.length === 0) return null;
    const left = batch.count - batch.first.length;
    return (
      <>
        {others.map((one, place) => (
          <Fragment key={one.id}>
            {place > 0 ? ", " : null}
            {link(entity, one)}
          </Fragment>
        ))}
        {left > 0 ? ` and ${left.toLocaleString(locale)}${batch.more ? "+" : ""} more` : null}
      </>
    );
  }

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
        entries={rows.map((row) => {
          const Icon = icons[row.icon];
          return {
            id: row.id,
            at: new Date(row.at),
            icon: <Icon aria-hidden />,
            tone: row.icon === "won" || row.icon === "lost" ? row.icon : "neutral",
            sentence: entrySentence(row, record(row), words, source(row)),
            body: row.batch ? some(row) : entryBody(row, words),
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
          kind ? (
            <EmptyState
              line={false}
              title={`No ${kindLabels[kind].toLowerCase()} yet`}
              actions={<Button onClick={() => void setKind(null)}>Show all kinds</Button>}
            />
          ) : (
            <EmptyState line={false} title="Nothing happened yet">
              What people do with this record stands here, with who did it and when.
            </EmptyState>
          )
        }
      />
    </>
  );
}

function TimelineLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="rounded-sm text-text underline decoration-border-strong underline-offset-2 hover:decoration-text"
    >
      {children}
    </Link>
  );
}
