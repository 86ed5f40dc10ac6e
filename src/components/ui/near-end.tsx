"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { useStable } from "@/components/ui/use-stable";

interface NearEndProps {
  onNear(): void;
  /** A request is pending: it checks again afterwards. */
  busy: boolean;
  children: ReactNode;
}

/** Requests the next page when the end comes near the window; its children are shown meanwhile. */
export function NearEnd({ onNear, busy, children }: NearEndProps) {
  const ref = useRef<HTMLDivElement>(null);
  const near = useStable(onNear);
  // The browser's IntersectionObserver reports when the element comes near.
  useEffect(() => {
    const element = ref.current;
    if (!element || busy) return;
    // A busy page reports several positions at once, the oldest first.
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) near();
      },
      { rootMargin: "600px" },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [near, busy]);
  return <div ref={ref}>{children}</div>;
}
