"use client";

import { useSyncExternalStore } from "react";
import type { ConfirmDialogProps } from "./confirm-dialog";
import { ConfirmLayer } from "./confirm-layer";

export type Confirmation = Pick<ConfirmDialogProps, "title" | "description" | "action" | "tone">;

interface PendingConfirmation {
  question: Confirmation;
  /** The button of another way to go on. */
  other?: string | undefined;
  open: boolean;
  answer(way: Way | null): void;
}
type Way = "action" | "other";

let pending: PendingConfirmation | null = null;
const listeners = new Set<() => void>();

function show(next: PendingConfirmation | null): void {
  pending = next;
  for (const listener of listeners) listener();
}

/** Asks for confirmation during an act, wherever its button is; true to continue. */
export const requestConfirmation = async (question: Confirmation): Promise<boolean> =>
  (await requestChoice(question)) !== null;

/** Asks likewise, with two ways to go on; null to stop. */
export function requestChoice(question: Confirmation, other?: string): Promise<Way | null> {
  pending?.answer(null);
  return new Promise((resolve) => {
    show({
      question,
      other,
      open: true,
      answer: (way) => {
        resolve(way);
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
        if (!open) shown.answer(null);
      }}
      onConfirm={() => shown.answer("action")}
      other={shown.other === undefined ? undefined : { action: shown.other, onChoose: () => shown.answer("other") }}
    />
  );
}
