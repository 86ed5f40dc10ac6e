"use client";

import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ListEnd } from "@/components/data-table/list-end";
import { QueryFailed } from "@/components/layout/query-failed";
import { Skeleton, TableLoading } from "@/components/ui/skeleton";
import type { NounHead } from "@/lib/nouns/noun-head";
import { capital } from "@/lib/text";

type Query = UseInfiniteQueryResult<{ pages: readonly { rows: readonly unknown[] }[] }, unknown>;

interface RelatedFrameProps {
  head: Pick<NounHead, "many">;
  /** The lists in the frame. */
  queries: readonly Query[];
  /** Shown while all lists are empty. */
  empty: ReactNode;
  children: ReactNode;
}

/** The frame of records that belong to another one, as a tab of its page: loading, failed, empty, or the lists. */
export function RelatedFrame({ head: { many }, queries, empty, children }: RelatedFrameProps) {
  const failed = queries.find(({ error, data }) => error && !data);
  if (failed) return <QueryFailed title={`The ${many} could not be loaded`} query={failed} />;
  if (queries.some(({ isPending }) => isPending)) return <TableLoading label={`${capital(many)} are loading`} />;
  if (!queries.some(({ data }) => data?.pages.some(({ rows }) => rows.length > 0))) return empty;
  return (
    <section aria-label={capital(many)} className="min-h-0 flex-1 overflow-y-auto phone:overflow-visible">
      {children}
    </section>
  );
}

interface RelatedRowsProps<R> {
  rows: readonly R[];
  query: Query;
  children(row: R): ReactNode;
}

/** The rows of one list in such a frame, page by page. */
export function RelatedRows<R extends { id: string }>({ rows, query, children }: RelatedRowsProps<R>) {
  return (
    <>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="hairline-b hairline-soft">
            {children(row)}
          </li>
        ))}
      </ul>
      <ListEnd query={query}>
        <span className="flex h-row items-center px-edge">
          <Skeleton className="w-40" />
        </span>
      </ListEnd>
    </>
  );
}
