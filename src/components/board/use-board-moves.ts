"use client";

import { useMemo, useState } from "react";
import { applyMove, type BoardCards, type BoardMove } from "@/components/board/board-order";

/** A move on its way to the server, and its answer; undefined where nothing is sent. */
export interface SentMove {
  move: BoardMove;
  answer: Promise<unknown> | undefined;
}

/** The displayed cards: pending moves are applied, and undone when refused. */
export function useBoardMoves<C>(
  cards: BoardCards<C>,
  cardId: (card: C) => string,
  onMove: (move: BoardMove) => Promise<unknown> | undefined,
) {
  const [movesInProgress, setMovesInProgress] = useState<readonly BoardMove[]>([]);
  const shown = useMemo(
    () => movesInProgress.reduce((made, move) => applyMove(made, cardId, move), cards),
    [cards, cardId, movesInProgress],
  );

  const send = (move: BoardMove): SentMove => ({ move, answer: onMove(move) });

  /** Shows a move that was sent; whether it was kept. */
  async function show({ move, answer }: SentMove): Promise<boolean> {
    if (!answer) return true;
    setMovesInProgress((before) => [...before.filter((other) => other.cardId !== move.cardId), move]);
    try {
      await answer;
      return true;
    } catch {
      // The caller's onMove explains the error; here the card only returns to its position in the data.
      return false;
    } finally {
      setMovesInProgress((before) => before.filter((other) => other !== move));
    }
  }
  return { shown, send, show };
}
