"use client";

import { useSyncExternalStore } from "react";
import { ConfirmDialog, type ConfirmDialogProps } from "./confirm-dialog";

export type Question = Pick<ConfirmDialogProps, "title" | "description" | "action" | "tone">;

interface Asked {
  question: Question;
  open: boolean;
  answer(yes: boolean): void;
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function show(next: Asked | null): void {
  asked = next;
  for (const listener of listeners) listener();
}

/** Asks for confirmation during an act, wherever its button is; true to continue. */
export function ask(question: Question): Promise<boolean> {
  asked?.answer(false);
  return new Promise((resolve) => {
    show({
      question,
      open: true,
      answer: (yes) => {
        resolve(yes);
        if (asked?.question === question) show({ ...asked, open: false });
      },
    });
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Once at the root. */
export function QuestionHost() {
  const shown = useSyncExternalStore(
    subscribe,
    () => asked,
    () => null,
  );
  if (!shown) return null;
  return (
    <ConfirmDialog
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
