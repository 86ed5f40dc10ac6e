"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { keepOpenForToasts } from "./dialog";
import { IconButton } from "./icon-button";
import { type Openers, RememberFocus, returnFocus } from "./openers";

export interface FullDialogProps {
  title: string;
  /** In the head before the title. */
  icon?: ReactNode;
  /** In the head after the title: "2 of 5". */
  note?: ReactNode;
  /** In the head at the right, before the button that closes it. */
  actions?: ReactNode;
  onClose(): void;
  onKeyDown?(event: KeyboardEvent): void;
  children: ReactNode;
}

/** A layer that fills the window but for a margin, and all of it on a phone: to look at one thing. */
export function FullDialog({ title, icon, note, actions, onClose, onKeyDown, children }: FullDialogProps) {
  const openers = useRef<Openers>([]);
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-dialog animate-fade-in bg-scrim" />
        <Radix.Content
          data-modal=""
          aria-describedby={undefined}
          onInteractOutside={keepOpenForToasts}
          onCloseAutoFocus={(event) => returnFocus(openers.current, event)}
          onKeyDown={onKeyDown}
          className="fixed inset-8 z-dialog m-auto flex max-w-[1200px] animate-dialog-in flex-col overflow-hidden rounded-xl bg-surface-raised shadow-3 outline-none phone:inset-0 phone:rounded-none"
        >
          <RememberFocus into={openers} />
          <header className="flex h-11 shrink-0 items-center gap-2 pr-2 pl-4 hairline-b phone:h-13">
            {icon}
            <Radix.Title className="min-w-0 truncate font-semibold" title={title}>
              {title}
            </Radix.Title>
            {note ? <p className="shrink-0 text-faint text-sm phone:sr-only">{note}</p> : null}
            <div className="ml-auto flex shrink-0 items-center gap-0.5 phone:gap-3">
              {actions}
              <Radix.Close asChild>
                <IconButton label="Close" keys="escape" icon={<X aria-hidden />} />
              </Radix.Close>
            </div>
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
