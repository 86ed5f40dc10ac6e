"use client";

import { useDroppable } from "@dnd-kit/core";
import { type RefObject, useEffect, useRef } from "react";
import { BoardCard, type CardContext, LiftedCard } from "@/components/board/board-card";
import type { BoardChange, BoardColumnDef } from "@/components/board/board-column-def";
import { dropIndex, withLifted, withoutLifted } from "@/components/board/board-order";
import { cardGap, columnEdge, useCardScroller, usualHeight } from "@/components/board/use-card-scroller";
import { MoreFailed } from "@/components/data-table/more-failed";
import { cn } from "@/lib/cn";

/** The board's interface to a column during a drag. */
export interface ColumnHandle {
  /** The drop index at a height of the window, without the dragged card. */
  indexAt(clientY: number): number;
  reveal(index: number): void;
}

/** The dragged card, in whichever column it is. */
export interface LiftedInBoard<C> {
  id: string;
  card: C;
  height: number;
  byKeys: boolean;
}

interface BoardColumnProps<C> {
  column: BoardColumnDef<C>;
  cards: readonly C[];
  context: CardContext<C>;
  change: BoardChange<C> | null;
  lifted: LiftedInBoard<C> | null;
  /** Its drop position in this column; null when it would drop elsewhere. */
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
  const droppable = useDroppable({ id: column.id });
  const indexOf = (id: string | null) => (id === null ? -1 : cards.findIndex((card) => context.cardId(card) === id));
  const liftedIndex = lifted ? indexOf(lifted.id) : -1;
  const alwaysRendered = [liftedIndex, indexOf(props.tabId)].filter((index) => index >= 0);

  const cardScroller = useCardScroller({
    columnId: column.id,
    cards,
    cardId: context.cardId,
    alwaysRendered,
    peekId: props.peekId,
  });
  const { scroller, virtualizer, keepPlace } = cardScroller;
  const boxes = virtualizer.measurementsCache;
  const ownIndex = liftedIndex >= 0 ? liftedIndex : null;
  const open = lifted && slot !== null && slot !== ownIndex;
  const slotAt = open ? withLifted(slot, ownIndex) : null;
  const space = (lifted?.height ?? usualHeight) + cardGap;
  const endTop = Math.max(columnEdge, virtualizer.getTotalSize() - columnEdge + (cards.length > 0 ? cardGap : 0));
  const slotTop = slotAt === null ? null : (boxes[slotAt]?.start ?? endTop);

  const geometry = { count: cards.length, ownIndex, slotAt, space };
  useColumnHandle(props.handles, column.id, geometry, cardScroller);
  useNextCards(column, virtualizer.range?.endIndex ?? -1, cards.length, props.fetchMore);

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
        {/* dnd-kit scrolls the parent of a droppable, not the droppable itself, so it is inside the scroller. */}
        <ul
          ref={droppable.setNodeRef}
          className="relative min-h-full"
          style={{ height: virtualizer.getTotalSize() + (open ? space : 0) }}
        >
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
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
          {slotTop === null || !lifted ? null : <Slot top={slotTop} lifted={lifted} context={context} />}
        </ul>
      </div>
      {column.failed ? <MoreFailed busy={column.loading === true} onRetry={() => props.fetchMore(column.id)} /> : null}
    </section>
  );
}

/** Requests the next cards when the last ones come into view. */
function useNextCards<C>(
  { id, hasMore, failed, loading }: BoardColumnDef<C>,
  last: number,
  count: number,
  fetchMore: (columnId: string) => void,
): void {
  const near = hasMore === true && !failed && !loading && last >= count - 6;
  // The virtualizer's scroll position decides when the server is asked for the next page. Runs after each render,
  // because a refreshed board may have discarded a page.
  useEffect(() => {
    if (near) fetchMore(id);
  });
}

interface ColumnGeometry {
  count: number;
  ownIndex: number | null;
  slotAt: number | null;
  space: number;
}

/** Tells the board the drop position of a pointer in this column, and scrolls its cards into view. */
function useColumnHandle(
  handles: RefObject<Map<string, ColumnHandle>>,
  columnId: string,
  { count, ownIndex, slotAt, space }: ColumnGeometry,
  { scroller, virtualizer }: Pick<ReturnType<typeof useCardScroller>, "scroller" | "virtualizer">,
): void {
  // The board's drag reads the measured DOM of each column for the drop position.
  useEffect(() => {
    const all = handles.current;
    all.set(columnId, {
      indexAt: (clientY) => {
        const element = scroller.current;
        if (!element) return 0;
        const y = clientY - element.getBoundingClientRect().top + element.scrollTop;
        const at = dropIndex(virtualizer.measurementsCache, y, slotAt === null ? null : { at: slotAt, space });
        return withoutLifted(at, ownIndex);
      },
      reveal: (index) => {
        scroller.current?.closest("section")?.scrollIntoView({ block: "nearest", inline: "nearest" });
        virtualizer.scrollToIndex(Math.min(index, count - 1), { align: "auto" });
      },
    });
    return () => {
      all.delete(columnId);
    };
  }, [handles, columnId, scroller, virtualizer, slotAt, space, ownIndex, count]);
}

interface SlotProps<C> {
  top: number;
  lifted: LiftedInBoard<C>;
  context: CardContext<C>;
}

/** The drop position of the dragged card. */
function Slot<C>({ top, lifted, context }: SlotProps<C>) {
  return (
    <li
      aria-hidden
      data-slot
      style={{ transform: `translateY(${top}px)`, height: lifted.height }}
      className="absolute inset-x-2 top-0 rounded-md bg-[color-mix(in_oklab,var(--accent)_9%,transparent)] shadow-[inset_0_0_0_1.5px_var(--accent)] transition-transform duration-move ease-move"
    >
      {lifted.byKeys ? <LiftedInSlot card={lifted.card} context={context} /> : null}
    </li>
  );
}

/** Moved with the keyboard, the card is drawn in its slot, because there is no pointer to follow. */
function LiftedInSlot<C>({ card, context }: { card: C; context: CardContext<C> }) {
  const box = useRef<HTMLDivElement>(null);
  // The browser's scroll position: the moved card stays in view.
  useEffect(() => {
    void box.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, []);
  return (
    <div ref={box} className="*:w-full!">
      <LiftedCard card={card} width={0} tilted={false} context={context} />
    </div>
  );
}

/** Placeholders for the first cards, after 120 ms. */
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
