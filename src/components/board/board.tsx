"use client";

import { DndContext, DragOverlay } from "@dnd-kit/core";
import { type ReactNode, useId, useRef, useState } from "react";
import { type CardTone, LiftedCard } from "@/components/board/board-card";
import type { ColumnHandle } from "@/components/board/board-column";
import type { BoardColumnDef } from "@/components/board/board-column-def";
import { BoardColumns } from "@/components/board/board-columns";
import type { BoardCards, BoardMove } from "@/components/board/board-order";
import { readBoard } from "@/components/board/board-reading";
import { BoardColumnTabs } from "@/components/board/board-strip";
import { helpText, stillText } from "@/components/board/board-words";
import { CardFlip } from "@/components/board/card-flip";
import { useBoardLifting } from "@/components/board/use-board-lifting";
import { useBoardMoves } from "@/components/board/use-board-moves";
import { useBoardPeek } from "@/components/board/use-board-peek";
import { useCardContext } from "@/components/board/use-card-context";
import { usePhoneColumn } from "@/components/board/use-shown-column";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useHydrated } from "@/components/form/use-hydrated";
import { useStable } from "@/components/ui/use-stable";

export interface BoardProps<C> {
  /** Name of the board, such as "Hardware sales". */
  label: string;
  columns: readonly BoardColumnDef<C>[];
  cards: BoardCards<C>;
  cardId(card: C): string;
  /** Name of a card in announcements. */
  cardLabel(card: C): string;
  cardTone?: (card: C) => CardTone;
  /** `sign` is the sign of a card that does not move; it stands beside its name. */
  renderCard(card: C, sign: ReactNode): ReactNode;
  /** Why a card does not move, in a sentence; null for one that does. Keep it the same function on every render. */
  lockOf?: ((card: C) => string | null) | undefined;
  onOpen?: (card: C) => void;
  /** Address of a card's own page; ⌘ or Ctrl opens it in a tab. */
  cardHref?: (card: C) => string;
  /** The card that is open beside the board; the keys that step through cards change it too. */
  peek?: RowPeek | undefined;
  /**
   * A returned promise keeps the card in its new place until it settles; a rejection moves it back. Without it no card
   * moves.
   */
  onMove?: ((move: BoardMove) => Promise<unknown> | undefined) | undefined;
  fetchMore(columnId: string): void;
  onExpand?: (columnId: string) => void;
  /** The order of sorted columns: cards then move between columns only, to the position that the order gives. */
  sorted?: ((a: C, b: C) => number) | null;
}

const silent = { onDragStart: nothing, onDragOver: nothing, onDragEnd: nothing, onDragCancel: nothing };

function nothing(): undefined {
  return undefined;
}

/** A kanban board of any size: mouse, touch and keyboard move cards, heads show the change before the drop. */
export function Board<C>(props: BoardProps<C>) {
  const { columns, cardId, cardLabel, sorted = null } = props;
  const phone = useIsPhone();
  // Key handlers work only after hydration.
  const live = useHydrated();
  const helpId = useId();
  const root = useRef<HTMLDivElement>(null);
  const handles = useRef(new Map<string, ColumnHandle>());
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const { shownColumn, setChosen, overStrip, setOverStrip, choose } = usePhoneColumn(columns, props.onExpand);
  const { shown, send, show } = useBoardMoves(props.cards, cardId, props.onMove ?? nothing);
  const mayMove = props.onMove !== undefined;
  // Where nothing moves, the page says so once.
  const lockOf = mayMove ? props.lockOf : undefined;
  const board = readBoard({ columns, shown, cardId, cardLabel, sorted });
  const peekId = props.peek?.id ?? null;
  const { lift, dnd, keys, spoken } = useBoardLifting({
    board,
    root,
    handles: handles.current,
    openIds: columns.filter(({ id, collapsed }) => (phone ? id === shownColumn : !collapsed)).map(({ id }) => id),
    ...{ mayMove, lockOf, focusedId, peekId },
    send,
    show,
    onStrip: setOverStrip,
    onStep: ({ place }) => phone && setChosen(place.columnId),
    onOpen: props.onOpen,
    onFocusCard: setFocusedId,
    onCursor: (id) => peekId !== null && props.peek?.show(id),
  });
  useBoardPeek({
    peekId,
    show: (id) => {
      const at = board.placeOf(id);
      if (at) setFocusedId(id);
      if (at && !phone) handles.current.get(at.columnId)?.reveal(at.index);
    },
    focus: keys.focusCard,
  });
  const { cardTone, cardHref, renderCard, onOpen } = props;
  const given = { cardId, cardLabel, cardTone, cardHref, renderCard, lockOf, onOpen, helpId, mayMove };
  const context = useCardContext(board, keys, { ...given, onFocus: setFocusedId });
  const fetchMore = useStable(props.fetchMore);
  const card = lift ? board.cardOf(lift.cardId) : undefined;

  return (
    <DndContext {...dnd} accessibility={{ announcements: silent, screenReaderInstructions: { draggable: "" } }}>
      <CardFlip version={shown} container={root}>
        <section
          aria-label={props.label}
          data-live={live || undefined}
          className="flex min-h-0 min-w-0 flex-1 flex-col"
        >
          {phone && shownColumn !== null ? (
            <BoardColumnTabs columns={columns} current={shownColumn} overId={overStrip} onSelect={choose} />
          ) : null}
          <BoardColumns
            {...{ board, root, handles, context, focusedId, peekId, phone, shownColumn, fetchMore }}
            lift={lift && card ? { ...lift, card } : null}
            onExpand={props.onExpand}
          />
          <p id={helpId} className="sr-only">
            {mayMove ? helpText : stillText}
          </p>
          <p aria-live="assertive" className="sr-only">
            {spoken}
          </p>
        </section>
        <DragOverlay dropAnimation={null}>
          {lift && card && !lift.byKeys ? <LiftedCard card={card} width={lift.width} tilted context={context} /> : null}
        </DragOverlay>
      </CardFlip>
    </DndContext>
  );
}
