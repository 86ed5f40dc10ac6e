"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import { lazyPart } from "./lazy-part";
import { NoticeBar } from "./part-notice";
import type { ToastCardProps } from "./toast-card";
import { type Card, dropNotices, followRegion, isRegionWanted, sendNotice, type ToastId } from "./toast-notices";
import type { UndoAct, UndoActs } from "./undo-acts";

type Options = Partial<Pick<ToastCardProps, "action">> & {
  /** A toast with the same id replaces the old one. */
  id?: ToastId | undefined;
};
let given = 0;

function show(card: Card, id?: ToastId): ToastId {
  given += 1;
  const shown = id ?? `toast ${given}`;
  sendNotice({ id: shown, card });
  return shown;
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
  dismiss: (id: ToastId) => sendNotice({ id, card: null }),
};

const Region = lazyPart(() => import("./toaster").then(({ ToastRegion }) => ToastRegion), {
  of: "the last notice",
  loading: null,
  Notice: NoticeBar,
  onClose: dropNotices,
});

/** Once at the root; loaded with the first toast. */
export function Toaster() {
  const wanted = useSyncExternalStore(followRegion, isRegionWanted, () => false);
  return wanted ? <Region /> : null;
}
