import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** Details of a record: rows of 30 (44 on phones), label 104. Tab goes from one inline edit to the next. */
export function DescriptionList({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return (
    <dl data-inline-edits="" className={cn("flex flex-col", className)}>
      {children}
    </dl>
  );
}

export type DescriptionRowProps = {
  label: string;
  /** Text, or an `InlineEdit`. */
  children: ReactNode;
  /** Text of several lines: the label is above it. */
  stacked?: boolean | undefined;
  /** The field of a record that it shows, for its history. */
  field?: string | undefined;
};

export function DescriptionRow({ label, children, stacked, field }: DescriptionRowProps) {
  return (
    <div
      data-field={field}
      className={cn(
        "grid min-h-[30px] shrink-0 items-center gap-x-2 px-edge phone:min-h-11",
        stacked ? "grid-cols-1" : "grid-cols-[104px_minmax(0,1fr)]",
      )}
    >
      <dt
        className={cn(
          "truncate text-muted leading-[30px]",
          stacked || "self-start phone:leading-11",
          field && "phone:select-none",
        )}
      >
        {label}
      </dt>
      <dd className="relative flex min-w-0 items-center gap-[7px] self-stretch">{children}</dd>
    </div>
  );
}

/** Head of a section: 36 high, 600, count, controls on the right; sections are separated by a hairline. */
export function SectionHead({
  title,
  count,
  action,
  line,
  className,
}: {
  title: ReactNode;
  count?: ReactNode;
  action?: ReactNode;
  /** A hairline above, for every section but the first. */
  line?: boolean | undefined;
  className?: string | undefined;
}) {
  return (
    <div className={cn("flex h-9 shrink-0 items-center gap-2 px-edge", line && "hairline-t", className)}>
      <h2 className="truncate font-semibold">{title}</h2>
      {count === undefined ? null : <span className="text-faint">{count}</span>}
      {action ? <div className="ml-auto flex items-center gap-1">{action}</div> : null}
    </div>
  );
}
