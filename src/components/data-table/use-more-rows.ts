"use client";

import { useEffect } from "react";
import { useStable } from "@/components/ui/use-stable";

interface MoreRowsProps {
  hasMore: boolean;
  moreFailed?: boolean | undefined;
  fetching?: boolean | undefined;
  fetchMore(): void;
}

/** Requests the next rows when the last ones come into view. */
export function useMoreRows({ hasMore, moreFailed, fetching, fetchMore }: MoreRowsProps, nearEnd: boolean): void {
  const near = nearEnd && hasMore && !moreFailed && !fetching;
  const fetchNext = useStable(fetchMore);
  // The virtualizer's scroll position decides when the server is asked for the next page. Runs after each render: a
  // request may have been cancelled, and asking twice is harmless.
  useEffect(() => {
    if (near) fetchNext();
  });
}
