"use client";

import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { FigureLink } from "@/components/tiles/figure-link";
import { dayOfMonth, daysInMonth, growthOf, untilDay } from "@/components/tiles/growth";
import { LazyGrowthChart } from "@/components/tiles/lazy-growth-chart";
import { TileFrame, type TileLook } from "@/components/tiles/tile-frame";
import { counted } from "@/lib/counted";
import { dateFormat } from "@/lib/intl";
import { formatMoney } from "@/lib/money";
import { nouns } from "@/lib/nouns/all";
import {
  addedFigures,
  amountIn,
  monthStart,
  orderedSums,
  type TilePeople,
  type TileSeries,
  wholeOf,
} from "@/lib/tiles";
import { useTile } from "@/trpc/tiles";
import { FigureSum } from "./figure-sum";

/** The opportunities that were won this month, against last month and the same month a year before. */
export function WonTile({ people }: { people: TilePeople }) {
  const query = useTile("won", people);
  const [look, onChange] = useState<TileLook>("chart");
  const today = query.data?.today ?? "";
  return (
    <TileFrame title="Won this month" query={query} look={{ value: look, onChange }}>
      {(series) => <Months series={series} today={today} look={look} />}
    </TileFrame>
  );
}

interface Month {
  label: string;
  color: string;
  dashed: boolean;
  /** Its first day. */
  start: string;
  series: TileSeries;
}

const looks = [
  { later: 0, color: "var(--chart-1)", dashed: false },
  { later: -1, color: "var(--chart-2)", dashed: false },
  { later: -12, color: "var(--chart-3)", dashed: true },
] as const;

function monthsOf(series: readonly TileSeries[], today: string, locale: string): Month[] {
  const year = today.slice(0, "2026".length);
  return looks.flatMap(({ later, ...look }, place) => {
    const one = series[place];
    const start = monthStart(today, later);
    const withYear = start.startsWith(year) ? {} : { year: "numeric" as const };
    const format = dateFormat(locale, { month: "long", timeZone: "UTC", ...withYear });
    return one ? [{ ...look, start, label: format.format(new Date(start)), series: one }] : [];
  });
}

function Months({ series, today, look }: { series: readonly TileSeries[]; today: string; look: TileLook }) {
  const at = useListLocale();
  const months = monthsOf(series, today, at.locale);
  const [current, before] = months;
  if (!current || !before) return null;
  const { currency } = orderedSums(addedFigures(series.map(wholeOf), []).sums, at.currency)[0];
  const lines = months.map(({ series: one, start, ...line }) => {
    const last = Math.max(0, ...one.figures.map(({ value }) => dayOfMonth(value ?? "")));
    const end = start === current.start ? Math.max(dayOfMonth(today), last) : daysInMonth(start);
    return { ...line, points: growthOf(one, currency, end) };
  });
  const says = months.map(
    (month) => `${month.label} ${formatMoney(amountIn(wholeOf(month.series), currency), currency, at)}`,
  );
  return (
    <div className="px-edge">
      <Headline current={current} before={before} currency={currency} today={today} />
      <ul className="mt-2 mb-3 flex flex-wrap gap-x-6 gap-y-2">
        {months.map((month) => (
          <MonthKey key={month.start} month={month} />
        ))}
      </ul>
      {look === "table" ? (
        <DaysTable months={months} />
      ) : (
        <LazyGrowthChart label={`Won by day, added up: ${says.join(", ")}`} currency={currency} lines={lines} />
      )}
    </div>
  );
}

interface HeadlineProps {
  current: Month;
  before: Month;
  currency: string;
  today: string;
}

/** The sum of this month, and how it compares with last month until the same day. */
function Headline({ current, before, currency, today }: HeadlineProps) {
  const at = useListLocale();
  const day = Math.min(dayOfMonth(today), daysInMonth(before.start));
  const sameDay = `${before.start.slice(0, "2026-11-".length)}${String(day).padStart(2, "0")}`;
  const until = addedFigures(untilDay(before.series, day), [
    ...before.series.conditions,
    { field: "actualCloseDate", op: "atMost", value: sameDay },
  ]);
  const now = wholeOf(current.series);
  const more = amountIn(now, currency) - amountIn(until, currency);
  const by = dateFormat(at.locale, { month: "long", day: "numeric", timeZone: "UTC" }).format(new Date(sameDay));
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <FigureSum of={now} label={`Won in ${current.label}`} className="font-semibold text-[18px] leading-6" />
      <FigureLink entity="opportunity" of={until} className="text-muted text-sm">
        {more === 0
          ? `As much as by ${by}`
          : `${formatMoney(Math.abs(more), currency, at)} ${more > 0 ? "more" : "less"} than by ${by}`}
      </FigureLink>
    </p>
  );
}

/** The line of a month in the chart, with its sum. */
function MonthKey({ month: { label, color, dashed, series } }: { month: Month }) {
  const { locale } = useListLocale();
  const whole = wholeOf(series);
  return (
    <li>
      <span className="flex items-center gap-1.5 text-muted text-sm">
        <span
          aria-hidden
          className="w-4 border-t-2"
          style={{ borderColor: color, borderStyle: dashed ? "dashed" : "solid" }}
        />
        {label}
        <span className="text-faint">{whole.count.toLocaleString(locale)}</span>
      </span>
      <FigureSum
        of={whole}
        label={`Won in ${label}, ${counted(whole.count, nouns.opportunity, locale)}`}
        className="font-medium"
      />
    </li>
  );
}

/** The amounts of each day of the months; days on which nothing was won are left out. */
function DaysTable({ months }: { months: readonly Month[] }) {
  const figures = months.map(
    ({ series }) => new Map(series.figures.map((figure) => [dayOfMonth(figure.value ?? ""), figure])),
  );
  const days = [...new Set(figures.flatMap((month) => [...month.keys()]))].sort((a, b) => a - b);
  if (days.length === 0) return <p className="py-2 text-muted">Nothing was won in these months.</p>;
  return (
    <table aria-label="Won by day" className="w-full table-fixed text-right">
      <thead className="text-faint text-sm">
        <tr className="h-7 hairline-b">
          <th className="w-12 text-left font-normal">Day</th>
          {months.map(({ label, start }) => (
            <th key={start} className="font-normal">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day} className="h-7 hairline-b hairline-soft phone:h-11">
            <th className="text-left font-normal">{day}</th>
            {figures.map((month, place) => {
              const figure = month.get(day);
              const label = months[place]?.label ?? "";
              return (
                <td key={label}>
                  {figure ? <FigureSum of={figure} label={`${label} ${day}`} /> : <span className="text-faint">–</span>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
