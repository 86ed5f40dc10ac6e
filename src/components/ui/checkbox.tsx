"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export type CheckboxProps = ComponentProps<typeof Radix.Root> & {
  /** A round one for tasks; 16 instead of 14. */
  round?: boolean | undefined;
};

/** 14 px with a 24 px area (44 on touch screens). Give it `aria-label`, or an `id` and a label. */
export function Checkbox({ round, className, ...rest }: CheckboxProps) {
  return (
    <Radix.Root
      className={cn(
        "group relative inline-grid shrink-0 place-items-center border border-border-strong bg-surface text-on-accent transition-colors duration-instant",
        "before:absolute before:-inset-[5px] hit-44 disabled:border-border disabled:bg-surface-sunken",
        "data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent",
        round ? "size-4 rounded-full phone:size-5" : "size-3.5 rounded-xs",
        className,
      )}
      {...rest}
    >
      <Radix.Indicator>
        <Check aria-hidden className="size-2.5 stroke-[3]! group-data-[state=indeterminate]:hidden" />
        <Minus aria-hidden className="hidden size-2.5 stroke-[3]! group-data-[state=indeterminate]:block" />
      </Radix.Indicator>
    </Radix.Root>
  );
}
