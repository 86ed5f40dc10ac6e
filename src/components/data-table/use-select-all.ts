"use client";

import { useEffect, useState } from "react";
import { useStable } from "@/components/ui/use-stable";
import type { ListTotal } from "@/lib/list-filter";

/** Maximum number of selected rows: the limit of exact counts. */
const most = 1000;

interface SelectAllOptions {
  loaded: number;
  /** The total number of rows. */
  total: ListTotal;
  selecting: boolean;
  allLoadedSelected: boolean;
  /** All loaded rows were selected since the selection began. */
  hadAll: boolean;
  hasMore: boolean;
  moreFailed: boolean;
  fetching: boolean;
  fetchMore(): void;
  selectLoaded(): void;
  locale: string;
}

/** The bulk bar's offer while more rows match than are loaded. */
export interface SelectAll {
  label: string;
  busy: boolean;
  run(): void;
}

/**
 * Select all takes the loaded rows; the others are loaded first, on request. It stays available while later rows are
 * not selected.
 */
export function useSelectAll(options: SelectAllOptions): SelectAll | null {
  const { loaded, total, locale, selecting, allLoadedSelected, hadAll, hasMore, moreFailed, fetching } = options;
  const [gathering, setGathering] = useState(false);
  const reach = typeof total === "number" ? Math.min(total, most) : most;
  const complete = !hasMore || loaded >= reach;
  const fetchMore = useStable(options.fetchMore);
  const selectLoaded = useStable(options.selectLoaded);
  // Each page from the server is selected, and then requests the next one.
  useEffect(() => {
    if (!gathering) return;
    // Clearing the selection meanwhile stops it.
    if (!selecting) return setGathering(false);
    selectLoaded();
    if (complete || moreFailed) setGathering(false);
    else if (!fetching) fetchMore();
  }, [gathering, selecting, complete, moreFailed, fetching, fetchMore, selectLoaded]);
  if (!hadAll || (complete && allLoadedSelected)) return null;
  const of = reach.toLocaleString(locale);
  const offered = reach === total ? `Select all ${of}` : `Select the first ${of}`;
  return {
    label: gathering ? `Loading ${loaded.toLocaleString(locale)} of ${of}` : offered,
    busy: gathering,
    run: () => setGathering(true),
  };
}
