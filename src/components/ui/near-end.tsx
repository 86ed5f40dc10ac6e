"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { useStable } from "@/components/ui/use-stable";

interface NearEndProps {
  onNear(): void;
  /** Something is asked for already: afterwards it looks again. */
  busy: boolean;
  children: ReactNode;
}

/** Asks for the next page when the end comes near the window; its children stand there meanwhile. */
export function NearEnd({ onNear, busy, children }: NearEndProps) {
  const ref = useRef<HTMLDivElement>(null);
  const near = useStable(onNear);
  // The browser's IntersectionObserver tells when the element comes near.
  useEffect(() => {
    const element = ref.current;
    if (!element || busy) return;
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && near(), { rootMargin: "600px" });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [near, busy]);
  return <div ref={ref}>{children}</div>;
}
