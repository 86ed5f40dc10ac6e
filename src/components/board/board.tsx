"use client";

import { DndContext, DragOverlay } from "@dnd-kit/core";
import { type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { type CardContext, type CardTone, LiftedCard } from "@/components/board/board-card";
import { BoardColumn, type ColumnHandle } from "@/components/board/board-column";
import type { BoardColumnDef } from "@/components/board/board-column-def";
import {
  type Arrow,
  type BoardCards,
  type BoardMove,
  type DropPlace,
  findCard,
  moveTo,
  sortedIndex,
  stepPlace,
} from "@/components/board/board-order";
import { BoardStrip } from "@/components/board/board-strip";
import { droppedText, helpText, liftedText, movedText, placesIn, putBackText } from "@/components/board/board-words";
import { CardFlip } from "@/components/board/card-flip";
import type { CardMoves } from "@/components/board/card-menu";
import { CollapsedColumn } from "@/components/board/collapsed-column";
import { type Lift, useBoardDrag } from "@/components/board/use-board-drag";
import { cardKeys, useBoardKeys } from "@/components/board/use-board-keys";
import { useBoardMoves } from "@/components/board/use-board-moves";
import { useBoardPeek } from "@/components/board/use-board-peek";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useHydrated } from "@/components/form/use-hydrated";
import { isNowhere } from "@/components/layout/content-focus";
import { useOwnKeys } from "@/components/layout/keyboard";
import { useInHand } from "@/components/ui/use-in-hand";
import { useStable } from "@/components/ui/use-stable";
import { cn } from "@/lib/cn";

export interface BoardProps<C> {
  /** Names the board, as "Hardware sales". */
  label: string;
  columns: readonly BoardColumnDef<C>[];
  cards: BoardCards<C>;
  cardId(card: C): string;
  /** Names a card in announcements. */
  cardLabel(card: C): string;
  cardTone?: (card: C) => CardTone;
  renderCard(card: C): ReactNode;
  onOpen?: (card: C) => void;
  /** Where a card's own page is; ⌘ or Ctrl opens it in a tab. */
  cardHref?: (card: C) => string;
  /** The card that is open beside the board; the keys that step from card to card take it along. */
  peek?: RowPeek | undefined;
  /** A returned promise keeps the card in its new place until it settles; a rejection puts it back. */
  onMove(move: BoardMove): Promise<unknown> | undefined;
  fetchMore(columnId: string): void;
  onExpand?: (columnId: string) => void;
  /** The order of sorted columns: then cards move between columns only, and fall to where the order puts them. */
  sorted?: ((a: C, b: C) => number) | null;
}

const stripDwellMs = 500;
const noCards: readonly never[] = [];
const silent = { onDragStart: nothing, onDragOver: nothing, onDragEnd: nothing, onDragCancel: nothing };

function nothing(): undefined {
  return undefined;
}

/** A kanban board of any size: mouse, touch and keyboard move cards, heads show the change before the drop. */
export function Board<C>(props: BoardProps<C>) {
  const { columns, cardId, sorted = null } = props;
  const phone = useIsPhone();
  // Before the browser has taken the page over nobody hears a key.
  const live = useHydrated();
  const helpId = useId();
  const root = useRef<HTMLDivElement>(null);
  const handles = useRef(new Map<string, ColumnHandle>());
  const [spoken, setSpoken] = useState("");
  const [tabId, setTabId] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [overStrip, setOverStrip] = useState<string | null>(null);
  const { shown, make } = useBoardMoves(props.cards, cardId, props.onMove);
  const peekId = props.peek?.id ?? null;
  const shownColumn = columns.some((column) => column.id === chosen) ? chosen : (columns[0]?.id ?? null);

  function cardOf(id: string): C | undefined {
    const at = findCard(shown, cardId, id);
    return at ? shown[at.columnId]?.[at.index] : undefined;
  }
  function words({ cardId: id, place, from }: Lift) {
    const card = cardOf(id);
    const loaded = (shown[place.columnId] ?? []).filter((other) => cardId(other) !== id).length;
    const column = columns.find((candidate) => candidate.id === place.columnId);
    const of = placesIn({ loaded, inAll: column?.inAll ?? 0, isOwn: from === place.columnId });
    return { card: card ? props.cardLabel(card) : "", column: column?.name ?? "", place: place.index + 1, of };
  }
  const byHand = (columnId: string) =>
    sorted === null && !columns.some((column) => column.id === columnId && column.ordered);
  function fixedIndex(id: string, columnId: string): number | null {
    const card = cardOf(id);
    const start = findCard(shown, cardId, id);
    if (!byHand(columnId) && start?.columnId === columnId) return start.index;
    if (card && sorted) return sortedIndex(shown[columnId] ?? [], card, sorted);
    return byHand(columnId) ? null : 0;
  }
  const steps = {
    onLift(id: string): void {
      const place = findCard(shown, cardId, id);
      if (place)
        setSpoken(liftedText(words({ cardId: id, from: place.columnId, width: 0, height: 0, byKeys: true, place })));
    },
    onDrop(lift: Lift): void {
      const move = moveTo(shown, cardId, lift.cardId, lift.place, byHand(lift.place.columnId));
      if (move) {
        setSpoken(droppedText(words(lift)));
        void make(move).then((kept) => {
          if (!kept) steps.onRefused(lift);
        });
      } else steps.onCancel(lift);
    },
    /** The card went back, and who has not gone on elsewhere goes with it. */
    onRefused(lift: Lift): void {
      steps.onCancel(lift);
      if (isNowhere(document.activeElement) || root.current?.contains(document.activeElement))
        keys.focusMoved(lift.cardId);
    },
    onCancel(lift: Lift): void {
      const from = columns.find((column) => column.id === lift.from)?.name ?? "";
      setSpoken(putBackText(words(lift).card, from));
    },
  };

  const { lift, setLift, dnd } = useBoardDrag({
    ...steps,
    handles: handles.current,
    fixedIndex,
    startOf: (id) => findCard(shown, cardId, id),
    onStrip: setOverStrip,
  });
  useInHand(lift !== null);
  useOwnKeys("On the board", cardKeys);
  const keys = useBoardKeys({
    ...steps,
    container: root,
    handles: handles.current,
    cards: shown,
    cardId,
    columnIds: columns.map((column) => column.id),
    openIds: columns.filter(({ id, collapsed }) => (phone ? id === shownColumn : !collapsed)).map(({ id }) => id),
    fixedIndex,
    lift,
    setLift,
    onStep: (step) => {
      setSpoken(movedText(words(step)));
      if (phone) setChosen(step.place.columnId);
    },
    onOpen: props.onOpen,
    onFocusCard: setTabId,
    onCursor: (id) => {
      if (peekId !== null) props.peek?.show(id);
    },
  });
  useBoardPeek({
    peekId,
    show: (id) => {
      const at = findCard(shown, cardId, id);
      if (!at) return;
      setTabId(id);
      if (phone) return;
      handles.current.get(at.columnId)?.reveal(at.index);
    },
    focus: keys.focusCard,
  });

  // A timer: hovering over the strip for a while switches the column.
  useEffect(() => {
    if (overStrip === null) return;
    const timer = setTimeout(() => setChosen(overStrip), stripDwellMs);
    return () => clearTimeout(timer);
  }, [overStrip]);

  /** What the menu of a card offers: drops like those of a drag, on top of another column. */
  function movesOf(id: string): CardMoves | null {
    const at = findCard(shown, cardId, id);
    if (!at) return null;
    const drop = (place: DropPlace) =>
      keys.drop({ cardId: id, from: at.columnId, width: 0, height: 0, byKeys: true, place });
    const step = (arrow: Arrow) => {
      const place = stepPlace(at, arrow, [], (columnId) => (shown[columnId] ?? []).length - 1);
      return place.index === at.index ? null : () => drop(place);
    };
    return {
      byHand: byHand(at.columnId),
      onUp: step("up"),
      onDown: step("down"),
      columnId: at.columnId,
      columns,
      onColumn: (columnId) => drop({ columnId, index: fixedIndex(id, columnId) ?? 0 }),
    };
  }

  const onKey = useStable(keys.onKey);
  const focusCard = useStable(keys.focusCard);
  const askMoves = useStable(movesOf);
  const menu = useMemo(() => ({ movesOf: askMoves, focusCard }), [askMoves, focusCard]);
  const onBlur = useStable(keys.onBlur);
  const onOpen = useStable((card: C) => props.onOpen?.(card));
  const fetchMore = useStable(props.fetchMore);
  const { cardLabel, cardTone, cardHref, renderCard } = props;
  const context = useMemo(
    (): CardContext<C> => ({
      cardId,
      cardLabel,
      cardTone,
      cardHref,
      renderCard,
      onOpen,
      onKey,
      onBlur,
      onFocus: setTabId,
      menu,
      helpId,
    }),
    [cardId, cardLabel, cardTone, cardHref, renderCard, onOpen, onKey, onBlur, menu, helpId],
  );
  const liftedCard = lift ? cardOf(lift.cardId) : undefined;
  const lifted =
    lift && liftedCard ? { id: lift.cardId, card: liftedCard, height: lift.height, byKeys: lift.byKeys } : null;
  /** The card of a column that Tab reaches: where the focus was last, else the first. */
  function tabIdOf(columnId: string): string | null {
    const list = shown[columnId] ?? noCards;
    const last = list.find((card) => cardId(card) === tabId);
    const card = last ?? list[0];
    return card === undefined ? null : cardId(card);
  }

  function choose(columnId: string): void {
    setChosen(columnId);
    if (columns.some((column) => column.id === columnId && column.collapsed)) props.onExpand?.(columnId);
  }

  const changeOf = useCallback(
    (columnId: string) => {
      if (!lift || !liftedCard || lift.place.columnId === lift.from) return null;
      if (columnId === lift.from) return { card: liftedCard, by: -1 as const };
      return columnId === lift.place.columnId ? { card: liftedCard, by: 1 as const } : null;
    },
    [lift, liftedCard],
  );

  return (
    <DndContext {...dnd} accessibility={{ announcements: silent, screenReaderInstructions: { draggable: "" } }}>
      <CardFlip version={shown} container={root}>
        <section
          aria-label={props.label}
          data-live={live || undefined}
          className="flex min-h-0 min-w-0 flex-1 flex-col"
        >
          {phone && shownColumn !== null ? (
            <BoardStrip columns={columns} current={shownColumn} overId={overStrip} onSelect={choose} />
          ) : null}
          <div
            ref={root}
            className={cn(
              "relative flex min-h-0 flex-1 overflow-x-auto bg-surface-sunken phone:overflow-x-hidden",
              // What lies below the panel can be scrolled out from there.
              peekId !== null && "scroll-pr-peek pr-peek",
            )}
          >
            {columns.map((column) =>
              column.collapsed && !phone ? (
                <CollapsedColumn
                  key={column.id}
                  column={column}
                  over={lift?.place.columnId === column.id}
                  onOpen={(id) => props.onExpand?.(id)}
                />
              ) : phone && column.id !== shownColumn && column.id !== lift?.from ? null : (
                <BoardColumn
                  key={column.id}
                  column={column}
                  cards={shown[column.id] ?? noCards}
                  context={context}
                  change={changeOf(column.id)}
                  lifted={lifted}
                  slot={
                    lift?.place.columnId === column.id && (byHand(column.id) || lift.from !== column.id)
                      ? lift.place.index
                      : null
                  }
                  tabId={tabIdOf(column.id)}
                  peekId={peekId}
                  hidden={phone && column.id !== shownColumn}
                  handles={handles}
                  fetchMore={fetchMore}
                />
              ),
            )}
          </div>
          <p id={helpId} className="sr-only">
            {helpText}
          </p>
          <p aria-live="assertive" className="sr-only">
            {spoken}
          </p>
        </section>
        <DragOverlay dropAnimation={null}>
          {lift && liftedCard && !lift.byKeys ? (
            <LiftedCard card={liftedCard} width={lift.width} tilted context={context} />
          ) : null}
        </DragOverlay>
      </CardFlip>
    </DndContext>
  );
}
