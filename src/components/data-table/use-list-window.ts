"use client";

import type { RowData } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";
import type { ListItem } from "@/components/data-table/list-items";
import { type Cursor, useListCursor } from "@/components/data-table/use-list-cursor";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { useRowHeight } from "@/components/data-table/use-table-metrics";
import { usePlace } from "@/components/layout/use-place";
import { useStable } from "@/components/ui/use-stable";

interface ListWindowOptions<T extends RowData> {
  /** Name of the list; its scroll position is stored under it. */
  label: string;
  scroller: RefObject<HTMLElement | null>;
  items: readonly ListItem<T>[];
  indexes: ReadonlyMap<string, number>;
  rowIds: readonly string[];
  hasMore: boolean;
  peek: RowPeek | undefined;
  /** Overlays on the rows: the head at the top, the bulk bar at the bottom. */
  top: number;
  bottom: number;
  /** The height of the totals below the rows; they cover rows while the list scrolls. */
  foot: number;
}

/** The stored position in a list. */
interface ListPlace {
  offset: number;
  cursor: Cursor | null;
}

const groupHeight = 34;

/** The rendered part of a list, and its cursor; both are restored on return. */
export function useListWindow<T extends RowData>(options: ListWindowOptions<T>) {
  const { scroller, items, indexes, hasMore, top, bottom, foot } = options;
  const rowHeight = useRowHeight();
  const place = usePlace<ListPlace>(options.label);
  const { cursor, move } = useListCursor({
    container: scroller,
    start: place.before?.cursor ?? null,
    peek: options.peek,
    has: (id) => indexes.has(id),
    rowIds: options.rowIds,
    reveal: (id) => {
      const index = indexes.get(id);
      if (index !== undefined) virtualizer.scrollToIndex(index, { align: "auto" });
    },
  });
  const currentId = cursor && indexes.has(cursor.rowId) ? cursor.rowId : items.find((item) => item.kind === "row")?.id;
  const currentIndex = currentId === undefined ? -1 : (indexes.get(currentId) ?? -1);

  const virtualizer = useVirtualizer({
    count: items.length + (hasMore ? 3 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.kind === "group" ? groupHeight : rowHeight),
    getItemKey: (index) => items[index]?.id ?? `more-${index - items.length}`,
    overscan: 8,
    // Several scroll events of one frame are drawn once.
    useFlushSync: false,
    scrollMargin: top,
    scrollPaddingStart: top,
    scrollPaddingEnd: bottom + foot,
    paddingEnd: bottom,
    initialRect: { width: 1200, height: 900 },
    initialOffset: place.before?.offset ?? 0,
    // The row with the cursor stays rendered, so that scrolling never loses the focus.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
      if (currentIndex >= 0 && currentIndex < from) range.unshift(currentIndex);
      if (currentIndex > to) range.push(currentIndex);
      return range;
    },
  });
  // The virtualizer keeps its own measured sizes.
  useEffect(() => {
    if (rowHeight > 0) virtualizer.measure();
  }, [rowHeight, virtualizer]);

  const keepPlace = useStable(() => place.keep({ offset: scroller.current?.scrollTop ?? 0, cursor }));
  const peeked = options.peek?.id ?? null;
  // The browser's history: the cursor and the open record are part of the stored position.
  useEffect(() => {
    if (cursor !== null || peeked !== null) keepPlace();
  }, [cursor, peeked, keepPlace]);

  const visible = virtualizer.getVirtualItems();
  const lastVisible = visible.findLast((item) => item.index !== currentIndex)?.index ?? 0;
  return { cursor, move, currentId, rowHeight, virtualizer, visible, lastVisible, keepPlace };
}
