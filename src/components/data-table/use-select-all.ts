"use client";

import { useEffect, useState } from "react";
import { useStable } from "@/components/ui/use-stable";
import type { ListTotal } from "@/lib/list";

/** How many rows are selected at once at most: as far as a list is counted exactly. */
const most = 1000;

interface SelectAllOptions {
  loaded: number;
  /** How many rows the list has in all. */
  total: ListTotal;
  selecting: boolean;
  allLoadedSelected: boolean;
  hasMore: boolean;
  moreFailed: boolean;
  fetching: boolean;
  fetchMore(): void;
  selectLoaded(): void;
  locale: string;
}

/** What the bulk bar offers while more rows match than are loaded. */
export interface SelectAll {
  label: string;
  busy: boolean;
  run(): void;
}

/**
 * Selecting all takes what is loaded; the rest is loaded first, when somebody asks for it. It stays on offer while rows
 * that came since are not selected.
 */
export function useSelectAll(options: SelectAllOptions): SelectAll | null {
  const { loaded, total, locale, selecting, allLoadedSelected, hasMore, moreFailed, fetching } = options;
  const [asked, setAsked] = useState(false);
  const [gathering, setGathering] = useState(false);
  if (asked !== (selecting && (asked || allLoadedSelected))) setAsked(!asked);
  const reach = typeof total === "number" ? Math.min(total, most) : most;
  const complete = !hasMore || loaded >= reach;
  const fetchMore = useStable(options.fetchMore);
  const selectLoaded = useStable(options.selectLoaded);
  // Each page that came from the server is selected, and asks for the next one.
  useEffect(() => {
    if (!gathering) return;
    // Who takes the selection away meanwhile ends it.
    if (!selecting) return setGathering(false);
    selectLoaded();
    if (complete || moreFailed) setGathering(false);
    else if (!fetching) fetchMore();
  }, [gathering, selecting, complete, moreFailed, fetching, fetchMore, selectLoaded]);
  if (!asked || (complete && allLoadedSelected)) return null;
  const of = reach.toLocaleString(locale);
  const offered = reach === total ? `Select all ${of}` : `Select the first ${of}`;
  return {
    label: gathering ? `Loading ${loaded.toLocaleString(locale)} of ${of}` : offered,
    busy: gathering,
    run: () => setGathering(true),
  };
}
