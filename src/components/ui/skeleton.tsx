import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** A bar 8 high in place of a text; `className` gives the width (`w-32`) or another form. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <span aria-hidden className={cn("block h-2 shrink-0 rounded-sm bg-surface-press", className)} />;
}

/** The bars of a loading region: after 120 ms, pulsing, fading out below. */
export function SkeletonRegion({
  label,
  fade = true,
  className,
  children,
}: {
  /** The loading region for screen readers: "Opportunities are loading". */
  label: string;
  fade?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div role="status" aria-busy="true" className={cn("animate-late", className)}>
      <span className="sr-only">{label}</span>
      <div className={cn("animate-skeleton", fade && "mask-[linear-gradient(black_40%,transparent)]")}>{children}</div>
    </div>
  );
}

/** The rows of a table while they load; `lines` are 44 high. */
export function TableLoading({ label, look = "table" }: { label: string; look?: "table" | "lines" | undefined }) {
  const isLines = look === "lines";
  return (
    <SkeletonRegion label={label} className={isLines ? "hairline-t" : undefined}>
      {[36, 28, 40, 32].map((width) => (
        <div
          key={width}
          className={cn("flex items-center gap-3 px-edge hairline-b hairline-soft", isLines ? "h-11" : "h-row")}
        >
          <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
          <Skeleton className="ml-auto w-24" />
        </div>
      ))}
    </SkeletonRegion>
  );
}
