"use client";

import { useEffect } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { ToastCard } from "./toast-card";
import { deliverNotices, type Notice } from "./toast-notices";

/** A screen reader must know the live region before a notice appears in it. */
const REGION_FIRST_MS = 50;

/** A toast that replaces another restarts its countdown. */
let shownBefore = 0;

function show({ id, card }: Notice): void {
  if (card === null) {
    toast.dismiss(id);
    return;
  }
  shownBefore += 1;
  const key = shownBefore;
  toast.custom(() => <ToastCard key={key} {...card} onClose={() => toast.dismiss(id)} />, {
    duration: Number.POSITIVE_INFINITY,
    id,
  });
}

/** Polite live region; Alt+T moves the focus there. */
export function ToastRegion() {
  // The library of toasts, which keeps those that are open.
  useEffect(() => {
    let stop: () => void = () => undefined;
    const timer = setTimeout(() => {
      stop = deliverNotices(show);
    }, REGION_FIRST_MS);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
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
