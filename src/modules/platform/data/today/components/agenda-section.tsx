"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode, RefObject } from "react";
import { useEffect } from "react";
import { ListEnd } from "@/components/data-table/list-end";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import type { ListTotal } from "@/lib/list-filter";
import { totalText } from "@/lib/total-text";
import { listPages } from "@/trpc/pages";
import { useApi } from "@/trpc/react";
import { type AgendaScope, type AgendaSection as Section, sectionTitles } from "../rules";
import type { AgendaItem } from "../schema";
import { AgendaRow, type RowActs } from "./agenda-row";
import { rowsIn } from "./item-text";

export interface AgendaSectionProps {
  section: Section;
  scope: AgendaScope;
  count: ListTotal | undefined;
  place: { today: string; timeZone: string; now: Date };
  acts: RowActs;
  /** Receives the rows that are shown, for the keyboard. */
  shown: RefObject<Map<string, AgendaItem>>;
  /** Below the rows: the line that adds an item. */
  foot?: ReactNode;
}

/** One part of the day with its count; a part without items is left out, but for today. */
export function AgendaSection({ section, scope, count, place, acts, shown, foot }: AgendaSectionProps) {
  const { locale } = useWorkspace();
  const query = useInfiniteQuery(useApi().today.list.infiniteQueryOptions({ section, scope }, listPages));
  const pages = query.data?.pages;
  const rows = rowsIn(pages?.flatMap((page) => page.rows) ?? [], section, { ...place, locale });
  // The handlers of the keys read what is on the screen.
  useEffect(() => {
    for (const row of rows) shown.current.set(row.id, row);
  });
  const isEmpty = pages !== undefined && rows.length === 0;
  if (isEmpty && section !== "today") return null;
  return (
    <section aria-label={sectionTitles[section]}>
      <div className="sticky top-0 z-2 flex h-9 items-center gap-2 bg-surface-sunken px-edge hairline-b hairline-soft">
        <h2 className={cn("font-semibold", section === "overdue" && "text-danger")}>{sectionTitles[section]}</h2>
        <span role="status" className="text-faint">
          {/* A screen reader tells a change without the heading. */}
          <span className="sr-only">{`${sectionTitles[section]}: `}</span>
          {count === undefined ? null : totalText(count, locale)}
        </span>
      </div>
      {query.error && !pages ? (
        <LineFailed title={`${sectionTitles[section]} could not be loaded.`} query={query} />
      ) : null}
      {query.isPending ? <SectionSkeleton title={sectionTitles[section]} /> : null}
      {isEmpty ? (
        <p className="flex h-row items-center px-edge text-muted hairline-b hairline-soft phone:h-16">
          Nothing is due today
        </p>
      ) : null}
      <ul>
        {rows.map((item) => (
          <AgendaRow key={item.id} item={item} section={section} place={place} acts={acts} />
        ))}
      </ul>
      <ListEnd query={query}>
        <span className="flex h-row items-center px-edge">
          <Skeleton className="w-40" />
        </span>
      </ListEnd>
      {foot}
    </section>
  );
}

function SectionSkeleton({ title }: { title: string }) {
  return (
    <SkeletonRegion label={`${title} is loading`}>
      {["w-64", "w-52", "w-72"].map((width) => (
        <div key={width} className="flex h-row items-center gap-3 px-edge hairline-b hairline-soft phone:h-16">
          <span className="size-4 rounded-full bg-surface-press" />
          <Skeleton className={width} />
        </div>
      ))}
    </SkeletonRegion>
  );
}
