"use client";

import { type RefObject, useRef, useState } from "react";
import type { ColumnHandle } from "@/components/board/board-column";
import { type BoardMove, moveTo } from "@/components/board/board-order";
import type { BoardReading } from "@/components/board/board-reading";
import { droppedText, liftedText, movedText, putBackText } from "@/components/board/board-words";
import { type Lift, useBoardDrag } from "@/components/board/use-board-drag";
import { cardKeys, useBoardKeys } from "@/components/board/use-board-keys";
import type { SentMove } from "@/components/board/use-board-moves";
import { isNowhere } from "@/components/layout/content-focus";
import { useOwnKeys } from "@/components/layout/keyboard";
import { useEditing } from "@/components/ui/use-editing";

interface LiftingOptions<C> {
  board: BoardReading<C>;
  root: RefObject<HTMLDivElement | null>;
  handles: ReadonlyMap<string, ColumnHandle>;
  /** Columns whose cards are shown. */
  openIds: readonly string[];
  /** Whether cards move at all. */
  mayMove: boolean;
  /** Why a card does not move; null for one that does. */
  lockOf: ((card: C) => string | null) | undefined;
  focusedId: string | null;
  peekId: string | null;
  send(move: BoardMove): SentMove;
  /** Whether the move was kept. */
  show(sent: SentMove): Promise<boolean>;
  /** A card is held over a button of the phone's strip. */
  onStrip(columnId: string | null): void;
  /** Keys moved a picked-up card over another position. */
  onStep(lift: Lift): void;
  onOpen: ((card: C) => void) | undefined;
  onFocusCard(cardId: string): void;
  onCursor(cardId: string): void;
}

/** Picking up, moving, dropping and putting back cards, with the pointer or keys; a screen reader hears each step. */
export function useBoardLifting<C>(options: LiftingOptions<C>) {
  const { board, root, handles, onStep } = options;
  const { columns, shown, cardId, placeOf, words, fixedIndex } = board;
  const [spoken, setSpoken] = useState("");
  // A drop by pointer is sent before the screen follows: rendering the board takes longer than sending.
  const sent = useRef<SentMove | null>(null);
  function send(lift: Lift): SentMove | null {
    const move = moveTo(shown, cardId, lift.cardId, lift.place, board.byHand(lift.place.columnId));
    return move && options.send(move);
  }
  function mayLift(id: string): boolean {
    const card = board.cardOf(id);
    const lock = card === undefined ? null : (options.lockOf?.(card) ?? null);
    if (lock !== null) setSpoken(lock);
    return options.mayMove && lock === null;
  }
  const steps = {
    onRelease(lift: Lift): void {
      sent.current = send(lift);
    },
    onLift(id: string): void {
      sent.current = null;
      const place = placeOf(id);
      if (place)
        setSpoken(liftedText(words({ cardId: id, from: place.columnId, width: 0, height: 0, byKeys: true, place })));
    },
    onDrop(lift: Lift): void {
      const move = sent.current ?? send(lift);
      sent.current = null;
      if (move) {
        setSpoken(droppedText(words(lift)));
        void options.show(move).then((kept) => {
          if (!kept) steps.onRefused(lift);
        });
      } else steps.onCancel(lift);
    },
    /** The card went back, and the focus follows unless it has moved elsewhere. */
    onRefused(lift: Lift): void {
      steps.onCancel(lift);
      if (isNowhere(document.activeElement) || root.current?.contains(document.activeElement))
        keys.focusMoved(lift.cardId);
    },
    onCancel(lift: Lift): void {
      setSpoken(putBackText(words(lift).card, board.nameOf(lift.from)));
    },
  };

  const { lift, setLift, dnd } = useBoardDrag({
    ...steps,
    handles,
    fixedIndex,
    startOf: placeOf,
    onStrip: options.onStrip,
  });
  // A card that another answer took away is in nobody's hand.
  useEditing(lift !== null && placeOf(lift.cardId) !== null);
  useOwnKeys("On the board", cardKeys);
  const keys = useBoardKeys({
    ...steps,
    container: root,
    handles,
    cards: shown,
    cardId,
    columnIds: columns.map((column) => column.id),
    mayLift,
    ...{ openIds: options.openIds, focusedId: options.focusedId, peekId: options.peekId },
    fixedIndex,
    lift,
    setLift,
    onStep: (step) => {
      setSpoken(movedText(words(step)));
      onStep(step);
    },
    onOpen: options.onOpen,
    onFocusCard: options.onFocusCard,
    onCursor: options.onCursor,
  });
  return { lift, dnd, keys, spoken };
}
