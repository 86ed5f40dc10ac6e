"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import {
  applyMove,
  type BoardCards,
  type BoardMove,
  followedBy,
  loadedTo,
  toDepth,
} from "@/components/board/board-order";
import { useStable } from "@/components/ui/use-stable";
import { type RouterInputs, useApi } from "@/trpc/react";
import type { Board } from "../board/schema";
import type { OpportunityCard } from "../schema";

type Request = Omit<RouterInputs["opportunities"]["board"], "pipelineId">;
type Ids = ReadonlySet<string>;

interface Pages {
  /** The answer of the board that these pages follow, and its time: the same answer again is the same object. */
  of: Board | undefined;
  at: number;
  cards: BoardCards<OpportunityCard>;
  /** Null at the end of a column; missing for a closed column that was not opened yet. */
  cursors: Record<string, string | null>;
  loading: Ids;
  /** Columns whose next page failed: they wait until the member tries again. */
  failed: Ids;
}

const cardId = (card: OpportunityCard) => card.id;
const nobody: Ids = new Set();
const withId = (ids: Ids, id: string): Ids => new Set([...ids, id]);
const without = (ids: Ids, id: string): Ids => new Set([...ids].filter((other) => other !== id));

function start(board: Board | undefined, at: number): Pages {
  const columns = board?.columns ?? [];
  return {
    of: board,
    at,
    cards: Object.fromEntries(columns.map((column) => [column.stageId, column.cards])),
    cursors: Object.fromEntries(
      columns
        .filter(({ cards, count }) => cards.length > 0 || count === 0)
        .map(({ stageId, nextCursor }) => [stageId, nextCursor]),
    ),
    loading: nobody,
    failed: nobody,
  };
}

function settled(pages: Pages, { move, card }: Made): Pages {
  const moved = applyMove(pages.cards, cardId, move);
  const column = (moved[move.to] ?? []).map((other) => (other.id === card.id ? card : other));
  return { ...pages, cards: { ...moved, [move.to]: column } };
}

interface Made {
  move: BoardMove;
  card: OpportunityCard;
}

type FetchPage = (
  stageId: string,
  cursor: string | null,
  limit: number,
) => Promise<{ rows: OpportunityCard[]; nextCursor: string | null }>;

/** Loads a new answer, each column as far as it was loaded before. */
async function asDeep(next: Pages, before: Pages["cards"], fetchPage: FetchPage): Promise<Pages> {
  const cards = { ...next.cards };
  const cursors = { ...next.cursors };
  await Promise.all(
    toDepth(next.cards, before).map(async ({ columnId, depth }) => {
      const first = { rows: cards[columnId] ?? [], nextCursor: cursors[columnId] ?? null };
      const column = await loadedTo(depth, first, cardId, (cursor, limit) => fetchPage(columnId, cursor, limit));
      cards[columnId] = column.rows;
      cursors[columnId] = column.nextCursor;
    }),
  );
  return { ...next, cards, cursors };
}

/** How far each board was loaded, as long as its answer is cached: a member who comes back sees the same. */
const kept = new WeakMap<Board, Pages>();

/**
 * The cards of a board as far as they are loaded. A refetch of the same board is loaded as far again before it is
 * shown, so that nobody loses their place; other filters start from their first pages.
 */
export function useBoardPages(board: Board | undefined, at: number, request: Request, question: string) {
  const api = useApi();
  const client = useQueryClient();
  const [state, setState] = useState(() => ({ question, pages: (board && kept.get(board)) ?? start(board, at) }));
  const made = useRef<Made[]>([]);

  // Placeholder data, shown while other filters load, has no time: it stays as far as it was loaded.
  const renewing = board !== undefined && at > 0 && (state.pages.of !== board || state.pages.at !== at);
  const same = state.question === question && state.pages.of !== undefined;
  const deep = renewing && same && toDepth(start(board, at).cards, state.pages.cards).length > 0;
  const now = renewing && !deep ? { question, pages: start(board, at) } : state;
  if (now !== state) setState(now);
  const { pages } = now;

  function change(step: (pages: Pages) => Pages): void {
    setState((before) => {
      const after = step(before.pages);
      if (after.of) kept.set(after.of, after);
      return { ...before, pages: after };
    });
  }

  async function fetchPage(stageId: string, cursor: string | null | undefined, limit?: number) {
    return await client.fetchQuery(
      api.opportunities.boardColumn.queryOptions(
        { ...request, stageId, ...(cursor ? { cursor } : {}), ...(limit ? { limit } : {}) },
        { staleTime: 0 },
      ),
    );
  }

  const renew = useStable((fresh: Board) => asDeep(start(fresh, at), pages.cards, fetchPage));
  // Cards below the first pages come from the server.
  useEffect(() => {
    if (!deep || !board) return;
    let current = true;
    made.current = [];
    const take = (next: Pages) => {
      if (!current) return;
      // Made again here: a card that was moved while pages loaded may be in two of them, or in none.
      const whole = made.current.reduce(settled, next);
      kept.set(board, whole);
      setState({ question, pages: whole });
    };
    renew(board).then(take, () => take(start(board, at)));
    return () => {
      current = false;
    };
  }, [deep, board, at, question, renew]);

  /** Loads the next page of a column, or the first of a closed one; one request at a time. */
  async function more(stageId: string): Promise<void> {
    if (pages.loading.has(stageId)) return;
    change((now) => ({ ...now, loading: withId(now.loading, stageId), failed: without(now.failed, stageId) }));
    try {
      const page = await fetchPage(stageId, pages.cursors[stageId]);
      change((now) => {
        if (now.of !== pages.of || now.at !== pages.at) return now;
        const { rows, nextCursor } = followedBy(now.cards[stageId] ?? [], page, cardId);
        return {
          ...now,
          cards: { ...now.cards, [stageId]: rows },
          cursors: { ...now.cursors, [stageId]: nextCursor },
        };
      });
    } catch {
      change((now) => ({ ...now, failed: withId(now.failed, stageId) }));
    } finally {
      change((now) => ({ ...now, loading: without(now.loading, stageId) }));
    }
  }

  /** Shows a move that the server has confirmed, with the card that it returned. */
  function settle(move: BoardMove, card: OpportunityCard): void {
    made.current.push({ move, card });
    change((now) => settled(now, { move, card }));
  }

  return { ...pages, more, settle };
}
