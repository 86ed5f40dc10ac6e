"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useState } from "react";
import type { TimelineItem } from "@/components/timeline/period-groups";

const entryHeight = 34;

/** The rendered part of a timeline: what is near the window, and the entry with the focus. */
export function useTimelineWindow<E>(items: readonly TimelineItem<E>[]) {
  const [section, setSection] = useState<HTMLElement | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const scroller = useScroller(section);
  const top = useOffset(section, scroller);
  const focusedIndex = focused === null ? -1 : items.findIndex(({ id }) => id === focused);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: () => entryHeight,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 10,
    // Several scroll events of one frame are drawn once.
    useFlushSync: false,
    scrollMargin: top,
    initialRect: { width: 560, height: 900 },
    // New entries show at the top; whoever has scrolled keeps the place when entries come above it.
    anchorTo: scroller && scroller.scrollTop > top ? "end" : "start",
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
      if (focusedIndex >= 0 && focusedIndex < from) range.unshift(focusedIndex);
      if (focusedIndex > to) range.push(focusedIndex);
      return range;
    },
  });
  const visible = virtualizer.getVirtualItems();
  const shown = visible.flatMap(({ index, start }, place) => {
    const item = items[index];
    const above = visible[place - 1]?.end ?? top;
    return item ? [{ item, index, gap: Math.max(0, start - above) }] : [];
  });
  const end = visible.at(-1)?.end ?? top;
  return {
    section: setSection,
    measure: virtualizer.measureElement,
    /** The rendered lines, each with the height of those that are left out above it. */
    shown,
    /** The height of what is left out at the end. */
    after: Math.max(0, top + virtualizer.getTotalSize() - end),
    /** Keeps the entry with the focus rendered, wherever the timeline is scrolled. */
    keep: setFocused,
  };
}

/** The element that scrolls a part of the page: a column, a dialog, or on a phone the page. Null before the first drawing. */
function useScroller(part: HTMLElement | null): HTMLElement | null {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  // The styles of the page, which are others on a phone.
  useLayoutEffect(() => setScroller(scrollerOf(part)));
  return scroller;
}

function scrollerOf(part: HTMLElement | null): HTMLElement | null {
  for (let element = part?.parentElement ?? null; element; element = element.parentElement)
    if (/auto|scroll/.test(getComputedStyle(element).overflowY)) return element;
  return null;
}

/** How far a part lies below the beginning of what scrolls it; that changes with what is above it. */
function useOffset(part: HTMLElement | null, scroller: HTMLElement | null): number {
  const [offset, setOffset] = useState(0);
  // The layout of the page, after each change of it.
  useLayoutEffect(() => {
    if (!part || !scroller) return;
    const measured = part.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    if (Math.abs(measured - offset) > 1) setOffset(measured);
  });
  return offset;
}
