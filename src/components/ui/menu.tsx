"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { type ComponentProps, createContext, type ReactNode, useContext, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { Kbd } from "./kbd";
import { floating } from "./popover";

const Opening = createContext<(open: boolean) => void>(() => undefined);

interface MenuProps {
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

/** The menu of a button: actions, or one choice of a group. */
export function Menu({ defaultOpen = false, onOpenChange, children }: MenuProps) {
  const [open, setOpen] = useState(defaultOpen);
  function change(next: boolean) {
    setOpen(next);
    onOpenChange?.(next);
  }
  return (
    <Opening value={change}>
      <Radix.Root open={open} onOpenChange={change}>
        {children}
      </Radix.Root>
    </Opening>
  );
}

/**
 * The button of a menu. On touch screens it opens when the finger is lifted: a phone's menu covers its button, and
 * the end of the touch would choose the item there.
 */
export function MenuTrigger(props: ComponentProps<typeof Radix.Trigger>) {
  const setOpen = useContext(Opening);
  const touched = useRef(false);
  return (
    <Radix.Trigger
      {...props}
      onPointerDown={(event) => {
        touched.current = event.pointerType === "touch";
        if (touched.current) event.preventDefault();
      }}
      onClick={() => {
        if (touched.current) setOpen(true);
        touched.current = false;
      }}
    />
  );
}

export const MenuRadioGroup = Radix.RadioGroup;

export const menuItem =
  "flex h-7 w-full cursor-default select-none items-center gap-2 whitespace-nowrap rounded-sm px-2 outline-none data-disabled:text-faint data-[highlighted]:bg-surface-press phone:h-11 phone:px-3 [&>svg]:size-[15px] [&>svg]:text-faint";

/** Actions with their shortcuts. Needs `Menu` and `MenuTrigger` around it. */
export function MenuContent({ className, align = "start", ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        data-sheet=""
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          floating,
          "max-h-(--radix-dropdown-menu-content-available-height) min-w-[220px] overflow-y-auto",
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  );
}

export type MenuItemProps = ComponentProps<typeof Radix.Item> & {
  icon?: ReactNode;
  keys?: string | undefined;
  /** Deletes or ends something. */
  danger?: boolean | undefined;
};

/** One action. `onSelect` runs it and closes the menu; with `asChild` the child is a link. */
export function MenuItem({ icon, keys, danger, className, children, asChild, ...rest }: MenuItemProps) {
  if (asChild) {
    return (
      <Radix.Item asChild className={cn(menuItem, className)} {...rest}>
        {children}
      </Radix.Item>
    );
  }
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

export type MenuRadioItemProps = ComponentProps<typeof Radix.RadioItem> & { icon?: ReactNode };

/** One of a group with exactly one choice. */
export function MenuRadioItem({ icon, className, children, ...rest }: MenuRadioItemProps) {
  return (
    <Radix.RadioItem className={cn(menuItem, className)} {...rest}>
      {icon}
      <span className="truncate">{children}</span>
      <Radix.ItemIndicator className="ml-auto pl-4">
        <Check aria-hidden className="size-3.5 text-accent-text" />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  );
}

export function MenuLabel({ className, ...rest }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn("px-2 pt-1.5 pb-1 text-faint text-sm phone:px-3", className)} {...rest} />;
}

export function MenuSeparator({ className, ...rest }: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn("-mx-1 my-1 h-px bg-border-soft", className)} {...rest} />;
}
