import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type FilterBarProps = {
  /** Chips and the Filter button. */
  children: ReactNode;
  /** Group, Sort, Columns as ghost buttons (`BarChoice` inside). Not on phones. */
  right?: ReactNode;
  className?: string | undefined;
};

/** 40 high (48 on phones, where the chips scroll sideways) on a hairline. */
export function FilterBar({ children, right, className }: FilterBarProps) {
  return (
    <div
      className={cn(
        "flex min-h-bar shrink-0 items-center gap-1.5 pr-2.5 pl-5 hairline-b phone:min-h-12 phone:overflow-x-auto phone:px-4 phone:no-scrollbar",
        className,
      )}
    >
      <div className="flex min-w-0 flex-wrap items-center gap-1.5 py-1.5 phone:flex-nowrap phone:gap-2">{children}</div>
      {right ? (
        <div className="ml-auto flex h-bar shrink-0 items-center gap-1.5 self-start phone:hidden">{right}</div>
      ) : null}
    </div>
  );
}

/** The words of a ghost button with its present value: "Sort: Close date". */
export function BarChoice({ label, value }: { label: string; value?: string | undefined }) {
  return value === undefined ? (
    label
  ) : (
    <>
      {`${label}:`}
      <span className="text-text">{value}</span>
    </>
  );
}
