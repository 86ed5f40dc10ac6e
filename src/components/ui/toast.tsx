"use client";

import type { ReactNode } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { ToastCard, type ToastCardProps } from "./toast-card";

type ToastId = string | number;
type Options = Partial<Pick<ToastCardProps, "mark" | "action">> & {
  /** A toast with the same id replaces the old one. */
  id?: ToastId | undefined;
};

/** A toast that replaces another starts its time anew. */
let shownBefore = 0;

function show(card: Omit<ToastCardProps, "onClose">, id?: ToastId): ToastId {
  shownBefore += 1;
  const key = shownBefore;
  return toast.custom((shown) => <ToastCard key={key} {...card} onClose={() => toast.dismiss(shown)} />, {
    duration: Number.POSITIVE_INFINITY,
    ...(id === undefined ? {} : { id }),
  });
}

/** One sentence about what just happened; three at most are seen. Each returns the toast's id. */
export const notify = {
  /** Done; goes after 5 s. */
  success: (message: ReactNode, options: Options = {}) =>
    show({ message, mark: options.mark, action: options.action, seconds: 5 }, options.id),
  /** Done and can be taken back for 8 s, which are counted. */
  undo: (message: ReactNode, onUndo: () => void, options: Omit<Options, "action"> = {}) =>
    show(
      { message, mark: options.mark, action: { label: "Undo", onClick: onUndo }, seconds: 8, counted: true },
      options.id,
    ),
  /** What failed, what is kept, what to do; stays until closed. */
  error: (message: ReactNode, options: Options = {}) =>
    show({ message, action: options.action, seconds: null, error: true }, options.id),
  /** What someone else did; goes after 8 s. */
  remote: (message: ReactNode, options: Options = {}) =>
    show({ message, mark: options.mark, action: options.action, seconds: 8 }, options.id),
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
