import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface NoticeProps {
  role: "status" | "alert";
  /** Its name for screen readers, if it is a layer. */
  title: string;
  /** Closes a layer whose notice it is. */
  onClose?: (() => void) | undefined;
  children: ReactNode;
}

export const noticeLine = "flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2";

/** A notice in the place of a part of the page. */
export function NoticeLine({ role, children }: NoticeProps) {
  return (
    <div role={role} data-part-notice="" className={cn(noticeLine, "animate-late text-muted")}>
      {children}
    </div>
  );
}

/** Where notices above the page are: at the lower edge of the window, above every layer. */
export const noticeAbove =
  "fixed inset-x-4 bottom-4 z-toast mx-auto w-fit max-w-[560px] animate-late rounded-lg border border-border bg-surface-raised text-text shadow-3";

/** A notice above the page that leaves the focus where it is. */
export function NoticeBar({ role, children }: NoticeProps) {
  return (
    <div role={role} data-part-notice="" className={cn(noticeLine, noticeAbove, "pointer-events-auto")}>
      {children}
    </div>
  );
}
