import { cn } from "@/lib/cn";

export type ProgressProps = {
  /** Name of the work, for screen readers: "Rows imported". */
  label: string;
  value: number;
  max: number;
  /** The value in words: "5,588 of 8,927 rows". */
  text?: string | undefined;
  /** Where it will be at the end, in a lighter colour; beyond the most it warns. */
  forecast?: number | undefined;
  /** Marks on the bar, in per cent. */
  ticks?: readonly number[] | undefined;
  /** 2 in the sidebar, 4 elsewhere. */
  size?: 2 | 4 | undefined;
  className?: string | undefined;
};

/** A bar with the exact progress. */
export function Progress({ label, value, max, text, forecast, ticks = [], size = 4, className }: ProgressProps) {
  const shareOf = (part: number) => (max > 0 ? Math.min(100, Math.max(0, (part / max) * 100)) : 0);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuetext={text}
      className={cn("relative overflow-hidden rounded-[2px] bg-surface-press", size === 2 ? "h-0.5" : "h-1", className)}
    >
      {forecast === undefined ? null : (
        <div
          className={cn("absolute inset-y-0 left-0", forecast > max ? "bg-warning-line" : "bg-accent-line")}
          style={{ width: `${shareOf(forecast)}%` }}
        />
      )}
      <div
        className="relative h-full rounded-[2px] bg-accent transition-[width] duration-slow ease-out"
        style={{ width: `${shareOf(value)}%` }}
      />
      {ticks.map((tick) => (
        <span
          key={tick}
          aria-hidden
          className="absolute inset-y-0 w-px -translate-x-px bg-border-strong"
          style={{ left: `${Math.min(tick, 100)}%` }}
        />
      ))}
    </div>
  );
}
