"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { BoardHighlight } from "@/components/board/board-column-def";

const shownMs = 6_000;

/** The captions of cards that somebody else moved, each for six seconds from when it first came. */
export function useHighlights(highlights: readonly BoardHighlight[]): ReadonlyMap<string, string> {
  const [ended, setEnded] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());

  // Timers end each highlight.
  useEffect(() => {
    for (const { key } of highlights) {
      if (timers.current.has(key)) continue;
      timers.current.set(
        key,
        setTimeout(() => setEnded((before) => new Set(before).add(key)), shownMs),
      );
    }
  }, [highlights]);
  // Timers end with the component.
  useEffect(() => {
    const all = timers.current;
    return () => {
      for (const timer of all.values()) clearTimeout(timer);
      all.clear();
    };
  }, []);

  return useMemo(
    () => new Map(highlights.filter(({ key }) => !ended.has(key)).map(({ cardId, caption }) => [cardId, caption])),
    [highlights, ended],
  );
}
