"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import { isNowhere } from "@/components/layout/content-focus";

/** The focus on the cards of a board, including cards that are rendered later. */
export function useCardFocus(container: RefObject<HTMLElement | null>, onFocusCard: (cardId: string) => void) {
  const wanted = useRef<string | null>(null);

  // The browser's focus follows the card that keys moved.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const board = container.current;
    const focused = document.activeElement;
    // If the focus has moved elsewhere meanwhile, it stays there.
    if (isNowhere(focused) || board?.contains(focused)) focusDrawn(wanted.current);
    else wanted.current = null;
  });

  function focusDrawn(id: string): boolean {
    const card = container.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);
    if (!card) return false;
    wanted.current = null;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }
  function focusCard(id: string): void {
    onFocusCard(id);
    if (!focusDrawn(id)) wanted.current = id;
  }
  /** The focus of a card that moves to where it is rendered again. */
  function focusMoved(id: string): void {
    onFocusCard(id);
    wanted.current = id;
  }
  return { focusCard, focusMoved };
}
