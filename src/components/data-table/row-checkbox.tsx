import { Check, Minus } from "lucide-react";
import type { MouseEvent } from "react";
import { useReadsOnly } from "@/components/layout/workspace-context";
import { cn } from "@/lib/cn";

/**
 * A native checkbox, because a list renders dozens of them while scrolling. The click event carries Shift for ranges.
 */
export function RowCheckbox({
  label,
  checked,
  indeterminate = false,
  onToggle,
  className,
}: {
  label: string;
  checked: boolean;
  indeterminate?: boolean;
  onToggle(event: MouseEvent<HTMLInputElement>): void;
  className?: string;
}) {
  const on = checked || indeterminate;
  // Staff who may change nothing have no act for a selection.
  if (useReadsOnly()) return null;
  return (
    <span className={cn("relative inline-grid size-3.5 shrink-0 place-items-center hit-44", className)}>
      <input
        type="checkbox"
        aria-label={label}
        // "Partly checked" is only a property of the element; there is no attribute for it.
        ref={(box) => {
          if (box) box.indeterminate = indeterminate;
        }}
        checked={checked}
        tabIndex={-1}
        readOnly
        onClick={onToggle}
        className={cn(
          "absolute inset-0 z-1 m-0 size-3.5 cursor-pointer appearance-none rounded-xs border",
          "before:absolute before:-inset-1.5 before:content-['']",
          on ? "border-accent bg-accent" : "border-border-strong bg-surface",
        )}
      />
      {on ? (
        <span aria-hidden className="pointer-events-none z-2 text-on-accent">
          {indeterminate ? <Minus className="size-2.5 stroke-[3]!" /> : <Check className="size-2.5 stroke-[3]!" />}
        </span>
      ) : null}
    </span>
  );
}
