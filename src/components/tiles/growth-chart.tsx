"use client";

import { CartesianGrid, Line, LineChart, ReferenceDot, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useListLocale } from "@/components/data-table/list-locale";
import { numberFormat } from "@/lib/intl";
import { formatMoneyRounded, minorDigits } from "@/lib/money";

export interface GrowthLine {
  label: string;
  color: string;
  dashed?: boolean;
  /** The sum at the end of each day of the month, in minor units. */
  points: readonly number[];
}

export interface GrowthChartProps {
  /** The chart in words. */
  label: string;
  currency: string;
  lines: readonly GrowthLine[];
}

const axis = { fontSize: 12, fill: "var(--faint)" };
/** The days that the axis names. */
const ticks = [1, 8, 15, 22, 29];

/** Sums that grow by the days of a month, a line for each month; arrow keys go from day to day. */
export function GrowthChart({ label, currency, lines }: GrowthChartProps) {
  const at = useListLocale();
  const days = Math.max(...lines.map(({ points }) => points.length));
  const rows = Array.from({ length: days }, (_, place) => ({
    day: place + 1,
    ...Object.fromEntries(lines.map((line) => [line.label, line.points[place]])),
  }));
  const short = (minor: number) =>
    numberFormat(at.locale, { notation: "compact", style: "currency", currency }).format(
      minor / 10 ** minorDigits(currency),
    );
  // Where nothing was won the axis would count in cents.
  const isEmpty = lines.every(({ points }) => points.every((sum) => sum === 0));
  const scale = isEmpty ? { domain: [0, 4 * 10 ** minorDigits(currency)] } : {};
  const [first] = lines;
  const last = first?.points.at(-1);
  return (
    <div className="h-[200px] min-w-0">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={rows} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} role="img" title={label}>
          <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
          <XAxis dataKey="day" ticks={ticks} interval={0} tick={axis} tickLine={false} axisLine={false} />
          <YAxis tickFormatter={short} tick={axis} tickLine={false} axisLine={false} width={56} {...scale} />
          <Tooltip
            labelFormatter={(day) => `Day ${day}`}
            formatter={(value) => formatMoneyRounded(Number(value), currency, at)}
            cursor={{ stroke: "var(--border-strong)" }}
            contentStyle={{
              background: "var(--surface-raised)",
              border: "1px solid var(--border)",
              borderRadius: 8,
              fontSize: 12,
            }}
          />
          {lines.toReversed().map((line) => (
            <Line
              key={line.label}
              dataKey={line.label}
              stroke={line.color}
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
              {...(line.dashed ? { strokeDasharray: "4 4" } : {})}
            />
          ))}
          {first && last !== undefined ? (
            <ReferenceDot
              x={first.points.length}
              y={last}
              r={4}
              fill="var(--surface)"
              stroke={first.color}
              strokeWidth={2}
            />
          ) : null}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
