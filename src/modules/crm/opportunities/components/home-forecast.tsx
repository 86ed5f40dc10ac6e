"use client";

import { type ReactNode, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { FigureLink } from "@/components/tiles/figure-link";
import { TileFrame, type TileLook } from "@/components/tiles/tile-frame";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { dateFormat } from "@/lib/intl";
import { andList } from "@/lib/text";
import {
  addedFigures,
  amountIn,
  monthStart,
  orderedSums,
  type TileFigure,
  type TilePeople,
  type TileSeries,
  wholeOf,
} from "@/lib/tiles";
import { useStages } from "@/modules/crm/pipelines/components/stage-badge";
import { useTile } from "@/trpc/tiles";
import { FigureSum } from "./figure-sum";

const pipelineWords = { one: "pipeline", many: "pipelines" };
/** More names would not be read beside a title. */
const mostNamed = 3;

/** The open opportunities by the month in which they are expected to close, with their weighted value. */
export function ForecastTile({ people }: { people: TilePeople }) {
  const query = useTile("forecast", people);
  const [look, onChange] = useState<TileLook>("chart");
  return (
    <TileFrame title="Forecast by close month" query={query} look={{ value: look, onChange }} aside={<PipelineNames />}>
      {([series]) => (series ? <Months series={series} today={query.data?.today ?? ""} look={look} /> : null)}
    </TileFrame>
  );
}

/** The pipelines whose opportunities are counted together, where there are several. */
function PipelineNames() {
  const { locale } = useListLocale();
  const names = useStages().pipelines.map(({ name }) => name);
  if (names.length < 2) return null;
  const text = names.length > mostNamed ? counted(names.length, pipelineWords, locale) : andList(names);
  return (
    <span title={andList(names)} className="max-w-56 truncate text-muted text-sm">
      {text}
    </span>
  );
}

interface Row {
  label: string;
  figure: TileFigure;
  /** It was expected to close before this month. */
  late: boolean;
}

/** This month and the five after it, and what is before, later and without a date where there is any. */
function rowsOf(series: TileSeries, today: string, locale: string): Row[] {
  const thisYear = today.slice(0, "2026".length);
  const monthName = (later: number): string => {
    const start = monthStart(today, later);
    const year = start.startsWith(thisYear) ? {} : { year: "numeric" as const };
    return dateFormat(locale, { month: "short", timeZone: "UTC", ...year }).format(new Date(start));
  };
  const places = [
    { value: "0", label: `Before ${monthName(0)}` },
    ...[0, 1, 2, 3, 4, 5].map((later) => ({ value: String(later + 1), label: monthName(later) })),
    { value: "7", label: "Later" },
    { value: null, label: "No date" },
  ];
  return places.flatMap(({ value, label }) => {
    const figure = series.figures.find((one) => one.value === value);
    const isMonth = value !== null && value !== "0" && value !== "7";
    if (figure) return [{ label, figure, late: value === "0" }];
    return isMonth
      ? [{ label, figure: addedFigures([], monthConditions(series, today, Number(value))), late: false }]
      : [];
  });
}

/** The conditions of a month without opportunities. */
const monthConditions = (series: TileSeries, today: string, place: number): TileFigure["conditions"] => [
  ...series.conditions,
  { field: "expectedCloseDate", op: "atLeast", value: monthStart(today, place - 1) },
  { field: "expectedCloseDate", op: "before", value: monthStart(today, place) },
];

function Months({ series, today, look }: { series: TileSeries; today: string; look: TileLook }) {
  const at = useListLocale();
  const rows = rowsOf(series, today, at.locale);
  const whole = wholeOf(series);
  const { currency } = orderedSums(whole.sums, at.currency)[0];
  return (
    <div className="px-edge">
      <ul className="mb-2 flex flex-wrap gap-x-8">
        <Key label="Open" color="var(--ramp-2)">
          <FigureSum of={whole} label="Open" className="font-medium" />
        </Key>
        <Key label="Weighted" color="var(--ramp-5)">
          <FigureSum of={whole} label="Weighted" weighted className="font-medium" />
        </Key>
      </ul>
      {look === "table" ? <Table rows={rows} /> : <Bars rows={rows} currency={currency} />}
    </div>
  );
}

function Key({ label, color, children }: { label: string; color: string; children: ReactNode }) {
  return (
    <li>
      <span className="flex items-center gap-1.5 text-muted text-sm">
        <span aria-hidden className="size-2 rounded-xs" style={{ background: color }} />
        {label}
      </span>
      {children}
    </li>
  );
}

/** A bar for each month: the open amount, and over it the weighted one. */
function Bars({ rows, currency }: { rows: readonly Row[]; currency: string }) {
  const most = Math.max(1, ...rows.map(({ figure }) => amountIn(figure, currency)));
  return (
    <ul>
      {rows.map(({ label, figure, late }) => {
        const sum = figure.sums.find((one) => one.currency === currency);
        const share = (amount: number) => `${(100 * Math.max(0, amount)) / most}%`;
        return (
          <li
            key={label}
            className="grid h-8 grid-cols-[76px_minmax(0,1fr)_minmax(84px,auto)] items-center gap-3 phone:h-11"
          >
            <span className={cn("truncate", late && "text-danger")}>{label}</span>
            <span aria-hidden className="relative h-2.5">
              <span
                className={cn("absolute inset-y-0 left-0 rounded-xs", sum && sum.total > 0 && "min-w-0.5")}
                style={{ width: share(sum?.total ?? 0), background: "var(--ramp-2)" }}
              />
              <span
                className="absolute inset-y-0 left-0 rounded-xs"
                style={{ width: share(sum?.weighted ?? 0), background: "var(--ramp-5)" }}
              />
            </span>
            <FigureSum of={figure} label={`Expected to close: ${label}`} className="justify-end" />
          </li>
        );
      })}
    </ul>
  );
}

function Table({ rows }: { rows: readonly Row[] }) {
  const { locale } = useListLocale();
  return (
    <table aria-label="Forecast by close month" className="w-full text-right">
      <thead className="text-faint text-sm">
        <tr className="h-7 hairline-b">
          <th className="text-left font-normal">Month</th>
          <th className="font-normal">Number</th>
          <th className="font-normal">Open</th>
          <th className="font-normal">Weighted</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, figure, late }) => (
          <tr key={label} className="h-8 hairline-b hairline-soft phone:h-11">
            <th className={cn("text-left font-normal", late && "text-danger")}>{label}</th>
            <td>
              <FigureLink entity="opportunity" of={figure}>
                {figure.count.toLocaleString(locale)}
              </FigureLink>
            </td>
            <td>
              <FigureSum of={figure} label={`${label}, open`} />
            </td>
            <td>
              <FigureSum of={figure} label={`${label}, weighted`} weighted className="justify-end" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
