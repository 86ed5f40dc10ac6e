"use client";

import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** On or off, in force at once. Give it `aria-label`, or an `id` and a label. */
export function Switch({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        "group relative h-4 w-7 shrink-0 rounded-full bg-border-strong transition-colors duration-quick before:absolute before:-inset-1 hit-44",
        "data-[state=checked]:bg-accent disabled:bg-surface-press",
        className,
      )}
      {...rest}
    >
      <Radix.Thumb
        className={cn(
          "block size-3 translate-x-0.5 rounded-full bg-surface transition-transform duration-quick ease-out",
          "data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-accent",
        )}
      />
    </Radix.Root>
  );
}
