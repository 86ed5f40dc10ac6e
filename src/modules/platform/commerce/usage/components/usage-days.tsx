"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useDayText } from "@/components/ui/use-day-text";
import { useApi } from "@/trpc/react";
import type { MeterUse, UsageDays, UsageDrill } from "../client";
import type { UsagePeriod } from "../schema";

/** Only this page carries the library of charts. */
const UsageChart = dynamic(() => import("./usage-chart").then((part) => part.UsageChart), {
  ssr: false,
  loading: () => <Skeleton className="h-[220px] w-full" />,
});

/** The days of a meter, divided by teams: as stacked bars, or as a table. */
export function UsageDaysSection({
  meter,
  period,
  onDrill,
}: {
  meter: MeterUse;
  period: UsagePeriod;
  onDrill: (drill: UsageDrill) => void;
}) {
  const api = useApi();
  const [asTable, setAsTable] = useState(false);
  const dayText = useDayText();
  const onDay = (day: string) => onDrill({ title: `${meter.label}: ${dayText(day)}`, meter: meter.meter, period, day });
  const query = useQuery(api.usage.byDay.queryOptions({ meter: meter.meter, period, by: "team" }));
  return (
    <section aria-label={`${meter.label} by day`} className="px-edge py-3">
      <div className="flex items-center justify-between">
        <h2 className="font-semibold">{meter.label} by day</h2>
        <Button size="sm" variant="ghost" onClick={() => setAsTable(!asTable)}>
          {asTable ? "Show as chart" : "Show as table"}
        </Button>
      </div>
      {query.error && !query.data ? <LineFailed title="The days could not be loaded." query={query} /> : null}
      {query.isPending ? <Skeleton className="mt-3 h-[220px] w-full" /> : null}
      {query.data ? <Days days={query.data} asTable={asTable} onDay={onDay} /> : null}
    </section>
  );
}

interface DaysProps {
  days: UsageDays;
  /** Opens the entries of a day. */
  onDay: (day: string) => void;
}

function Days({ days, asTable, onDay }: DaysProps & { asTable: boolean }) {
  const { locale } = useWorkspace();
  if (days.series.length === 0) return <p className="py-8 text-center text-muted">Nothing was used in this period.</p>;
  if (asTable || days.series.length > 6) return <DaysTable days={days} onDay={onDay} />;
  const expected = days.forecast.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <div className="mt-3 grid grid-cols-[minmax(0,1fr)_180px] gap-4 phone:grid-cols-[minmax(0,1fr)]">
      <UsageChart days={days} onDay={onDay} />
      <ul className="flex flex-col gap-1.5 self-start text-sm">
        {days.series.toReversed().map(({ id, name, total }) => (
          <li key={id ?? name} className="flex items-center gap-2">
            <span
              aria-hidden
              className="size-2 shrink-0 rounded-sm"
              style={{ background: `var(--chart-${days.series.findIndex((one) => one.name === name) + 1})` }}
            />
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <span>{total.toLocaleString(locale)}</span>
          </li>
        ))}
        {expected === 0 ? null : (
          <li className="flex items-center gap-2 text-muted">
            <span aria-hidden className="size-2 shrink-0 rounded-sm border border-border-strong border-dashed" />
            <span className="min-w-0 flex-1 truncate">Forecast</span>
            <span>{expected.toLocaleString(locale)}</span>
          </li>
        )}
      </ul>
    </div>
  );
}

function DaysTable({ days, onDay }: DaysProps) {
  const { locale } = useWorkspace();
  const day = useDayText();
  return (
    <div className="mt-2">
      <table aria-label="Usage by day" className="w-full table-fixed text-right phone:text-sm">
        <thead className="text-faint text-sm">
          <tr>
            <th className="py-1.5 text-left font-normal">Day</th>
            {days.series.map(({ id, name }) => (
              <th key={id ?? name} className="px-2 py-1.5 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.days.toReversed().map((one) => (
            <tr key={one} className="border-border-soft border-t">
              <th className="py-1.5 text-left font-normal">
                <button
                  type="button"
                  className="relative rounded-sm hit-44 hover:underline"
                  aria-label={`${day(one)}: show the entries`}
                  onClick={() => onDay(one)}
                >
                  {day(one)}
                </button>
              </th>
              {days.series.map(({ id, name, values }) => (
                <td key={id ?? name} className="px-2 py-1.5">
                  {(values[days.days.indexOf(one)] ?? 0).toLocaleString(locale)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
