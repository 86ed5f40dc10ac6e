"use client";

import { Popover as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;
export const PopoverAnchor = Radix.Anchor;
export const PopoverClose = Radix.Close;

/** The surface of popovers and menus; a sheet from the bottom on phones. */
export const floating =
  "z-popover animate-pop-in rounded-lg bg-surface-raised p-1 text-text shadow-2 outline-none data-[state=closed]:animate-pop-out phone:animate-sheet-in phone:data-[state=closed]:animate-sheet-out";

export type PopoverContentProps = ComponentProps<typeof Radix.Content> & { children: ReactNode };

/** A small layer beside its trigger, 4 px below. Give it `aria-label`. */
export function PopoverContent({ className, align = "start", sideOffset = 4, ...rest }: PopoverContentProps) {
  return (
    <Radix.Portal>
      <Radix.Content
        data-sheet=""
        align={align}
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(floating, "max-h-(--radix-popover-content-available-height) overflow-y-auto", className)}
        {...rest}
      />
    </Radix.Portal>
  );
}
