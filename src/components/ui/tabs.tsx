"use client";

import { Tabs as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

export const Tabs = Radix.Root;
export const TabsContent = Radix.Content;

/** A strip of 36 px, 44 on touch, on a hairline; it scrolls sideways when it is too long. */
export const tabStrip =
  "flex h-tabs shrink-0 items-stretch gap-1 overflow-x-auto overflow-y-hidden pr-4 pl-3 hairline-b no-scrollbar phone:px-2";

/** A tab; the current one has 2 px of accent on the hairline. */
export const tabItem = [
  "group relative flex shrink-0 items-center gap-1.5 whitespace-nowrap px-2 font-medium text-muted outline-offset-[-2px] transition-colors duration-instant hover:text-text [&>svg]:size-3 [&>svg]:text-faint",
  "after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 data-[state=active]:text-text data-[state=active]:after:bg-accent aria-[current=page]:text-text aria-[current=page]:after:bg-accent",
].join(" ");

export function TabsList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn(tabStrip, "gap-0 pr-1", className)} {...rest} />;
}

export type TabProps = ComponentProps<typeof Radix.Trigger> & { count?: ReactNode };

/** A tab with a panel on this page; for tabs that are pages use `PageTabs`. */
export function Tab({ count, className, children, ...rest }: TabProps) {
  return (
    <Radix.Trigger className={cn(tabItem, className)} {...rest}>
      {children}
      {count === undefined ? null : <span className="font-normal text-faint text-sm empty:hidden">{count}</span>}
    </Radix.Trigger>
  );
}
