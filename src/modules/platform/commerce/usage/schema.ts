import { z } from "zod";
import { type MeterKey, meterKeys } from "@/lib/meters";
import { day, id, instant, integer, money, reference } from "@/lib/zod";

/** This calendar month, the one before, or the last 90 days with today. */
export const usagePeriods = ["month", "lastMonth", "90days"] as const;
export const usagePeriod = z.enum(usagePeriods).meta({ id: "UsagePeriod" });
export type UsagePeriod = z.infer<typeof usagePeriod>;
export const meterKey = z.enum(meterKeys as [MeterKey, ...MeterKey[]]).meta({ id: "Meter" });

export const usageInput = z.object({ period: usagePeriod.optional() });

const span = { period: usagePeriod, from: day, until: day };

export const meterUse = z
  .object({
    meter: meterKey,
    label: z.string(),
    used: z.int(),
    /** Held by work that is under way. */
    reserved: z.int(),
    /** Null: the plan has no limit. */
    limit: z.int().nullable(),
    /** At the end of this month, if the next days are as the same weekdays were; null for other periods. */
    forecast: z.int().nullable(),
    /** The day on which the limit is reached, so far or by the forecast. */
    reachedOn: day.nullable(),
    cost: money,
  })
  .meta({ id: "MeterUse" });
export type MeterUse = z.infer<typeof meterUse>;
/** `until` is the last day of the period, `today` the last one that has use. */
export const usageSummary = z.object({ ...span, today: day, meters: z.array(meterUse) });

/** Whether the usage of a day is divided by team, member or key. */
export const usageParts = z.enum(["team", "member", "key"]);
export type UsagePart = z.infer<typeof usageParts>;

export const usageByDayInput = z.object({ period: usagePeriod.optional(), meter: meterKey, by: usageParts.optional() });
/**
 * One layer of the chart; `id` is null for usage without a team, member or key, and for all smaller layers together.
 */
export const usageSeries = z.object({
  id: id.nullable(),
  name: z.string(),
  total: z.int(),
  values: z.array(z.int()),
});
export const usageByDay = z.object({
  ...span,
  meter: meterKey,
  days: z.array(day),
  series: z.array(usageSeries),
  /** Of the days of this month that are left, with the rest of today first. */
  forecast: z.array(z.object({ day, quantity: z.int() })),
});

export const usageTableInput = z.object({ period: usagePeriod.optional(), by: usageParts.optional() });
const quantities = z.partialRecord(meterKey, z.int());
/** Selects the usage of a team, member or key by its id; "none" selects usage without one. */
export const usageOf = z.union([id, z.literal("none")]);
/** `of` selects the entries of the line; null where the reader may not see whose they are. */
const usageLine = { id: id.nullable(), of: usageOf.nullable(), name: z.string(), used: quantities, cost: money };
/** The usage of a team (with its members), member or key, by meter. */
export const usageRow = z.object({ ...usageLine, members: z.array(z.object(usageLine)).optional() });
export const usageTable = z.object({ ...span, rows: z.array(usageRow), together: quantities, cost: money });

export const usageEventsInput = z.object({
  period: usagePeriod.optional(),
  meter: meterKey,
  day: day.optional(),
  memberId: usageOf.optional(),
  teamId: usageOf.optional(),
  apiKeyId: usageOf.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).optional(),
});
export const usageEvent = z
  .object({
    id,
    meter: meterKey,
    quantity: integer,
    at: instant,
    source: z.string(),
    member: reference.nullable(),
    team: reference.nullable(),
    key: reference.nullable(),
  })
  .meta({ id: "UsageEvent" });
export const usageEventPage = z.object({ rows: z.array(usageEvent), nextCursor: z.string().nullable() });

/** A file of the use by day, member, team and key. */
export const usageFile = z.object({ name: z.string(), content: z.string() });

/** People were notified that a limit or a budget is nearly used up. */
export const usageAlert = z
  .object({
    id,
    kind: z.enum(["limit", "budget"]),
    /** "API calls", or whose budget it is. */
    of: z.string(),
    budgetId: id.nullable(),
    threshold: z.int(),
    /** "2026-11" */
    month: z.string(),
    at: instant,
    told: z.array(reference),
  })
  .meta({ id: "UsageAlert" });
export const usageAlerts = z.array(usageAlert);
