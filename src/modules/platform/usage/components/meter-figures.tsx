"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Progress } from "@/components/ui/progress";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import type { MeterUse } from "../client";

/** Each meter with its limit and forecast; a click shows its days below. */
export function MeterFigures({
  meters,
  chosen,
  onChoose,
}: {
  meters: readonly MeterUse[];
  chosen: string;
  onChoose: (meter: string) => void;
}) {
  return (
    <ul
      aria-label="Meters"
      className="grid shrink-0 hairline-t hairline-b phone:grid-cols-2!"
      style={{ gridTemplateColumns: `repeat(${meters.length}, minmax(0, 1fr))` }}
    >
      {meters.map((use) => (
        <li key={use.meter} className="min-w-0 hairline-r last:shadow-none">
          <button
            type="button"
            aria-pressed={use.meter === chosen}
            onClick={() => onChoose(use.meter)}
            className={cn(
              "block w-full px-5 py-[11px] text-left hover:bg-surface-hover phone:px-4",
              use.meter === chosen && "shadow-[inset_0_-2px_0_var(--accent)]",
            )}
          >
            <MeterText use={use} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function MeterText({ use }: { use: MeterUse }) {
  const { locale } = useWorkspace();
  const day = useDayText();
  const words = (value: number) => value.toLocaleString(locale);
  const limit = use.limit === null ? "No limit" : `of ${words(use.limit)}`;
  const isNear = use.limit !== null && use.used >= use.limit * 0.8;
  return (
    <>
      <span className="block truncate text-muted text-sm">{use.label}</span>
      <span className="my-px block truncate font-semibold text-figure">{words(use.used)}</span>
      {use.limit === null ? null : (
        <Progress label={use.label} value={use.used} max={use.limit} text={`${words(use.used)} ${limit}`} />
      )}
      <span className="mt-1 block truncate text-muted text-sm">{limit}</span>
      <span className={cn("block truncate text-sm", isNear ? "text-warning" : "text-muted")}>
        {use.reachedOn
          ? `Limit reached ${day(use.reachedOn)}`
          : use.forecast !== null && `${words(use.forecast)} by the end of the month`}
      </span>
    </>
  );
}
