"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import { lazyPart } from "./lazy-part";
import type { ToastCardProps } from "./toast-card";
import type { UndoAct, UndoActs } from "./undo-acts";

type ToastId = string | number;
type Options = Partial<Pick<ToastCardProps, "action">> & {
  /** A toast with the same id replaces the old one. */
  id?: ToastId | undefined;
};
type Card = Omit<ToastCardProps, "onClose">;

/** A toast to show, or to take away if it has no card. */
export interface Notice {
  id: ToastId;
  card: Card | null;
}

/** Notices before the region for them is loaded. */
let waiting: Notice[] = [];
let deliver: ((notice: Notice) => void) | null = null;
let isWanted = false;
let given = 0;
const listeners = new Set<() => void>();

function setWanted(wanted: boolean): void {
  isWanted = wanted;
  for (const listener of listeners) listener();
}

function send(notice: Notice): void {
  if (deliver) {
    deliver(notice);
    return;
  }
  waiting.push(notice);
  setWanted(true);
}

/** Passes on the notices that wait, and all later ones until the returned function is called. */
export function deliverNotices(show: (notice: Notice) => void): () => void {
  deliver = show;
  for (const notice of waiting.splice(0)) show(notice);
  return () => {
    deliver = null;
  };
}

function show(card: Card, id?: ToastId): ToastId {
  given += 1;
  const shown = id ?? `toast ${given}`;
  send({ id: shown, card });
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
  dismiss: (id: ToastId) => send({ id, card: null }),
};

const Region = lazyPart(() => import("./toaster").then(({ ToastRegion }) => ToastRegion), {
  of: "the last notice",
  loading: null,
  close() {
    waiting = [];
    setWanted(false);
  },
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Once at the root; loaded with the first toast. */
export function Toaster() {
  const wanted = useSyncExternalStore(
    subscribe,
    () => isWanted,
    () => false,
  );
  return wanted ? <Region /> : null;
}
