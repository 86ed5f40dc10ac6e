import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type Figure = {
  label: string;
  value: ReactNode;
  /** Behind the label: a button that explains the figure. */
  help?: ReactNode;
  /** Under the figure, 12 px: the family's figure, person and time. */
  note?: ReactNode;
};

/** Up to five figures between hairlines; two by two on phones, without the fifth. */
export function FigureRow({ figures, className }: { figures: readonly Figure[]; className?: string | undefined }) {
  return (
    <dl
      className={cn("grid shrink-0 hairline-t hairline-b phone:grid-cols-2!", className)}
      style={{ gridTemplateColumns: `repeat(${figures.length}, minmax(0, 1fr))` }}
    >
      {figures.map((figure) => (
        <div
          key={figure.label}
          className="min-w-0 px-5 py-[11px] hairline-r last:shadow-none phone:px-4 phone:py-2.5 phone:hairline-b phone:last:shadow-[inset_0_-1px_0_var(--border)] phone:even:shadow-[inset_0_-1px_0_var(--border)] phone:nth-[n+5]:hidden"
        >
          <dt className="flex items-center gap-1 text-muted text-sm">
            {figure.label}
            {figure.help}
          </dt>
          <dd
            className="my-px truncate font-semibold text-figure has-data-inline-edit:flex has-data-inline-edit:overflow-visible"
            title={typeof figure.value === "string" ? figure.value : undefined}
          >
            {figure.value}
          </dd>
          {figure.note === undefined ? null : <dd className="break-words text-muted text-sm">{figure.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
