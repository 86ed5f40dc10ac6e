"use client";

import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useSyncExternalStore } from "react";
import { keepOpenForToasts } from "@/components/ui/dialog";

interface EditorSheetProps {
  title: string;
  /** At the right of its head: Cancel, Save. */
  buttons: ReactNode;
  onEscape(): void;
  children: ReactNode;
}

/** Fills a phone, above its keyboard: head, text, and a bar at the lower edge. */
export function EditorSheet({ title, buttons, onEscape, children }: EditorSheetProps) {
  const height = useSyncExternalStore(followViewport, visibleHeight, () => null);
  return (
    <Radix.Root open onOpenChange={() => undefined}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-dialog animate-fade-in bg-scrim" />
        <Radix.Content
          data-modal=""
          aria-describedby={undefined}
          // The text takes the focus itself, with the cursor at its end.
          onOpenAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            keepOpenForToasts(event);
            event.preventDefault();
          }}
          // Reached from its head only: the text takes the key first.
          onEscapeKeyDown={(event) => {
            event.preventDefault();
            onEscape();
          }}
          // The field focuses its button.
          onCloseAutoFocus={(event) => event.preventDefault()}
          style={height === null ? undefined : { height }}
          className="fixed inset-x-0 top-0 z-dialog flex h-dvh animate-sheet-in flex-col bg-surface-raised outline-none"
        >
          <div className="flex shrink-0 items-center gap-2 py-2 pr-2 pl-4 hairline-b hairline-soft">
            <Radix.Title className="min-w-0 flex-1 truncate font-semibold text-title">{title}</Radix.Title>
            {buttons}
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function followViewport(changed: () => void): () => void {
  window.visualViewport?.addEventListener("resize", changed);
  return () => window.visualViewport?.removeEventListener("resize", changed);
}

/** The part of the window that the keyboard of the phone leaves free. */
const visibleHeight = (): number | null => window.visualViewport?.height ?? null;
