"use client";

import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { keepOpenForToasts } from "@/components/ui/dialog";
import { type Openers, RememberFocus, returnFocus } from "@/components/ui/openers";

interface CommandMenuProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** One `CommandPanel`. */
  children: ReactNode;
}

/** ⌘K: go to, create, search records, run the actions of the page. Fills the screen of a phone. */
export function CommandMenu({ open, onOpenChange, children }: CommandMenuProps) {
  const openers = useRef<Openers>([]);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-command animate-fade-in bg-scrim data-[state=closed]:animate-fade-out" />
        <Radix.Content
          aria-describedby={undefined}
          onInteractOutside={keepOpenForToasts}
          // The chosen command may already have moved the focus, for example into a dialog.
          onCloseAutoFocus={(event) => document.activeElement === document.body && returnFocus(openers.current, event)}
          className="fixed inset-x-0 top-[104px] z-command mx-auto w-[640px] max-w-[calc(100vw-32px)] animate-dialog-in overflow-hidden rounded-xl bg-surface-raised shadow-3 outline-none data-[state=closed]:animate-dialog-out phone:inset-x-0 phone:top-(--banners,0px) phone:bottom-0 phone:w-full phone:max-w-none phone:rounded-none phone:shadow-none"
        >
          <RememberFocus into={openers} />
          <Radix.Title className="sr-only">Command menu</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const commandInput = "h-full min-w-0 flex-1 bg-transparent text-[15px] outline-none phone:text-[16px]";

/** The row of the box. */
export function CommandHead({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-13 shrink-0 items-center gap-2.5 px-4 hairline-b phone:h-14">
      <Search aria-hidden className="size-[18px] text-faint" />
      {children}
      <Radix.Close className="link text-[15px] desk:hidden">Cancel</Radix.Close>
    </div>
  );
}

/** A line of text in place of entries. */
export function CommandLine({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="px-2.5 py-3 text-muted">
      {children}
    </p>
  );
}

interface LoadingCommandsProps {
  text: string;
  onTextChange: (text: string) => void;
  placeholder: string;
}

/** The box while the code of the panel is loading: what is typed meanwhile is handed on. */
export function LoadingCommands({ text, onTextChange, placeholder }: LoadingCommandsProps) {
  return (
    <>
      <CommandHead>
        <input
          value={text}
          onChange={(event) => onTextChange(event.target.value)}
          aria-label={placeholder}
          placeholder={placeholder}
          className={commandInput}
        />
      </CommandHead>
      <div className="px-1.5 pt-1 pb-2">
        <CommandLine>Loading</CommandLine>
      </div>
    </>
  );
}
