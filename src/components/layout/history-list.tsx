"use client";

import type { ReactNode } from "react";
import type { Pages } from "@/components/data-table/next-page";
import { ShowMore } from "@/components/data-table/show-more";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { QueryFailed } from "./query-failed";

interface HistoryQuery<Row> extends Pages {
  data: { pages: readonly { rows: readonly Row[] }[] } | undefined;
  error: unknown;
  isPending: boolean;
  isError: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
}

interface HistoryListProps<Row> {
  /** Name of the list. */
  label: string;
  query: HistoryQuery<Row>;
  words: { loading: string; failed: string; earlier: string };
  /** Shown when there are no rows. */
  empty: ReactNode;
  /** One row, with its key. */
  children: (row: Row) => ReactNode;
}

/** Past events, newest first, in lines of 44; a button loads earlier ones. */
export function HistoryList<Row>({ label, query, words, empty, children }: HistoryListProps<Row>) {
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (query.isPending) return <Loading label={words.loading} />;
  if (query.isError && rows.length === 0) return <QueryFailed title={words.failed} query={query} />;
  if (rows.length === 0) return empty;
  return (
    <>
      <ul aria-label={label} className="hairline-t">
        {rows.map(children)}
      </ul>
      <ShowMore query={query}>{words.earlier}</ShowMore>
    </>
  );
}

function Loading({ label }: { label: string }) {
  return (
    <SkeletonRegion label={label} className="hairline-t">
      {[36, 28, 40, 32].map((width) => (
        <div key={width} className="flex h-11 items-center gap-3 px-edge hairline-b hairline-soft">
          <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
          <Skeleton className="ml-auto w-24" />
        </div>
      ))}
    </SkeletonRegion>
  );
}
