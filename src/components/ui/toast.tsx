"use client";

import type { ReactNode } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { ToastCard, type ToastCardProps } from "./toast-card";

type Action = Pick<ToastCardProps, "action">;

function show(card: Omit<ToastCardProps, "onClose">): void {
  toast.custom((shown) => <ToastCard {...card} onClose={() => toast.dismiss(shown)} />, {
    duration: Number.POSITIVE_INFINITY,
  });
}

/** One sentence about what just happened; three at most are seen. */
export const notify = {
  /** Done; goes after 5 s. */
  success: (message: ReactNode, { action }: Action = {}) => show({ message, action, seconds: 5 }),
  /** Done and can be taken back for 8 s, which are counted. */
  undo: (message: ReactNode, onUndo: () => void) =>
    show({ message, action: { label: "Undo", onClick: onUndo }, seconds: 8, counted: true }),
  /** What failed, what is kept, what to do; stays until closed. */
  error: (message: ReactNode, { action }: Action = {}) => show({ message, action, seconds: null, error: true }),
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
