import "server-only";
import { type MeterKey, meterOf } from "@/lib/meters";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import type { TenantData } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { monthBefore, monthOf, nextMonth } from "@/server/usage/month";
import { forecastDays } from "../rules";
import type { UsagePart, UsagePeriod } from "../schema";

/** A period of the workspace's calendar: its first and last day, and the last one that can have use. */
export interface Span {
  period: UsagePeriod;
  from: string;
  until: string;
  today: string;
}

const daysShown = 90;

export function spanOf(period: UsagePeriod, now: Date, zone: string): Span {
  const day = localDay(now, zone);
  const month = monthOf(now, zone);
  if (period === "90days") return { period, from: dayLater(day, 1 - daysShown), until: day, today: day };
  const shown = period === "month" ? month : monthBefore(month);
  const until = dayLater(`${nextMonth(shown)}-01`, -1);
  return { period, from: `${shown}-01`, until, today: period === "month" ? day : until };
}

/** The same span with the days before it that a forecast looks at. */
export function withPast(span: Span): Span {
  const past = dayLater(span.today, -forecastDays);
  return past < span.from ? { ...span, from: past } : span;
}

/** Every day of a span up to the last one that can have use. */
export function daysOf({ from, today }: Pick<Span, "from" | "today">): string[] {
  const days: string[] = [];
  for (let day = from; day <= today; day = dayLater(day, 1)) days.push(day);
  return days;
}

/** The usage of one day by one team, member or key. */
export interface DayUse {
  meter: MeterKey;
  day: string;
  memberId: string | null;
  teamId: string | null;
  apiKeyId: string | null;
  quantity: number;
  /** Minor units of USD, exact to eight digits. */
  cost: number;
}

const columns: Readonly<Record<UsagePart, Prisma.Sql>> = {
  team: Prisma.sql`h.team_id`,
  member: Prisma.sql`h.member_id`,
  key: Prisma.sql`h.api_key_id`,
};
const nobody = "00000000-0000-0000-0000-000000000000";

/** Sums by day and meter, apart for each of these parts; sums of the roll-up by hour, and so of the ledger. */
export async function usedByDay(
  { tenant, db }: TenantData,
  meters: readonly MeterKey[],
  { from, today }: Pick<Span, "from" | "today">,
  parts: readonly UsagePart[] = [],
): Promise<DayUse[]> {
  const zone = tenant.timeZone;
  const part = (name: UsagePart) =>
    parts.includes(name) ? Prisma.sql`nullif(${columns[name]}, ${nobody}::uuid)` : Prisma.sql`null::uuid`;
  const rows = await tenantSql<Omit<DayUse, "quantity"> & { quantity: bigint }>(
    tenant.id,
    db,
    Prisma.sql`
      select h.meter, to_char(h.hour at time zone ${zone}, 'YYYY-MM-DD') as day, ${part("member")} as "memberId",
        ${part("team")} as "teamId", ${part("key")} as "apiKeyId",
        sum(h.quantity)::bigint as quantity, sum(h.cost)::float8 as cost
      from usage_hours h
      where h.tenant_id = ${tenant.id}::uuid and h.meter = any(${[...meters]}::text[])
        and h.hour >= ${momentOfDay(from, 0, zone).toISOString()}::timestamptz
        and h.hour < ${momentOfDay(dayLater(today, 1), 0, zone).toISOString()}::timestamptz
      group by 1, 2, 3, 4, 5 order by 1, 2`,
  );
  return rows.map((row) => ({ ...row, quantity: Number(row.quantity) }));
}

/** The quantity that a period counts of a meter: all of it, or its busiest day. */
export function totalOf(meter: MeterKey, byDay: Iterable<number>): number {
  const days = [...byDay];
  return meterOf(meter).aggregation === "max" ? Math.max(0, ...days) : days.reduce((sum, one) => sum + one, 0);
}

/** Quantities by day. */
export function quantitiesByDay(uses: readonly DayUse[]): Map<string, number> {
  const days = new Map<string, number>();
  for (const { day, quantity } of uses) days.set(day, (days.get(day) ?? 0) + quantity);
  return days;
}

/** Estimated cost as money. */
export const dollars = (cost: number) => ({ amount: Math.round(cost), currency: "USD" });
