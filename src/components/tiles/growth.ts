import { amountIn, type TileSeries } from "@/lib/tiles";

/** The amounts of each day of a month, added up day by day; after the last one there is nothing to draw. */
export function growthOf({ figures }: TileSeries, currency: string, last: number): number[] {
  const byDay = new Map<number, number>();
  for (const figure of figures) {
    const day = dayOfMonth(figure.value ?? "");
    byDay.set(day, (byDay.get(day) ?? 0) + amountIn(figure, currency));
  }
  let sum = 0;
  return Array.from({ length: last }, (_, place) => {
    sum += byDay.get(place + 1) ?? 0;
    return sum;
  });
}

/** The number of a day (`YYYY-MM-DD`) in its month. */
export const dayOfMonth = (day: string): number => Number(day.slice("YYYY-MM-".length));

/** The number of days of the month that a day is in. */
export function daysInMonth(day: string): number {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The figures up to this day of their month. */
export const untilDay = ({ figures }: TileSeries, day: number) =>
  figures.filter(({ value }) => dayOfMonth(value ?? "") <= day);
