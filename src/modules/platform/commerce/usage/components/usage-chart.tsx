"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useDayText } from "@/components/ui/use-day-text";
import type { UsageDays } from "../client";

const axis = { fontSize: 12, fill: "var(--faint)" };

/** Stacked bars by day, with the forecast outlined after them; a click on a day of the past opens its entries. */
export function UsageChart({ days, onDay }: { days: UsageDays; onDay: (day: string) => void }) {
  const { locale } = useWorkspace();
  const day = useDayText();
  const used = days.days.map((one, place) => ({
    day: one,
    ...Object.fromEntries(days.series.map(({ name, values }) => [name, values[place] ?? 0])),
  }));
  const expected = days.forecast.filter((one) => !days.days.includes(one.day));
  const rows = [...used, ...expected.map((one) => ({ day: one.day, Forecast: one.quantity }))];
  return (
    <div className="h-[220px] min-w-0">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={rows}
          role="img"
          title="Usage by day as stacked bars; the table has the same numbers and opens the entries of a day"
          barCategoryGap={2}
          onClick={({ activeLabel }) => {
            const chosen = days.days.find((one) => one === activeLabel);
            if (chosen) onDay(chosen);
          }}
        >
          <CartesianGrid vertical={false} stroke="var(--border-soft)" />
          <XAxis dataKey="day" tickFormatter={day} tick={axis} tickLine={false} axisLine={false} minTickGap={32} />
          <YAxis
            tickFormatter={(value: number) => value.toLocaleString(locale)}
            tick={axis}
            tickLine={false}
            axisLine={false}
            width={56}
          />
          <Tooltip
            labelFormatter={(label) => day(String(label))}
            cursor={{ fill: "var(--surface-hover)" }}
            contentStyle={{ background: "var(--surface-raised)", border: "1px solid var(--border)", borderRadius: 8 }}
          />
          {days.series.map(({ id, name }, place) => (
            <Bar
              key={id ?? name}
              dataKey={name}
              stackId="use"
              fill={`var(--chart-${place + 1})`}
              isAnimationActive={false}
            />
          ))}
          <Bar
            dataKey="Forecast"
            stackId="use"
            fill="transparent"
            stroke="var(--border-strong)"
            strokeDasharray="2 2"
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
