"use client";

import type { ReactNode } from "react";
import { type BoardCards, findCard } from "@/components/board/board-order";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { PeekPanel } from "@/components/layout/peek-panel";
import { useWorkspace } from "@/components/layout/workspace-context";

export interface BoardPeekProps<C> {
  /** Name of the panel while the board does not contain the card. */
  title: string;
  cards: BoardCards<C>;
  /** The total number of cards of each column; undefined while it is unknown. */
  counts: ReadonlyMap<string, number>;
  cardId(card: C): string;
  cardLabel(card: C): string;
  href(id: string): string;
  peek: RowPeek;
  children: (id: string) => ReactNode;
}

/** The panel beside a board: the open card, and the links to its neighbours in the column. */
export function BoardPeek<C>(props: BoardPeekProps<C>) {
  const { cards, cardId, peek } = props;
  const { locale } = useWorkspace();
  if (peek.id === null) return null;
  const at = findCard(cards, cardId, peek.id);
  const column = at ? (cards[at.columnId] ?? []) : [];
  const card = at ? column[at.index] : undefined;
  const count = at ? props.counts.get(at.columnId) : undefined;
  const toward = (neighbour: C | undefined) => (neighbour ? () => peek.show(cardId(neighbour)) : undefined);
  return (
    <PeekPanel
      label={card ? props.cardLabel(card) : props.title}
      place={
        at && count !== undefined
          ? `${(at.index + 1).toLocaleString(locale)} of ${count.toLocaleString(locale)}`
          : undefined
      }
      href={props.href(peek.id)}
      onPrevious={at ? toward(column[at.index - 1]) : undefined}
      onNext={at ? toward(column[at.index + 1]) : undefined}
      onClose={() => peek.show(null)}
    >
      {props.children(peek.id)}
    </PeekPanel>
  );
}
