"use client";

import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { cn } from "@/lib/cn";
import { keepOpenForToasts } from "./dialog";
import { type Openers, RememberFocus, returnFocus } from "./openers";

export type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Its name, shown at the top. */
  title: string;
  hideTitle?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** From the bottom of a phone: the counterpart of a menu or side column on a desktop. */
export function Sheet({ open, onOpenChange, title, hideTitle, className, children }: SheetProps) {
  const openers = useRef<Openers>([]);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-dialog animate-fade-in bg-scrim data-[state=closed]:animate-fade-out" />
        <Radix.Content
          data-modal=""
          aria-describedby={undefined}
          onInteractOutside={keepOpenForToasts}
          onCloseAutoFocus={(event) => returnFocus(openers.current, event)}
          className={cn(
            "fixed inset-x-0 bottom-0 z-dialog max-h-[85dvh] animate-sheet-in overflow-y-auto rounded-t-xl bg-surface-raised pb-[env(safe-area-inset-bottom)] shadow-3 outline-none data-[state=closed]:animate-sheet-out",
            className,
          )}
        >
          <RememberFocus into={openers} />
          <Radix.Title className={hideTitle ? "sr-only" : "px-4 pt-4 pb-2 font-semibold text-title"}>
            {title}
          </Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
