"use client";

import { useMemo, useState } from "react";
import { applyMove, type BoardCards, type BoardMove } from "@/components/board/board-order";

/** The cards as shown: moves that are still on their way are made already, and undone when they are refused. */
export function useBoardMoves<C>(
  cards: BoardCards<C>,
  cardId: (card: C) => string,
  onMove: (move: BoardMove) => Promise<unknown> | undefined,
) {
  const [underWay, setUnderWay] = useState<readonly BoardMove[]>([]);
  const shown = useMemo(
    () => underWay.reduce((made, move) => applyMove(made, cardId, move), cards),
    [cards, cardId, underWay],
  );

  /** Whether the move was kept. */
  async function make(move: BoardMove): Promise<boolean> {
    const answer = onMove(move);
    if (!answer) return true;
    setUnderWay((before) => [...before.filter((other) => other.cardId !== move.cardId), move]);
    try {
      await answer;
      return true;
    } catch {
      // Who gave onMove says why; here the card only goes back to where the data has it.
      return false;
    } finally {
      setUnderWay((before) => before.filter((other) => other !== move));
    }
  }
  return { shown, make };
}
