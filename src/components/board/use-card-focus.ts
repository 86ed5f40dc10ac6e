"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import { isNowhere } from "@/components/layout/content-focus";

/** The focus on the cards of a board, also on one that is drawn only later. */
export function useCardFocus(container: RefObject<HTMLElement | null>, onFocusCard: (cardId: string) => void) {
  const wanted = useRef<string | null>(null);

  // The browser's focus follows the card that was moved by keys.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const board = container.current;
    const focused = document.activeElement;
    // Who has gone on elsewhere meanwhile is not called back.
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
  /** The focus of a card that comes to lie elsewhere, where it is drawn anew. */
  function focusMoved(id: string): void {
    onFocusCard(id);
    wanted.current = id;
  }
  return { focusCard, focusMoved };
}
