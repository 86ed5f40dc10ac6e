"use client";

import { useDroppable } from "@dnd-kit/core";
import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";
import { BoardCard, type CardContext, LiftedCard } from "@/components/board/board-card";
import type { BoardChange, BoardColumnDef } from "@/components/board/board-column-def";
import { dropIndex, withLifted, withoutLifted } from "@/components/board/board-order";
import { MoreFailed } from "@/components/data-table/more-failed";
import { usePlace } from "@/components/layout/use-place";
import { useStable } from "@/components/ui/use-stable";
import { cn } from "@/lib/cn";

const gap = 6;
const edge = 8;
const usualHeight = 88;

/** What the board asks of a column while a card is in the air. */
export interface ColumnHandle {
  /** The drop index at a height of the window, without the lifted card. */
  indexAt(clientY: number): number;
  reveal(index: number): void;
}

/** How far a column was scrolled, over cards of which heights. */
interface ColumnPlace {
  offset: number;
  sizes: VirtualItem[];
}

interface BoardColumnProps<C> {
  column: BoardColumnDef<C>;
  cards: readonly C[];
  context: CardContext<C>;
  change: BoardChange<C> | null;
  /** The lifted card, in whichever column it is. */
  lifted: { id: string; card: C; height: number; byKeys: boolean } | null;
  /** Where it would fall here; null when it would fall elsewhere. */
  slot: number | null;
  /** The card of this column that Tab reaches. */
  tabId: string | null;
  /** The card that is open beside the board. */
  peekId: string | null;
  hidden: boolean;
  handles: RefObject<Map<string, ColumnHandle>>;
  fetchMore(columnId: string): void;
}

/** One column: the head, and its cards behind a virtual scroller. */
export function BoardColumn<C>(props: BoardColumnProps<C>) {
  const { column, cards, context, lifted, slot } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const place = usePlace<ColumnPlace>(column.id);
  const droppable = useDroppable({ id: column.id });
  const indexOf = (id: string | null) => (id === null ? -1 : cards.findIndex((card) => context.cardId(card) === id));
  const liftedIndex = lifted ? indexOf(lifted.id) : -1;
  const kept = [liftedIndex, indexOf(props.tabId)].filter((index) => index >= 0);

  const virtualizer = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    getItemKey: (index) => {
      const card = cards[index];
      return card ? context.cardId(card) : index;
    },
    gap,
    paddingStart: edge,
    paddingEnd: edge,
    overscan: 2,
    initialRect: { width: 264, height: 720 },
    initialOffset: place.before?.offset ?? 0,
    initialMeasurementsCache: place.before?.sizes ?? [],
    // The lifted card and the one with the focus stay in the document, whatever is scrolled.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const range = new Set(kept);
      const to = Math.min(count - 1, endIndex + overscan);
      for (let index = Math.max(0, startIndex - overscan); index <= to; index++) range.add(index);
      return [...range].toSorted((a, b) => a - b);
    },
  });
  const boxes = virtualizer.measurementsCache;
  const ownIndex = liftedIndex >= 0 ? liftedIndex : null;
  const open = lifted && slot !== null && slot !== ownIndex;
  const slotAt = open ? withLifted(slot, ownIndex) : null;
  const space = (lifted?.height ?? usualHeight) + gap;
  const endTop = Math.max(edge, virtualizer.getTotalSize() - edge + (cards.length > 0 ? gap : 0));
  const slotTop = slotAt === null ? null : (boxes[slotAt]?.start ?? endTop);

  const handles = props.handles;
  // The board's drag asks the measured DOM of each column where a pointer would drop.
  useEffect(() => {
    const all = handles.current;
    all.set(column.id, {
      indexAt: (clientY) => {
        const element = scroller.current;
        if (!element) return 0;
        const y = clientY - element.getBoundingClientRect().top + element.scrollTop;
        const at = dropIndex(virtualizer.measurementsCache, y, slotAt === null ? null : { at: slotAt, space });
        return withoutLifted(at, ownIndex);
      },
      reveal: (index) => {
        scroller.current?.closest("section")?.scrollIntoView({ block: "nearest", inline: "nearest" });
        virtualizer.scrollToIndex(Math.min(index, cards.length - 1), { align: "auto" });
      },
    });
    return () => {
      all.delete(column.id);
    };
  }, [handles, column.id, virtualizer, slotAt, space, ownIndex, cards.length]);

  const keepPlace = useStable(() =>
    place.keep({ offset: scroller.current?.scrollTop ?? 0, sizes: virtualizer.measurementsCache }),
  );
  const { peekId } = props;
  // The browser's history: a card that was opened beside the board is an entry of its own, at the same place.
  useEffect(() => {
    if (peekId !== null) keepPlace();
  }, [peekId, keepPlace]);

  const visible = virtualizer.getVirtualItems();
  const last = virtualizer.range?.endIndex ?? -1;
  const { fetchMore } = props;
  const near = column.hasMore === true && !column.failed && !column.loading && last >= cards.length - 6;
  // Scrolling, through the virtualizer, decides when the next page is asked of the server. After each drawing: a page of a
  // board that was renewed meanwhile is thrown away.
  useEffect(() => {
    if (near) fetchMore(column.id);
  });

  return (
    <section
      aria-label={column.name}
      data-over={slot !== null || undefined}
      className={cn(
        "flex min-h-0 min-w-[264px] flex-1 basis-0 flex-col hairline-r phone:min-w-full",
        "data-over:bg-[color-mix(in_oklab,var(--accent-subtle)_60%,var(--surface-sunken))]",
        props.hidden && "hidden",
      )}
    >
      <header className="shrink-0 bg-surface hairline-r hairline-b">{column.head(props.change)}</header>
      <div
        ref={scroller}
        onScroll={keepPlace}
        className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden overscroll-y-contain [overflow-anchor:none]"
      >
        {/* dnd-kit scrolls what is around a droppable, not the droppable itself, so it lies inside the scroller. */}
        <ul
          ref={droppable.setNodeRef}
          className="relative min-h-full"
          style={{ height: virtualizer.getTotalSize() + (open ? space : 0) }}
        >
          {visible.map(({ index, key, start }) => {
            const card = cards[index];
            if (!card) return null;
            const id = context.cardId(card);
            const top = start + (slotAt !== null && index >= slotAt ? space : 0);
            return (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                style={{ transform: `translateY(${top}px)` }}
                className={cn("absolute inset-x-2 top-0", lifted && "transition-transform duration-move ease-move")}
              >
                <BoardCard
                  card={card}
                  lifted={id === lifted?.id}
                  tabbable={id === props.tabId}
                  peeked={id === props.peekId}
                  context={context}
                />
              </li>
            );
          })}
          {column.loading && cards.length === 0 ? <LoadingCards /> : null}
          {slotTop === null || !lifted ? null : (
            <li
              aria-hidden
              data-slot
              style={{ transform: `translateY(${slotTop}px)`, height: lifted.height }}
              className="absolute inset-x-2 top-0 rounded-md bg-[color-mix(in_oklab,var(--accent)_9%,transparent)] shadow-[inset_0_0_0_1.5px_var(--accent)] transition-transform duration-move ease-move"
            >
              {lifted.byKeys ? <LiftedInSlot card={lifted.card} context={context} /> : null}
            </li>
          )}
        </ul>
      </div>
      {column.failed ? <MoreFailed busy={column.loading === true} onRetry={() => fetchMore(column.id)} /> : null}
    </section>
  );
}

/** Lifted with the keyboard, the card lies in its slot, because there is no pointer to follow. */
function LiftedInSlot<C>({ card, context }: { card: C; context: CardContext<C> }) {
  const box = useRef<HTMLDivElement>(null);
  // The browser's scroll position: the lifted card stays in sight.
  useEffect(() => {
    void box.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, []);
  return (
    <div ref={box} className="*:w-full!">
      <LiftedCard card={card} width={0} tilted={false} context={context} />
    </div>
  );
}

/** Empty cards in the places of the first ones, after 120 ms. */
function LoadingCards() {
  return (
    <li aria-hidden className="flex animate-late flex-col gap-1.5 p-2">
      {[1, 0.8, 0.6, 0.4, 0.2].map((opacity) => (
        <span
          key={opacity}
          style={{ opacity }}
          className="flex h-[86px] flex-col justify-between rounded-md bg-surface-raised px-3 py-4 shadow-[0_0_0_1px_var(--border)]"
        >
          <span className="h-2 w-2/3 animate-skeleton rounded-sm bg-surface-press" />
          <span className="h-2 w-1/2 animate-skeleton rounded-sm bg-surface-press" />
          <span className="h-2 w-1/3 animate-skeleton rounded-sm bg-surface-press" />
        </span>
      ))}
    </li>
  );
}
