"use client";

import { ContextMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Kbd } from "./kbd";
import { menuItem } from "./menu";
import { floating } from "./popover";

export const ContextMenu = Radix.Root;
export const ContextMenuTrigger = Radix.Trigger;

/** The same verbs as the row's menu, at the pointer (right click, or long press under a finger). */
export function ContextMenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        data-sheet=""
        collisionPadding={8}
        className={cn(floating, "min-w-[220px]", className)}
        {...rest}
      />
    </Radix.Portal>
  );
}

export type ContextMenuItemProps = ComponentProps<typeof Radix.Item> & {
  icon?: ReactNode;
  keys?: string | undefined;
  danger?: boolean | undefined;
};

export function ContextMenuItem({ icon, keys, danger, className, children, ...rest }: ContextMenuItemProps) {
  return (
    <Radix.Item className={cn(menuItem, danger && "text-danger [&>svg]:text-danger", className)} {...rest}>
      {icon}
      <span className="truncate">{children}</span>
      {keys ? (
        <span className="ml-auto pl-4 phone:hidden">
          <Kbd keys={keys} />
        </span>
      ) : null}
    </Radix.Item>
  );
}

export function ContextMenuSeparator({ className, ...rest }: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn("-mx-1 my-1 h-px bg-border-soft", className)} {...rest} />;
}
