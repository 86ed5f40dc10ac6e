"use client";

import type { ReactNode } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { ToastCard, type ToastCardProps } from "./toast-card";
import type { UndoAct, UndoActs } from "./undo-acts";

type ToastId = string | number;
type Options = Partial<Pick<ToastCardProps, "action">> & {
  /** A toast with the same id replaces the old one. */
  id?: ToastId | undefined;
};

/** A toast that replaces another restarts its countdown. */
let shownBefore = 0;

function show(card: Omit<ToastCardProps, "onClose">, id?: ToastId): ToastId {
  shownBefore += 1;
  const key = shownBefore;
  return toast.custom((shown) => <ToastCard key={key} {...card} onClose={() => toast.dismiss(shown)} />, {
    duration: Number.POSITIVE_INFINITY,
    ...(id === undefined ? {} : { id }),
  });
}

/** One sentence about the last act; at most three are visible. */
export const notify = {
  /** Success; closes after 5 s. */
  success: (message: ReactNode, { action, id }: Options = {}) => show({ message, action, seconds: 5 }, id),
  /** Success with undo: open for 8 s, which are shown; ⌘Z works as long as the workspace of `acts` is open. */
  undo: (acts: UndoActs, message: ReactNode, undo: UndoAct["undo"], { id }: Pick<Options, "id"> = {}) => {
    const onClick = () => {
      acts.forget(toast, undo);
      void undo();
    };
    const toast = show({ message, action: { label: "Undo", onClick }, seconds: 8, counted: true }, id);
    acts.add({ message, undo, toast });
    return toast;
  },
  /** Someone else's act, which can be undone here: ⌘Z is for one's own. */
  undoTheirs: (message: ReactNode, undo: UndoAct["undo"], { id }: Pick<Options, "id"> = {}) =>
    show({ message, action: { label: "Undo", onClick: () => void undo() }, seconds: 8, counted: true }, id),
  /** A failure: the problem, the state of the data, the next step; stays until closed. */
  error: (message: ReactNode, { action }: Pick<Options, "action"> = {}) =>
    show({ message, action, seconds: null, error: true }),
  /** Progress; stays until it is replaced or dismissed. */
  progress: (message: ReactNode, id?: ToastId) => show({ message, seconds: null }, id),
  dismiss: (id: ToastId) => toast.dismiss(id),
};

/** Once at the root. Polite live region; Alt+T moves the focus there. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      expand
      visibleToasts={3}
      gap={8}
      offset={16}
      mobileOffset={{ left: 12, right: 12, bottom: 68 }}
      toastOptions={{ unstyled: true }}
      style={{ "--width": "560px" } as React.CSSProperties}
    />
  );
}
