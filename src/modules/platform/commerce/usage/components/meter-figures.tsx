"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Progress } from "@/components/ui/progress";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { dateFormat } from "@/lib/intl";
import { meterOf } from "@/lib/meters";
import type { MeterUse } from "../client";

/** Each meter with its limit and forecast; a click shows its days below. */
export function MeterFigures({
  meters,
  chosen,
  until,
  onChoose,
}: {
  meters: readonly MeterUse[];
  chosen: string;
  /** The last day of the period. */
  until: string;
  onChoose: (meter: string) => void;
}) {
  return (
    <ul
      aria-label="Meters"
      className="grid shrink-0 hairline-t hairline-b phone:grid-cols-2!"
      style={{ gridTemplateColumns: `repeat(${meters.length}, minmax(0, 1fr))` }}
    >
      {meters.map((use) => (
        <li
          key={use.meter}
          className="min-w-0 hairline-r last:shadow-none phone:even:shadow-[inset_0_-1px_0_var(--border)] phone:odd:shadow-[inset_-1px_-1px_0_var(--border)]"
        >
          <button
            type="button"
            aria-pressed={use.meter === chosen}
            onClick={() => onChoose(use.meter)}
            className={cn(
              "flex h-full w-full flex-col justify-start px-5 py-[11px] text-left hover:bg-surface-hover phone:px-4",
              use.meter === chosen && "shadow-[inset_0_-2px_0_var(--accent)]",
            )}
          >
            <MeterText use={use} until={until} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function MeterText({ use, until }: { use: MeterUse; until: string }) {
  const { locale } = useWorkspace();
  const day = useDayText();
  const words = (value: number) => value.toLocaleString(locale);
  const most = use.limit === null ? "No limit" : `of ${words(use.limit)}`;
  const limit = meterOf(use.meter).aggregation === "max" ? `${most}, busiest day` : most;
  const end = dateFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" });
  const isNear = use.limit !== null && use.used >= use.limit * 0.8;
  return (
    <>
      <span className="block truncate text-muted text-sm">{use.label}</span>
      <span className="my-px block truncate font-semibold text-figure">{words(use.used)}</span>
      {use.limit === null ? (
        <span aria-hidden className="h-1 shrink-0" />
      ) : (
        <Progress
          label={use.label}
          value={use.used}
          max={use.limit}
          forecast={use.forecast ?? undefined}
          text={`${words(use.used)} ${limit}`}
        />
      )}
      <span className="mt-1 block truncate text-muted text-sm">{limit}</span>
      <span className={cn("block truncate text-sm", isNear ? "text-warning" : "text-muted")}>
        {use.reachedOn
          ? `Limit reached ${day(use.reachedOn)}`
          : use.forecast !== null && `${words(use.forecast)} by ${end.format(new Date(until))}`}
      </span>
    </>
  );
}
