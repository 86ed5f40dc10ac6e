"use client";

import { useMemo } from "react";
import type { CardContext } from "@/components/board/board-card";
import { type Arrow, type DropPlace, stepPlace } from "@/components/board/board-order";
import type { BoardReading } from "@/components/board/board-reading";
import type { CardMoves } from "@/components/board/card-menu";
import type { useBoardKeys } from "@/components/board/use-board-keys";
import { useStable } from "@/components/ui/use-stable";

type Shared =
  | "cardId"
  | "cardLabel"
  | "cardTone"
  | "cardHref"
  | "renderCard"
  | "lockOf"
  | "onOpen"
  | "onFocus"
  | "helpId";
type Keys = ReturnType<typeof useBoardKeys>;

/** Data shared by all cards. It stays the same object while only positions change, so that no card renders again. */
export function useCardContext<C>(
  board: BoardReading<C>,
  keys: Keys,
  given: Pick<CardContext<C>, Shared> & { mayMove: boolean },
) {
  const { mayMove, cardId, cardLabel, cardTone, cardHref, renderCard, lockOf, onFocus, helpId } = given;
  const onKey = useStable(keys.onKey);
  const focusCard = useStable(keys.focusCard);
  const movesOf = useStable((id: string) => movesIn(board, keys, id));
  const menu = useMemo(() => (mayMove ? { movesOf, focusCard } : null), [mayMove, movesOf, focusCard]);
  const onBlur = useStable(keys.onBlur);
  const onOpen = useStable((card: C) => given.onOpen?.(card));
  return useMemo(
    (): CardContext<C> => ({
      cardId,
      cardLabel,
      cardTone,
      cardHref,
      renderCard,
      lockOf,
      onOpen,
      onKey,
      onBlur,
      onFocus,
      menu,
      helpId,
    }),
    [cardId, cardLabel, cardTone, cardHref, renderCard, lockOf, onOpen, onKey, onBlur, onFocus, menu, helpId],
  );
}

/**
 * The menu of a card: moves like those of a drag, to the top of another column. Of a card that has just left the board
 * it offers the columns: a click always opens it.
 */
function movesIn<C>(
  { columns, shown, placeOf, byHand, fixedIndex }: BoardReading<C>,
  keys: Keys,
  id: string,
): CardMoves {
  const at = placeOf(id) ?? { columnId: "", index: 0 };
  const drop = (place: DropPlace) =>
    keys.drop({ cardId: id, from: at.columnId, width: 0, height: 0, byKeys: true, place });
  const step = (arrow: Arrow) => {
    const place = stepPlace(at, arrow, [], (columnId) => (shown[columnId] ?? []).length - 1);
    return place.index === at.index ? null : () => drop(place);
  };
  return {
    byHand: at.columnId !== "" && byHand(at.columnId),
    onUp: step("up"),
    onDown: step("down"),
    columnId: at.columnId,
    columns,
    onColumn: (columnId) => drop({ columnId, index: fixedIndex(id, columnId) ?? 0 }),
  };
}
