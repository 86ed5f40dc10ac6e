import "server-only";
import { groupBy } from "@/lib/group-by";
import { type MeterKey, meterKeys, meterOf } from "@/lib/meters";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { monthOf } from "@/server/usage/month";
import { expectedDays, forecastOf } from "../rules";
import {
  type MeterUse,
  type UsagePart,
  usageByDay,
  usageByDayInput,
  usageInput,
  usageSummary,
  usageTable,
  usageTableInput,
} from "../schema";
import { type DayUse, daysOf, dollars, quantitiesByDay, type Span, spanOf, totalOf, usedByDay, withPast } from "./days";
import { namesOf, type ResolveReference } from "./names";

const shared = { kind: "query", permission: "usage:view" } as const;

const within = (uses: readonly DayUse[], { from, today }: Span) =>
  uses.filter(({ day }) => day >= from && day <= today);

export const getUsage = platform.operation({
  ...shared,
  input: usageInput,
  output: usageSummary,
  rest: { method: "GET", path: "/usage" },
  describe:
    "Usage by meter in this month, the last month or the last 90 days, with the plan's limits, the forecast to the end of this month and estimated costs.",
  async run(ctx, { period = "month" }) {
    const now = new Date();
    const span = spanOf(period, now, ctx.tenant.timeZone);
    const uses = await usedByDay(ctx, meterKeys, period === "month" ? withPast(span) : span);
    const rows = await ctx.db.usagePeriod.findMany({
      where: { month: monthOf(now, ctx.tenant.timeZone), meter: { in: [...meterKeys] } },
      select: { meter: true, reserved: true },
    });
    const reserved = new Map(rows.map((row) => [row.meter, Number(row.reserved)]));
    const meters = meterKeys.map((meter) => useOf(ctx, meter, span, uses, reserved.get(meter) ?? 0));
    return { period, from: span.from, until: span.until, today: span.today, meters };
  },
});

function useOf(ctx: Ctx, meter: MeterKey, span: Span, all: readonly DayUse[], reserved: number): MeterUse {
  const { label, limit: key, aggregation } = meterOf(meter);
  const mine = all.filter((use) => use.meter === meter);
  const theirs = within(mine, span);
  const used = totalOf(meter, quantitiesByDay(theirs).values());
  const isMonth = span.period === "month";
  const limit = key === null || span.period === "90days" ? null : ctx.entitlements.limit(key);
  const forecast =
    isMonth && aggregation === "sum" ? forecastOf({ ...span, daily: quantitiesByDay(mine), limit }) : null;
  return {
    ...{ meter, label, used, limit },
    reserved: isMonth ? reserved : 0,
    forecast: forecast && Math.round(forecast.total),
    reachedOn: forecast?.reachedOn ?? null,
    cost: dollars(theirs.reduce((sum, { cost }) => sum + cost, 0)),
  };
}

const idOf: Readonly<Record<UsagePart, (use: DayUse) => string | null>> = {
  team: ({ teamId }) => teamId,
  member: ({ memberId }) => memberId,
  key: ({ apiKeyId }) => apiKeyId,
};

/** A chart with more layers cannot be read: all smaller ones are one layer. */
const mostSeries = 8;

export const getUsageByDay = platform.operation({
  ...shared,
  input: usageByDayInput,
  output: usageByDay,
  rest: { method: "GET", path: "/usage/days" },
  describe:
    "Usage of a meter by day, divided by team, member or API key: the eight largest and all others together, with the forecast for the remaining days of this month.",
  async run(ctx, { period = "month", meter, by = "team" }) {
    const span = spanOf(period, new Date(), ctx.tenant.timeZone);
    const isMonth = period === "month";
    const all = await usedByDay(ctx, [meter], isMonth ? withPast(span) : span, [by]);
    const days = daysOf(span);
    const groups = groupBy(within(all, span), (use) => idOf[by](use) ?? "");
    const toReference = await namesOf(
      ctx,
      by,
      [...groups.keys()].map((id) => id || null),
    );
    const valuesOf = (uses: readonly DayUse[]) => {
      const quantities = quantitiesByDay(uses);
      return days.map((day) => quantities.get(day) ?? 0);
    };
    const series = [...groups]
      .map(([id, uses]) => ({ ...toReference(id || null), values: valuesOf(uses), uses }))
      .map((one) => ({ ...one, total: totalOf(meter, one.values) }))
      .sort((a, b) => b.total - a.total || a.name.localeCompare(b.name));
    const rest = series.slice(mostSeries);
    const shown = series.slice(0, mostSeries).map(({ uses: _uses, ...one }) => one);
    if (rest.length > 0) {
      const values = valuesOf(rest.flatMap(({ uses }) => uses));
      shown.push({ id: null, name: "All others", values, total: totalOf(meter, values) });
    }
    const forecast = isMonth ? expectedDays({ ...span, daily: quantitiesByDay(all) }) : [];
    return {
      ...{ period, from: span.from, until: span.until, meter, days, series: shown },
      forecast: forecast.map(({ day, quantity }) => ({ day, quantity: Math.round(quantity) })),
    };
  },
});

/** Usage by meter, and its cost. */
function together(uses: readonly DayUse[]) {
  const byMeter = groupBy(uses, ({ meter }) => meter);
  const used = [...byMeter].map(([meter, theirs]) => [meter, totalOf(meter, quantitiesByDay(theirs).values())]);
  return {
    used: Object.fromEntries(used) as Partial<Record<MeterKey, number>>,
    cost: dollars(uses.reduce((sum, { cost }) => sum + cost, 0)),
  };
}

/** A line of the table, and what selects its entries: nothing where the name is hidden. */
function lineOf(toReference: ResolveReference, id: string) {
  const reference = toReference(id || null);
  return { ...reference, of: id === "" ? ("none" as const) : reference.id };
}

export const getUsageTable = platform.operation({
  ...shared,
  input: usageTableInput,
  output: usageTable,
  rest: { method: "GET", path: "/usage/table" },
  describe: "Usage of all meters by each team with its members, each member, or each API key.",
  async run(ctx, { period = "month", by = "team" }) {
    const span = spanOf(period, new Date(), ctx.tenant.timeZone);
    const uses = await usedByDay(ctx, meterKeys, span, by === "team" ? ["team", "member"] : [by]);
    const groups = groupBy(uses, (use) => idOf[by](use) ?? "");
    const toReference = await namesOf(
      ctx,
      by,
      [...groups.keys()].map((id) => id || null),
    );
    const people = await namesOf(
      ctx,
      "member",
      uses.map(({ memberId }) => memberId),
    );
    const rows = [...groups].map(([id, theirs]) => {
      const row = { ...lineOf(toReference, id), ...together(theirs) };
      if (by !== "team") return row;
      const members = [...groupBy(theirs, ({ memberId }) => memberId ?? "")].map(([one, own]) => ({
        ...lineOf(people, one),
        ...together(own),
      }));
      return { ...row, members: members.sort((a, b) => b.cost.amount - a.cost.amount || a.name.localeCompare(b.name)) };
    });
    rows.sort((a, b) => b.cost.amount - a.cost.amount || a.name.localeCompare(b.name));
    const { used, cost } = together(uses);
    return { period, from: span.from, until: span.until, rows, together: used, cost };
  },
});
