import { cn } from "@/lib/cn";

export type ProgressProps = {
  /** Name of the work, for screen readers: "Rows imported". */
  label: string;
  value: number;
  max: number;
  /** The value in words: "5,588 of 8,927 rows". */
  text?: string | undefined;
  /** 2 in the sidebar, 4 elsewhere. */
  size?: 2 | 4 | undefined;
  className?: string | undefined;
};

/** A bar with the exact progress. */
export function Progress({ label, value, max, text, size = 4, className }: ProgressProps) {
  const share = max > 0 ? Math.min(100, Math.max(0, (value / max) * 100)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuetext={text}
      className={cn("overflow-hidden rounded-[2px] bg-surface-press", size === 2 ? "h-0.5" : "h-1", className)}
    >
      <div
        className="h-full rounded-[2px] bg-accent transition-[width] duration-slow ease-out"
        style={{ width: `${share}%` }}
      />
    </div>
  );
}
