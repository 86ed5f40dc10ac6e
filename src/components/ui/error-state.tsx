"use client";

import { Copy, RefreshCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Button } from "./button";
import { copyText } from "./copy-text";

export type ErrorStateProps = {
  /** "The opportunities could not be loaded" */
  title: string;
  /** The reason, and what was kept. */
  children: ReactNode;
  onRetry?: (() => void) | undefined;
  /** A retry is running. */
  busy?: boolean | undefined;
  /** The request's id, in mono, for support. */
  reference?: string | undefined;
  /** The time of the failure, formatted. */
  time?: string | undefined;
  tries?: number | undefined;
  className?: string | undefined;
};

/** Shown in place of the failed part; the rest of the page works. */
export function ErrorState(props: ErrorStateProps) {
  const { title, children, onRetry, busy, reference, time, tries, className } = props;
  const refused = `Your browser does not allow copying. The reference is ${reference}.`;
  return (
    <div
      role="alert"
      className={cn("grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] place-items-center overflow-hidden", className)}
    >
      <div className="-mt-18 flex w-[448px] max-w-[calc(100%-48px)] items-start gap-2.5">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 text-danger" />
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{title}</h2>
          <p className="mt-1 text-muted">{children}</p>
          {onRetry || reference ? (
            <div className="mt-4 flex flex-wrap gap-2">
              {onRetry ? (
                <Button variant="primary" icon={<RefreshCw aria-hidden />} busy={busy} onClick={onRetry}>
                  Try again
                </Button>
              ) : null}
              {reference ? (
                <Button
                  icon={<Copy aria-hidden />}
                  onClick={() => void copyText(reference, "Reference copied", refused)}
                >
                  Copy reference
                </Button>
              ) : null}
            </div>
          ) : null}
          {reference || time || tries ? (
            <p className="mt-4 flex flex-wrap gap-x-3 text-faint text-sm leading-5">
              {reference ? <span className="mono">{reference}</span> : null}
              {time ? <span>{time}</span> : null}
              {tries && tries > 1 ? <span>{`Tried ${tries} times`}</span> : null}
            </p>
          ) : null}
        </div>
      </div>
    </div>
  );
}
