"use client";

import { AlertDialog as Radix } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "./button";
import { DialogBody, DialogFooter } from "./dialog";
import { Note } from "./note";
import { type Openers, RememberFocus, returnFocus } from "./openers";

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The title: "Delete the workspace Halden Systems?" */
  title: string;
  /** One sentence of consequence, with numbers. */
  description: ReactNode;
  /** The button: verb and object, "Delete workspace". */
  action: string;
  tone?: "danger" | "primary" | undefined;
  cancel?: string | undefined;
  /** A second way to go on, between the two buttons. */
  other?: { action: string; onChoose(): void } | undefined;
  /** The dialog closes when it resolves; an error's message is shown, and the dialog stays open. */
  onConfirm: () => void | Promise<void>;
  /** Disabled until the member has typed the requested text. */
  disabled?: boolean | undefined;
  children?: ReactNode;
};

/** Asks before an act that cannot be undone; other acts get an undo instead. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, action, tone = "danger", cancel = "Cancel", onConfirm } = props;
  const openers = useRef<Openers>([]);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function confirm() {
    setBusy(true);
    setRefusal(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Radix.Root
      open={open}
      onOpenChange={(next) => {
        if (busy) return;
        setRefusal(null);
        onOpenChange(next);
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-dialog animate-fade-in bg-scrim data-[state=closed]:animate-fade-out" />
        <Radix.Content
          data-modal=""
          onCloseAutoFocus={(event) => returnFocus(openers.current, event)}
          className="fixed inset-0 z-dialog m-auto flex h-fit max-h-[max(calc(100dvh-64px),min(100dvh,480px))] w-[calc(100vw-32px)] max-w-[440px] animate-dialog-in flex-col overflow-hidden rounded-xl bg-surface-raised shadow-3 outline-none data-[state=closed]:animate-dialog-out phone:top-auto phone:mb-0 phone:w-full phone:max-w-none phone:animate-sheet-in phone:rounded-b-none phone:data-[state=closed]:animate-sheet-out"
        >
          <RememberFocus into={openers} />
          <Radix.Title className="px-5 pt-4 font-semibold text-title phone:px-4">{title}</Radix.Title>
          <Radix.Description className="px-5 pt-1.5 text-muted phone:px-4">{description}</Radix.Description>
          <DialogBody>
            {props.children}
            {refusal ? (
              <Note tone="danger" className="mt-3">
                {refusal}
              </Note>
            ) : null}
          </DialogBody>
          {/* Three buttons do not fit beside each other on a phone. */}
          <DialogFooter className={props.other && "phone:flex-col-reverse phone:items-stretch phone:*:flex-none"}>
            <Radix.Cancel asChild>
              <Button disabled={busy}>{cancel}</Button>
            </Radix.Cancel>
            {props.other ? (
              <Button disabled={busy} onClick={props.other.onChoose}>
                {props.other.action}
              </Button>
            ) : null}
            <Button
              variant={tone === "danger" ? "danger-fill" : "primary"}
              busy={busy}
              disabled={props.disabled}
              onClick={confirm}
            >
              {action}
            </Button>
          </DialogFooter>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
