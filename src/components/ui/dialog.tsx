"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ComponentProps, type ReactNode, useRef } from "react";
import { cn } from "@/lib/cn";
import { IconButton } from "./icon-button";
import { type Openers, RememberFocus, returnFocus } from "./openers";

export const Dialog = Radix.Root;
export const DialogClose = Radix.Close;

/** A click on a toast or on a notice about a part is not a click outside: an undo must not close an open layer. */
export function keepOpenForToasts(event: { target: EventTarget | null; preventDefault: () => void }): void {
  if (event.target instanceof Element && event.target.closest("[data-sonner-toaster], [data-part-notice]"))
    event.preventDefault();
}

export type DialogContentProps = Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  /** The title: "Mark GTX Plus Pro as lost?" */
  title: ReactNode;
  /** One sentence of consequence. */
  description?: ReactNode;
  /** 440, or 640 with a table. */
  size?: "md" | "lg" | undefined;
  /** A × at the top, for a dialog without Cancel. */
  closeButton?: boolean | undefined;
  /** Buttons, right, Cancel first. */
  footer?: ReactNode;
  children?: ReactNode;
};

/**
 * Only for acts that cannot be undone or need an answer. A sheet from the bottom on phones. A form inside spans body
 * and footer: put `DialogBody` and `DialogFooter` into it and leave out `footer`.
 */
export function DialogContent({
  title,
  description,
  size = "md",
  closeButton,
  footer,
  className,
  children,
  ...rest
}: DialogContentProps) {
  const openers = useRef<Openers>([]);
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-dialog animate-fade-in bg-scrim data-[state=closed]:animate-fade-out" />
      <Radix.Content
        data-modal=""
        {...(description ? {} : { "aria-describedby": undefined })}
        onInteractOutside={keepOpenForToasts}
        // Radix itself knows only its own trigger, and most dialogs here are opened by state.
        onCloseAutoFocus={(event) => returnFocus(openers.current, event)}
        className={cn(
          "fixed inset-0 z-dialog m-auto flex h-fit max-h-[max(calc(100dvh-64px),min(100dvh,480px))] w-[calc(100vw-32px)] flex-col overflow-hidden rounded-xl bg-surface-raised shadow-3 outline-none",
          "animate-dialog-in data-[state=closed]:animate-dialog-out",
          "phone:top-auto phone:mb-0 phone:w-full phone:max-w-none phone:animate-sheet-in phone:rounded-b-none phone:data-[state=closed]:animate-sheet-out",
          size === "lg" ? "max-w-[640px]" : "max-w-[440px]",
          className,
        )}
        {...rest}
      >
        <RememberFocus into={openers} />
        <div className="flex items-start gap-2 px-5 pt-4 phone:px-4">
          <Radix.Title className="min-w-0 flex-1 font-semibold text-title">{title}</Radix.Title>
          {closeButton ? (
            <Radix.Close asChild>
              <IconButton
                label="Close"
                size="sm"
                icon={<X aria-hidden />}
                tooltip={false}
                className="-mt-0.5 -mr-2 phone:-mt-2"
              />
            </Radix.Close>
          ) : null}
        </div>
        {description ? (
          <Radix.Description className="px-5 pt-1.5 text-muted phone:px-4">{description}</Radix.Description>
        ) : null}
        {footer ? (
          <>
            <DialogBody>{children}</DialogBody>
            <DialogFooter>{footer}</DialogFooter>
          </>
        ) : (
          children
        )}
      </Radix.Content>
    </Radix.Portal>
  );
}

/** The scrolling part between title and footer. */
export function DialogBody({ className, children }: { className?: string | undefined; children?: ReactNode }) {
  return (
    <div className={cn("min-h-0 flex-1 overflow-y-auto px-5 pt-3 pb-[18px] empty:pt-0 phone:px-4", className)}>
      {children}
    </div>
  );
}

export function DialogFooter({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return (
    <div
      className={cn(
        "flex min-h-13 shrink-0 items-center justify-end gap-2 bg-surface-sunken px-5 py-3 hairline-t hairline-soft phone:px-4 phone:pb-[calc(12px+env(safe-area-inset-bottom))] phone:*:flex-1",
        className,
      )}
    >
      {children}
    </div>
  );
}
