import { type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

/** The line across the whole page, over the shadow of three rows. */
function EmptyLine() {
  const fade = useId();
  return (
    <svg
      aria-hidden="true"
      width="300"
      height="92"
      viewBox="0 0 300 92"
      fill="none"
      className="mx-auto mb-6 block overflow-visible"
    >
      <defs>
        <linearGradient id={fade} gradientUnits="userSpaceOnUse" x1="-420" x2="720" y1="0" y2="0">
          <stop stopColor="var(--border)" />
          <stop offset=".3" stopColor="var(--border)" />
          <stop offset=".44" stopColor="var(--accent)" />
          <stop offset=".62" stopColor="var(--accent)" />
          <stop offset=".76" stopColor="var(--border)" />
        </linearGradient>
      </defs>
      <path stroke="var(--border)" d="M.5 20.5h299M.5 46.5h299M.5 72.5h299" />
      <g fill="var(--surface-press)">
        <rect x="8" y="4" width="72" height="6" rx="3" />
        <rect x="118" y="4" width="44" height="6" rx="3" />
        <rect x="8" y="30" width="54" height="6" rx="3" />
        <rect x="118" y="30" width="58" height="6" rx="3" />
        <rect x="8" y="56" width="82" height="6" rx="3" />
        <rect x="118" y="56" width="36" height="6" rx="3" />
      </g>
      <path d="M-900 82h1050c60 0 50-68 110-68h940" stroke="var(--surface)" strokeWidth="8" />
      <path d="M-900 82h1050c60 0 50-68 110-68h940" stroke={`url(#${fade})`} strokeWidth="2" />
      <circle cx="150" cy="82" r="4" fill="var(--surface)" stroke="var(--accent)" strokeWidth="2" />
      <circle cx="260" cy="14" r="4" fill="var(--accent)" />
    </svg>
  );
}

export type EmptyStateProps = {
  /** "No opportunities yet" */
  title: string;
  /** The purpose in one sentence. */
  children?: ReactNode;
  /** Import (primary), New, sample data. */
  actions?: ReactNode;
  /** 12 px under the buttons. */
  note?: ReactNode;
  /** Off for small regions, and for a filter without matches. */
  line?: boolean | undefined;
  className?: string | undefined;
};

/** Fills its region and states its purpose. Its parent must be a column that gives it height. */
export function EmptyState({ title, children, actions, note, line = true, className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        "grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] place-items-center overflow-hidden",
        !line && "phone:py-8",
        className,
      )}
    >
      <div className={cn("w-[440px] max-w-[calc(100%-48px)] text-center", line && "-mt-14")}>
        {line ? <EmptyLine /> : null}
        <h2 className="font-semibold text-[15px] leading-5">{title}</h2>
        {children ? <p className="mt-1.5 text-balance text-muted">{children}</p> : null}
        {actions ? <div className="mt-5 flex flex-wrap items-center justify-center gap-2">{actions}</div> : null}
        {note ? <p className="mt-4 text-faint text-sm leading-5">{note}</p> : null}
      </div>
    </div>
  );
}
