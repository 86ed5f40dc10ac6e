"use client";

import { useEffect, useRef, useState } from "react";
import { useStable } from "@/components/ui/use-stable";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { clearDraft, type DraftPlace, keepDraft } from "./drafts";
import { isSameDoc, markOf } from "./same-doc";
import { useLater } from "./use-later";

/** How the text is kept on this device: not yet, kept, or the device has no room for it. */
export type DraftState = "none" | "kept" | "refused";

/** Keeps the text of an editor on this device, soon after each change and before the tab goes. */
export function useDraftKeeping(place: DraftPlace | null, saved: RichDoc | null, read: () => RichDoc | null) {
  const [state, setState] = useState<DraftState>("none");
  const isOver = useRef(false);
  const keep = useStable(() => {
    if (!place || isOver.current) return;
    const doc = read();
    if (doc === null || isSameDoc(doc, saved)) {
      clearDraft(place);
      setState("none");
    } else setState(keepDraft(place, { doc, at: Date.now(), base: markOf(saved) }) ? "kept" : "refused");
  });
  const later = useLater(keep, 600);
  // The browser, which may close the tab without another word.
  useEffect(() => {
    const flush = () => later.flush();
    window.addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      document.removeEventListener("visibilitychange", flush);
    };
  }, [later]);
  /** While a save runs: its end may close the editor, which must not keep the text once more. */
  const pause = () => {
    later.flush();
    isOver.current = true;
  };
  const resume = () => {
    isOver.current = false;
  };
  /** The text is saved or given up: this device forgets it. */
  const drop = () => {
    later.cancel();
    isOver.current = true;
    if (place) clearDraft(place);
  };
  return { state, onChange: later.call, pause, resume, drop };
}
