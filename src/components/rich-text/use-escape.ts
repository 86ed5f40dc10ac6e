"use client";

import { type RefObject, useEffect } from "react";
import { useStable } from "@/components/ui/use-stable";

interface Taker {
  box: RefObject<Element | null>;
  take(): boolean;
}

/** The latest last: a menu in a text comes before the text. */
const takers: Taker[] = [];

function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.isComposing) return;
  const { target } = event;
  const isIn = ({ box }: Taker) => target instanceof Node && box.current?.contains(target) === true;
  if (
    !takers
      .filter(isIn)
      .reverse()
      .some(({ take }) => take())
  )
    return;
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Takes Escape within an element before the dialogs and panels around it, which would close and lose the text.
 * `take` returns false to leave it to them.
 */
export function useEscape(box: RefObject<Element | null>, take: () => boolean, active = true): void {
  const latest = useStable(take);
  // The window's keys: dialogs listen at the document, which comes later.
  useEffect(() => {
    if (!active) return;
    const taker = { box, take: latest };
    takers.push(taker);
    if (takers.length === 1) window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => {
      takers.splice(takers.indexOf(taker), 1);
      if (takers.length === 0) window.removeEventListener("keydown", onKeyDown, { capture: true });
    };
  }, [box, latest, active]);
}
