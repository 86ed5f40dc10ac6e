"use client";

import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { usePlace } from "@/components/layout/use-place";
import { useStable } from "@/components/ui/use-stable";

export const cardGap = 6;
export const columnEdge = 8;
export const usualHeight = 88;

/** How far a column was scrolled, over cards of which heights. */
interface ColumnPlace {
  offset: number;
  sizes: VirtualItem[];
}

interface ScrollerOptions<C> {
  columnId: string;
  cards: readonly C[];
  cardId(card: C): string;
  /** The lifted card and the one with the focus stay in the document, whatever is scrolled. */
  kept: readonly number[];
  /** The card that is open beside the board. */
  peekId: string | null;
}

/** The scroller of a column: it draws the cards in sight only, and comes back to where it stood. */
export function useCardScroller<C>({ columnId, cards, cardId, kept, peekId }: ScrollerOptions<C>) {
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
      const range = new Set(kept);
      const to = Math.min(count - 1, endIndex + overscan);
      for (let index = Math.max(0, startIndex - overscan); index <= to; index++) range.add(index);
      return [...range].toSorted((a, b) => a - b);
    },
  });
  const keepPlace = useStable(() =>
    place.keep({ offset: scroller.current?.scrollTop ?? 0, sizes: virtualizer.measurementsCache }),
  );
  // The browser's history: a card that was opened beside the board is an entry of its own, at the same place.
  useEffect(() => {
    if (peekId !== null) keepPlace();
  }, [peekId, keepPlace]);
  return { scroller, virtualizer, keepPlace };
}
