import type { BoardColumnDef } from "@/components/board/board-column-def";
import { type BoardCards, type DropPlace, findCard, sortedIndex } from "@/components/board/board-order";
import { placesIn } from "@/components/board/board-words";
import type { Lift } from "@/components/board/use-board-drag";

interface BoardFacts<C> {
  columns: readonly BoardColumnDef<C>[];
  /** The cards in display order. */
  shown: BoardCards<C>;
  cardId(card: C): string;
  cardLabel(card: C): string;
  sorted: ((a: C, b: C) => number) | null;
}

export type BoardReading<C> = ReturnType<typeof readBoard<C>>;

/** Queries about the cards and columns of a board as displayed. */
export function readBoard<C>({ columns, shown, cardId, cardLabel, sorted }: BoardFacts<C>) {
  const placeOf = (id: string): DropPlace | null => findCard(shown, cardId, id);
  const nameOf = (columnId: string) => columns.find((column) => column.id === columnId)?.name ?? "";

  function cardOf(id: string): C | undefined {
    const at = placeOf(id);
    return at ? shown[at.columnId]?.[at.index] : undefined;
  }
  function words({ cardId: id, place, from }: Lift) {
    const card = cardOf(id);
    const loaded = (shown[place.columnId] ?? []).filter((other) => cardId(other) !== id).length;
    const inAll = columns.find((column) => column.id === place.columnId)?.inAll ?? 0;
    const of = placesIn({ loaded, inAll, isOwn: from === place.columnId });
    return { card: card ? cardLabel(card) : "", column: nameOf(place.columnId), place: place.index + 1, of };
  }
  const byHand = (columnId: string) =>
    sorted === null && !columns.some((column) => column.id === columnId && column.ordered);
  /** The position that a card's sort gives it in a column; null where users order by hand. */
  function fixedIndex(id: string, columnId: string): number | null {
    const card = cardOf(id);
    const start = placeOf(id);
    if (!byHand(columnId) && start?.columnId === columnId) return start.index;
    if (card && sorted) return sortedIndex(shown[columnId] ?? [], card, sorted);
    return byHand(columnId) ? null : 0;
  }
  /** The card of a column that Tab reaches: the last focused one, else the first. */
  function tabIdOf(columnId: string, lastFocused: string | null): string | null {
    const list = shown[columnId] ?? [];
    const card = list.find((one) => cardId(one) === lastFocused) ?? list[0];
    return card === undefined ? null : cardId(card);
  }
  return { columns, shown, cardId, placeOf, nameOf, cardOf, words, byHand, fixedIndex, tabIdOf };
}
