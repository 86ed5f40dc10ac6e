"use client";

import { CircleAlert, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";

export type ToastAction = { label: string; onClick: () => void };

export type ToastCardProps = {
  message: ReactNode;
  action?: ToastAction | undefined;
  /** Seconds until it closes; `null` stays until closed. */
  seconds: number | null;
  /** Shows the remaining seconds, for an undo. */
  counted?: boolean | undefined;
  error?: boolean | undefined;
  onClose: () => void;
};

const button = "inline-flex h-8 items-center rounded-md px-2 transition-colors duration-instant hover:bg-inverse-hover";

/** One sentence on inverse ground. The countdown pauses under the pointer, with focus inside and in a hidden tab. */
export function ToastCard({ message, action, seconds, counted, error, onClose }: ToastCardProps) {
  const [left, setLeft] = useState(seconds);
  const card = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  // A timer counts the seconds down.
  useEffect(() => {
    if (left === null) return;
    if (left <= 0) {
      close.current();
      return;
    }
    const timer = setInterval(() => {
      const held = card.current?.matches(":hover, :focus-within") ?? false;
      if (!held && !document.hidden) setLeft((now) => (now === null ? null : now - 1));
    }, 1000);
    return () => clearInterval(timer);
  }, [left]);

  return (
    <div
      {...(error ? { role: "alert" } : {})}
      ref={card}
      className={cn(
        "ml-auto flex min-h-11 w-max max-w-[min(560px,calc(100vw-32px))] items-center gap-2.5 rounded-lg bg-inverse py-1.5 pr-1.5 pl-3 text-[13px] text-on-inverse leading-[18px] shadow-3",
        "phone:min-h-13 phone:w-full phone:max-w-none phone:text-md",
      )}
    >
      {error ? <CircleAlert aria-hidden className="size-4 text-on-inverse-muted" /> : null}
      <span className="min-w-0 flex-1">{message}</span>
      {action ? (
        <button
          type="button"
          className={cn(button, "font-medium text-on-inverse-accent")}
          onClick={() => {
            action.onClick();
            onClose();
          }}
        >
          {action.label}
        </button>
      ) : null}
      {counted && left !== null ? (
        <span aria-hidden className="text-on-inverse-muted">{`${Math.max(left, 0)} s`}</span>
      ) : null}
      <button
        type="button"
        aria-label="Close"
        onClick={onClose}
        className={cn(button, "relative px-1.5 text-on-inverse-muted hit-44 hover:text-on-inverse")}
      >
        <X aria-hidden className="size-[15px]" />
      </button>
    </div>
  );
}
