"use client";

import { type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";

/** The height of a long text before it is opened: twelve lines. */
const closedHeight = 240;
/** A button is not worth fewer hidden pixels. */
const leastHidden = 60;

/** A text of which a long one shows its first lines, and the rest on request. */
export function Clamped({ children }: { children: ReactNode }) {
  const [isLong, setLong] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  // The height of the laid out text, which also changes with the window.
  useLayoutEffect(() => {
    const text = box.current?.firstElementChild;
    if (!text) return;
    const measure = () => setLong(text.scrollHeight > closedHeight + leastHidden);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(text);
    return () => observer.disconnect();
  }, []);
  const isClosed = isLong && !isOpen;
  return (
    <div className="min-w-0 flex-1">
      <div
        ref={box}
        id={id}
        // A link below the edge opens the text when it gets the focus.
        {...{ onFocus: () => setOpen(true) }}
        className={cn(
          "max-h-[300px] overflow-hidden",
          isClosed && "max-h-60 mask-[linear-gradient(black_80%,transparent)]",
          isOpen && "max-h-none",
        )}
      >
        {children}
      </div>
      {isLong ? (
        <Button
          size="sm"
          variant="ghost"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          className="-ml-2"
        >
          {isOpen ? "Show less" : "Show more"}
        </Button>
      ) : null}
    </div>
  );
}
