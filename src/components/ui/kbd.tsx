"use client";

import { cn } from "@/lib/cn";
import { keySymbols } from "./kbd-signs";
import { useMac } from "./use-mac";

/** The keys of an action: "mod+k" is one cap, "g o" two in a row. */
export function Kbd({ keys, className }: { keys: string; className?: string | undefined }) {
  const mac = useMac();
  return (
    <span className="inline-flex shrink-0 items-center gap-[3px]">
      {keys.split(" ").map((step) => (
        <kbd
          key={step}
          className={cn(
            "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border bg-surface px-1 font-medium font-sans text-faint text-xs",
            className,
          )}
        >
          {keySymbols(step, mac)}
        </kbd>
      ))}
    </span>
  );
}
