"use client";

import { useSyncExternalStore } from "react";
import type { ConfirmDialogProps } from "./confirm-dialog";
import { ConfirmLayer } from "./confirm-layer";

export type Confirmation = Pick<ConfirmDialogProps, "title" | "description" | "action" | "tone">;

interface PendingConfirmation {
  question: Confirmation;
  open: boolean;
  answer(yes: boolean): void;
}

let pending: PendingConfirmation | null = null;
const listeners = new Set<() => void>();

function show(next: PendingConfirmation | null): void {
  pending = next;
  for (const listener of listeners) listener();
}

/** Asks for confirmation during an act, wherever its button is; true to continue. */
export function requestConfirmation(question: Confirmation): Promise<boolean> {
  pending?.answer(false);
  return new Promise((resolve) => {
    show({
      question,
      open: true,
      answer: (yes) => {
        resolve(yes);
        if (pending?.question === question) show({ ...pending, open: false });
      },
    });
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Once at the root. */
export function ConfirmationHost() {
  const shown = useSyncExternalStore(
    subscribe,
    () => pending,
    () => null,
  );
  if (!shown) return null;
  return (
    <ConfirmLayer
      tone="primary"
      {...shown.question}
      open={shown.open}
      onOpenChange={(open) => {
        if (!open) shown.answer(false);
      }}
      onConfirm={() => shown.answer(true)}
    />
  );
}
