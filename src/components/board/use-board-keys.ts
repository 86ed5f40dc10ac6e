"use client";

import { type KeyboardEvent, type RefObject, useEffect } from "react";
import type { ColumnHandle } from "@/components/board/board-column";
import { type Arrow, type BoardCards, type DropPlace, findCard, stepPlace } from "@/components/board/board-order";
import type { Lift } from "@/components/board/use-board-drag";
import { useCardFocus } from "@/components/board/use-card-focus";
import { isNowhere } from "@/components/layout/content-focus";
import type { OwnKeys } from "@/components/layout/keyboard";
import { focusPeek } from "@/components/layout/peek-panel";
import { useStable } from "@/components/ui/use-stable";

interface KeyOptions<C> {
  container: RefObject<HTMLElement | null>;
  handles: ReadonlyMap<string, ColumnHandle>;
  cards: BoardCards<C>;
  cardId(card: C): string;
  /** Columns that a card can be moved to, and those whose cards are shown. */
  columnIds: readonly string[];
  openIds: readonly string[];
  fixedIndex(cardId: string, columnId: string): number | null;
  /** Whether somebody may pick up a card; tells them why not. */
  mayLift(cardId: string): boolean;
  /** The card that had the focus last, and the one that is open beside the board. */
  focusedId: string | null;
  peekId: string | null;
  lift: Lift | null;
  setLift(lift: Lift | null): void;
  onLift(cardId: string): void;
  onStep(lift: Lift): void;
  onDrop(lift: Lift): void;
  onCancel(lift: Lift): void;
  onOpen: ((card: C) => void) | undefined;
  onFocusCard(cardId: string): void;
  /** A key moved the focus from one card to another. */
  onCursor(cardId: string): void;
}

/** The keys of a card, for the list of shortcuts. */
export const cardKeys: OwnKeys = [
  ["space", "Pick up the card, and drop it"],
  ["down", "Next card (also J), or move it one position down"],
  ["up", "Card before (also K), or move it one position up"],
  ["right", "Next column, or move it there"],
  ["left", "Column before, or move it there"],
  ["escape", "Put the card back"],
  ["enter", "Open the card beside the board, and again to go into it"],
];

const arrows: Record<string, Arrow> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  j: "down",
  k: "up",
};

type EntryOptions<C> = Pick<KeyOptions<C>, "cards" | "cardId" | "openIds" | "focusedId" | "peekId">;

/** The first key that moves between cards goes to the last card, or to the first one, while the focus is nowhere. */
function useKeyEntry<C>({ cards, cardId, openIds, focusedId, peekId }: EntryOptions<C>, focus: (id: string) => void) {
  const enter = useStable((event: globalThis.KeyboardEvent): void => {
    const plain = !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.altKey && !event.shiftKey;
    // Beside an open record, j and k are those of its panel.
    if (!plain || !arrows[event.key] || peekId !== null || !isNowhere(event.target)) return;
    const [first] = openIds.flatMap((columnId) => cards[columnId]?.slice(0, 1) ?? []);
    const known = focusedId !== null && findCard(cards, cardId, focusedId) ? focusedId : null;
    const id = known ?? (first && cardId(first));
    if (!id) return;
    event.preventDefault();
    focus(id);
  });
  // The document's keyboard.
  useEffect(() => {
    document.addEventListener("keydown", enter);
    return () => document.removeEventListener("keydown", enter);
  }, [enter]);
}

/**
 * The keyboard on a board. dnd-kit's own keyboard sensor moves by pixels between measured boxes, which a virtual
 * column lacks for cards out of view; so cards are moved by their index here.
 */
export function useBoardKeys<C>(options: KeyOptions<C>) {
  const { cards, cardId, lift, setLift, handles } = options;
  const { focusCard, focusMoved } = useCardFocus(options.container, options.onFocusCard);
  useKeyEntry(options, focusCard);

  const countWithout = (columnId: string, id: string): number =>
    (cards[columnId] ?? []).filter((card) => cardId(card) !== id).length;
  function start(id: string): void {
    const place = findCard(cards, cardId, id);
    const box = options.container.current?.querySelector(`[data-card="${CSS.escape(id)}"]`)?.getBoundingClientRect();
    if (!place || !box || !options.mayLift(id)) return;
    options.onLift(id);
    setLift({ cardId: id, from: place.columnId, width: box.width, height: box.height, byKeys: true, place });
  }
  function moveLifted(current: Lift, arrow: Arrow): void {
    const next = stepPlace(current.place, arrow, options.columnIds, (id) => countWithout(id, current.cardId));
    const fixed = options.fixedIndex(current.cardId, next.columnId);
    const place: DropPlace = fixed === null ? next : { ...next, index: fixed };
    handles.get(place.columnId)?.reveal(place.index);
    const moved = { ...current, place };
    setLift(moved);
    options.onStep(moved);
  }
  function step(id: string, arrow: Arrow): void {
    const at = findCard(cards, cardId, id);
    if (!at) return;
    const horizontal = arrow === "left" || arrow === "right";
    // Sideways moves skip empty columns.
    const ids = horizontal
      ? options.openIds.filter((c) => c === at.columnId || (cards[c]?.length ?? 0) > 0)
      : [at.columnId];
    const next = stepPlace(at, arrow, ids, (columnId) => Math.max(0, (cards[columnId]?.length ?? 0) - 1));
    const card = cards[next.columnId]?.[next.index];
    if (!card) return;
    handles.get(next.columnId)?.reveal(next.index);
    focusCard(cardId(card));
    options.onCursor(cardId(card));
  }
  /** The card that takes the focus when the moved one enters a collapsed column. */
  function neighbour({ cardId: id, from }: Lift): string | null {
    const list = cards[from] ?? [];
    const index = list.findIndex((card) => cardId(card) === id);
    const card = list[index + 1] ?? list[index - 1];
    return card === undefined ? null : cardId(card);
  }
  function finish(current: Lift, drop: boolean): void {
    setLift(null);
    const visible = !drop || options.openIds.includes(current.place.columnId);
    const next = visible ? current.cardId : neighbour(current);
    if (next !== null) focusMoved(next);
    (drop ? options.onDrop : options.onCancel)(current);
  }

  function onKey(event: KeyboardEvent, id: string): void {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const arrow = arrows[event.key];
    const mine = lift?.byKeys && lift.cardId === id ? lift : null;
    if (arrow) mine ? moveLifted(mine, arrow) : step(id, arrow);
    else if (event.key === " ") mine ? finish(mine, true) : start(id);
    else if (event.key === "Enter" && mine) finish(mine, true);
    else if (event.key === "Enter") open(id);
    else if (event.key === "Escape" && mine) finish(mine, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function open(id: string): void {
    const at = findCard(cards, cardId, id);
    const card = at ? cards[at.columnId]?.[at.index] : undefined;
    if (id === options.peekId) focusPeek();
    else if (card) options.onOpen?.(card);
  }
  /** The focus leaves the board, so the move ends. */
  function onBlur(id: string): void {
    if (!lift?.byKeys || lift.cardId !== id) return;
    setLift(null);
    options.onCancel(lift);
  }
  return { onKey, onBlur, focusCard, focusMoved, drop: (dropped: Lift) => finish(dropped, true) };
}
