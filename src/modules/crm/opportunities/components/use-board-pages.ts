"use client";

import { useState } from "react";
import { applyMove, type BoardCards, type BoardMove } from "@/components/board/board-order";
import { api, type RouterInputs } from "@/trpc/react";
import type { Board } from "../board/schema";
import type { OpportunityCard } from "../schema";

type Request = Omit<RouterInputs["opportunities"]["board"], "pipelineId">;

interface Pages {
  /** The answer of the board that these pages go on from. */
  of: Board | undefined;
  cards: BoardCards<OpportunityCard>;
  cursors: Record<string, string | null>;
  loading: ReadonlySet<string>;
}

const cardId = (card: OpportunityCard) => card.id;

function start(board: Board | undefined): Pages {
  const columns = board?.columns ?? [];
  return {
    of: board,
    cards: Object.fromEntries(columns.map((column) => [column.stageId, column.cards])),
    cursors: Object.fromEntries(columns.map((column) => [column.stageId, column.nextCursor])),
    loading: new Set(),
  };
}

/** The cards of a board as far as they are loaded; a new answer of the board starts again from its first pages. */
export function useBoardPages(board: Board | undefined, request: Request) {
  const utils = api.useUtils();
  const [kept, setPages] = useState<Pages>(() => start(board));
  const pages = kept.of === board ? kept : start(board);
  if (pages !== kept) setPages(pages);

  /** The next page of a column, or the first of a closed one. Asked for once at a time. */
  async function more(stageId: string): Promise<void> {
    if (pages.loading.has(stageId)) return;
    const cursor = pages.cursors[stageId];
    setPages((now) => ({ ...now, loading: new Set([...now.loading, stageId]) }));
    try {
      const page = await utils.opportunities.boardColumn.fetch(
        { ...request, stageId, ...(cursor ? { cursor } : {}) },
        { staleTime: 0 },
      );
      setPages((now) => {
        if (now.of !== board) return now;
        const known = new Set(now.cards[stageId]?.map(cardId));
        const fresh = page.rows.filter((card) => !known.has(card.id));
        return {
          ...now,
          cards: { ...now.cards, [stageId]: [...(now.cards[stageId] ?? []), ...fresh] },
          cursors: { ...now.cursors, [stageId]: page.nextCursor },
        };
      });
    } finally {
      setPages((now) => ({ ...now, loading: new Set([...now.loading].filter((other) => other !== stageId)) }));
    }
  }

  /** Makes a move that the server has confirmed, with the card as it now is. */
  function settle(move: BoardMove, card: OpportunityCard): void {
    setPages((now) => {
      const moved = applyMove(now.cards, cardId, move);
      return {
        ...now,
        cards: { ...moved, [move.to]: (moved[move.to] ?? []).map((other) => (other.id === card.id ? card : other)) },
      };
    });
  }

  return { cards: pages.cards, cursors: pages.cursors, more, settle };
}
