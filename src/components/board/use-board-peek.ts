"use client";

import { useEffect, useRef } from "react";
import { isNowhere } from "@/components/layout/content-focus";
import { useStable } from "@/components/ui/use-stable";

interface BoardPeekOptions {
  /** The card that is open beside the board. */
  peekId: string | null;
  /** Brings a card into sight, and to where Tab reaches it. */
  show(cardId: string): void;
  focus(cardId: string): void;
}

/** The board follows the card that is open beside it, and has the focus again when the panel had it and closes. */
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
