"use client";

import { Dialog } from "radix-ui";
import type { KeyboardEvent, ReactNode, SyntheticEvent } from "react";
import { cn } from "@/lib/cn";
import { openersFrom, returnFocus } from "./openers";

const line = "flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2";

interface NoticeProps {
  role: "status" | "alert";
  children: ReactNode;
}

/** A notice in the place of a part of the page. */
export function NoticeLine({ role, children }: NoticeProps) {
  return (
    <div role={role} className={cn(line, "animate-late text-muted")}>
      {children}
    </div>
  );
}

/**
 * A notice in place of a layer, at the lower edge of the window and above all other layers. It takes the focus: keys
 * must not act on the page below.
 */
export function NoticeLayer({ role, title, onClose, children }: NoticeProps & { title: string; onClose(): void }) {
  return (
    <Dialog.Root open modal={false} onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Content
          ref={returnsFocus}
          data-part-notice=""
          aria-describedby={undefined}
          aria-busy={role === "status"}
          onInteractOutside={keep}
          onCloseAutoFocus={keep}
          {...apart}
          className="fixed inset-x-4 bottom-4 z-toast mx-auto w-fit max-w-[560px] animate-late rounded-lg border border-border bg-surface-raised text-text shadow-3 outline-none"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <div role={role} className={line}>
            {children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const keep = (event: Event) => event.preventDefault();

/** What had the focus gets it back as the notice goes: the layer that comes next learns from it what opened it. */
function returnsFocus(notice: HTMLElement | null) {
  const openers = openersFrom(document.activeElement);
  return () => {
    if (notice?.contains(document.activeElement)) returnFocus(openers);
  };
}

/** React hands events on to the place of the part, such as a row of a list, which must not act on them. */
const stop = (event: SyntheticEvent) => event.stopPropagation();
const stopKey = (event: KeyboardEvent) => {
  if (event.key !== "Escape") event.stopPropagation();
};
const apart = { onClick: stop, onDoubleClick: stop, onMouseDown: stop, onPointerDown: stop, onKeyDown: stopKey };
