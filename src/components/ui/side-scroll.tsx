"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { cn } from "@/lib/cn";
import { useMoreBeside } from "./use-more-beside";

interface SideScrollProps {
  /** The row with the class `side-scroll`, the only child. */
  row: RefObject<HTMLElement | null>;
  className?: string | undefined;
  children: ReactNode;
}

/** Around a row that scrolls sideways: it fades at an end behind which there is more, and the mouse gets a button there. */
export function SideScroll({ row, className, children }: SideScrollProps) {
  useMoreBeside(row);
  const scroll = (side: -1 | 1) => {
    const box = row.current;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    box?.scrollBy({ left: side * box.clientWidth * 0.7, behavior });
  };
  return (
    <div className={cn("group/side relative min-w-0", className)}>
      {children}
      <SideButton className="left-0.5 group-data-[more~=before]/side:flex" onClick={() => scroll(-1)}>
        <ChevronLeft aria-hidden className="size-3.5" />
      </SideButton>
      <SideButton className="right-0.5 group-data-[more~=after]/side:flex" onClick={() => scroll(1)}>
        <ChevronRight aria-hidden className="size-3.5" />
      </SideButton>
    </div>
  );
}

/** For the mouse alone: the keyboard goes through the parts of the row, a finger pushes it. */
function SideButton({ className, ...rest }: { className: string; onClick(): void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-hidden
      tabIndex={-1}
      className={cn(
        "absolute top-1/2 z-1 hidden size-5 -translate-y-1/2 items-center justify-center rounded-full bg-surface-raised text-muted shadow-1 hover:text-text phone:hidden!",
        className,
      )}
      {...rest}
    />
  );
}
