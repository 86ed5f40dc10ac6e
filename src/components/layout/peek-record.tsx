"use client";

import type { ReactNode } from "react";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { RecordRefusal, SkeletonRows } from "./record-states";

interface PeekRecordProps<T> {
  query: { data: T | undefined; isPending: boolean; isFetching: boolean; error: unknown; refetch(): unknown };
  /** The parent page: "Accounts". */
  list: { label: string; href: string };
  noun: string;
  children: (record: T) => ReactNode;
}

/** A record beside its list, or its loading, missing and error states. */
export function PeekRecord<T>({ query, list, noun, children }: PeekRecordProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending)
    return (
      <SkeletonRegion label={`The ${noun} is loading`}>
        <div className="flex items-center gap-3 px-edge pb-3.5">
          <Skeleton className="size-9 rounded-md" />
          <Skeleton className="h-2.5 w-52" />
        </div>
        <SkeletonRows widths={[44, 30, 38, 24, 34, 28, 40]} />
      </SkeletonRegion>
    );
  return (
    <RecordRefusal
      list={list}
      noun={noun}
      error={query.error}
      busy={query.isFetching}
      onRetry={() => void query.refetch()}
      heading="h2"
    />
  );
}
