"use client";

import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { usePlace } from "@/components/layout/use-place";
import { useStable } from "@/components/ui/use-stable";

export const cardGap = 6;
export const columnEdge = 8;
export const usualHeight = 88;

/** Scroll offset of a column, with the measured heights of its cards. */
interface ColumnPlace {
  offset: number;
  sizes: VirtualItem[];
}

interface ScrollerOptions<C> {
  columnId: string;
  cards: readonly C[];
  cardId(card: C): string;
  /** The dragged card and the focused one stay in the document wherever the column is scrolled. */
  alwaysRendered: readonly number[];
  /** The card that is open beside the board. */
  peekId: string | null;
}

/** The scroller of a column: renders only the visible cards, and restores its scroll position. */
export function useCardScroller<C>({ columnId, cards, cardId, alwaysRendered, peekId }: ScrollerOptions<C>) {
  const scroller = useRef<HTMLDivElement>(null);
  const place = usePlace<ColumnPlace>(columnId);
  const virtualizer = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    getItemKey: (index) => {
      const card = cards[index];
      return card ? cardId(card) : index;
    },
    gap: cardGap,
    paddingStart: columnEdge,
    paddingEnd: columnEdge,
    overscan: 2,
    initialRect: { width: 264, height: 720 },
    initialOffset: place.before?.offset ?? 0,
    initialMeasurementsCache: place.before?.sizes ?? [],
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const range = new Set(alwaysRendered);
      const to = Math.min(count - 1, endIndex + overscan);
      for (let index = Math.max(0, startIndex - overscan); index <= to; index++) range.add(index);
      return [...range].toSorted((a, b) => a - b);
    },
  });
  const keepPlace = useStable(() =>
    place.keep({ offset: scroller.current?.scrollTop ?? 0, sizes: virtualizer.measurementsCache }),
  );
  // The browser's history: opening a card beside the board adds an entry with the same scroll position.
  useEffect(() => {
    if (peekId !== null) keepPlace();
  }, [peekId, keepPlace]);
  return { scroller, virtualizer, keepPlace };
}
