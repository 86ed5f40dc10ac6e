"use client";

import { memo, type ReactNode, useEffect, useMemo, useState } from "react";
import { ListEnd } from "@/components/data-table/list-end";
import { useListLocale } from "@/components/data-table/list-locale";
import type { Pages } from "@/components/data-table/next-page";
import { QueryFailed } from "@/components/layout/query-failed";
import { entryTime, timelineItems } from "@/components/timeline/period-groups";
import { useTimelineWindow } from "@/components/timeline/use-timeline-window";
import { cn } from "@/lib/cn";
import { exactTimeText, shownZone } from "@/lib/relative-time-text";

/** One event. */
export interface TimelineEntry {
  id: string;
  at: Date;
  /** Still to be done: above all others. */
  isPinned?: boolean;
  /** In the node, 12 px. */
  icon: ReactNode;
  tone?: "neutral" | "won" | "lost";
  /** A whole sentence of `Who`, `What` and plain words for the verb. */
  sentence: ReactNode;
  /** A muted line below. */
  body?: ReactNode;
  /** A spoken or written text, behind a bar. */
  quote?: ReactNode;
  /** Below both, such as the names of files. */
  foot?: ReactNode;
  /** Actions on the right, as a menu. */
  actions?: ReactNode;
}

/** The query of a timeline, with paging. */
interface TimelineQuery extends Pages {
  isPending: boolean;
  error: unknown;
  isFetchingNextPage: boolean;
}

interface TimelineProps {
  /** Name of the timeline, such as "Timeline of Acme Corporation". */
  label: string;
  entries: readonly TimelineEntry[];
  query: TimelineQuery;
  /** "The timeline could not be loaded" */
  failed: string;
  empty?: ReactNode;
  /** Below the entries, in place of loading the next ones at once. */
  pause?: ReactNode;
}

const tones = {
  neutral: "bg-surface text-muted shadow-[inset_0_0_0_1px_var(--border)]",
  won: "bg-positive-subtle text-positive",
  lost: "bg-danger-subtle text-danger",
};

/** A record's events, newest first: headings by period ("Today", "This week"), a node and a sentence for each entry. */
export function Timeline(props: TimelineProps) {
  const { entries, query, pause } = props;
  const { locale, timeZone, workspaceZone } = useListLocale();
  const now = useNow();
  const context = useMemo(() => ({ locale, timeZone, workspaceZone, now }), [locale, timeZone, workspaceZone, now]);
  const items = useMemo(() => timelineItems(entries, context), [entries, context]);
  const { section, measure, shown, after, keep } = useTimelineWindow(items);
  const waits = query.isPending || query.isFetchingNextPage;
  // Loaded entries stay when a refetch fails.
  if (entries.length === 0 && query.error) return <QueryFailed title={props.failed} query={query} />;
  if (entries.length === 0 && !waits && !pause) return props.empty;
  const end = pause ?? (
    <ListEnd query={query}>
      <TimelineSkeleton />
    </ListEnd>
  );
  return (
    <section
      ref={section}
      aria-label={props.label}
      aria-busy={waits}
      className="relative flow-root pb-6 pl-12 [overflow-anchor:none] before:absolute before:top-0 before:bottom-0 before:left-[29.5px] before:w-px before:bg-border before:content-[''] phone:pl-11 phone:before:left-[25.5px]"
    >
      {shown.map(({ item, index, gap }) => (
        <div key={item.id} ref={measure} data-index={index} style={{ marginTop: gap }}>
          {item.kind === "heading" ? (
            <h3 className={cn("pb-[3px] text-faint text-sm", index === 0 ? "pt-3" : "pt-2.5")}>{item.label}</h3>
          ) : (
            <Entry
              entry={item.entry}
              time={entryTime(item.entry.at, context)}
              exact={exactTimeText(item.entry.at, locale, shownZone(item.entry.at, timeZone, workspaceZone))}
              onFocus={keep}
            />
          )}
        </div>
      ))}
      <div style={{ height: after }} />
      {waits ? <TimelineSkeleton /> : end}
    </section>
  );
}

interface EntryProps {
  entry: TimelineEntry;
  time: string;
  exact: string;
  /** The entry with the focus; null for none. */
  onFocus(id: string | null): void;
}

/** Drawn once: scrolling moves entries and changes none. */
const Entry = memo(function Entry({ entry, time, exact, onFocus }: EntryProps) {
  return (
    <article
      onFocus={() => onFocus(entry.id)}
      onBlur={() => onFocus(null)}
      className="relative -ml-7 flex items-start gap-2 py-[7px] pr-5 pl-7 phone:pr-4"
    >
      <span
        aria-hidden
        className={cn(
          "absolute top-[7px] left-0 grid size-5 place-items-center rounded-full [&_svg]:size-3",
          tones[entry.tone ?? "neutral"],
        )}
      >
        {entry.icon}
      </span>
      <div className="wrap-anywhere min-w-0 flex-1">
        <p className="text-muted">{entry.sentence}</p>
        {entry.body ? <div className="mt-0.5 text-muted">{entry.body}</div> : null}
        {entry.quote ? (
          <blockquote className="mt-1 border-l-2 pl-2.5 text-muted whitespace-pre-line">{entry.quote}</blockquote>
        ) : null}
        {entry.foot ? <div className="mt-1 text-muted">{entry.foot}</div> : null}
      </div>
      <time dateTime={entry.at.toISOString()} title={exact} className="shrink-0 pl-3 text-faint text-sm leading-5">
        {time}
      </time>
      {entry.actions}
    </article>
  );
});

/** The current time, renewed each minute, so that "Today" ends at midnight. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  // The clock.
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function TimelineSkeleton() {
  return (
    <div aria-hidden className="animate-late">
      {[64, 48, 56].map((share) => (
        <div key={share} className="relative animate-skeleton py-[13px]">
          <span className="absolute top-[7px] -left-7 size-5 rounded-full bg-surface-press" />
          <span style={{ width: `${share}%` }} className="block h-2 rounded-sm bg-surface-press" />
        </div>
      ))}
    </div>
  );
}
