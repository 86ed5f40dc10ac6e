"use client";

import { useEffect, useRef } from "react";
import { isNowhere } from "@/components/layout/content-focus";
import { useStable } from "@/components/ui/use-stable";

interface BoardPeekOptions {
  /** The card that is open beside the board. */
  peekId: string | null;
  /** Scrolls a card into view, and makes it the one that Tab reaches. */
  show(cardId: string): void;
  focus(cardId: string): void;
}

/** Scrolls the board to the open card, and returns the focus to it when the panel had the focus and closes. */
export function useBoardPeek({ peekId, show, focus }: BoardPeekOptions): void {
  const peeked = useRef<string | null>(null);
  const follow = useStable(show);
  const comeBack = useStable((cardId: string) => {
    if (isNowhere(document.activeElement)) focus(cardId);
  });
  // The browser's scroll position and focus follow the panel.
  useEffect(() => {
    if (peekId) follow(peekId);
    else if (peeked.current) comeBack(peeked.current);
    peeked.current = peekId;
  }, [peekId, follow, comeBack]);
}
