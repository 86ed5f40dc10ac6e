import "server-only";
import { subMonths, subYears } from "date-fns";
import { type MeterKey, meterKeys, meterOf } from "@/lib/meters";
import { localDay, momentOfDay } from "@/lib/working-time";
import type { Ctx, TenantData } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { log } from "@/server/log";

const dayMs = 86_400_000;
/** Stripe accepts usage of the past 35 days; an hour of margin for the way there. */
const takenMs = 35 * dayMs - 3_600_000;
/** Hours that are looked at, also to say which of them came too late. */
const seenDays = 60;
/** Minutes after an hour in which its last usage is still written. */
export const settleMs = 5 * 60_000;

const timestamp = (at: Date) => Prisma.sql`${at.toISOString()}::timestamptz`;
const ofKind = (kind: "sum" | "max"): MeterKey[] => meterKeys.filter((key) => meterOf(key).aggregation === kind);

/**
 * Notes for each closed hour the usage that was not reported to Stripe yet. The notes are the cursor: an hour whose
 * usage is noted gets no second note, and usage that arrives later gets a part of its own. Processes that note at once
 * write in one order: otherwise each would wait for a row of the other.
 */
export async function planUse(ctx: Ctx, now: Date): Promise<void> {
  const from = new Date(now.getTime() - seenDays * dayMs);
  // The last hour that begins before this ends is closed.
  const until = new Date(now.getTime() - settleMs - 3_600_000);
  await forgetSendings(ctx, new Date(from.getTime() - 10 * dayMs));
  await warnOfUnknown(ctx, from);
  await planSums(ctx, from, until);
  await planMost(ctx, from, until);
  await skipOld(ctx, new Date(now.getTime() - takenMs));
}

async function planSums({ tenant, db }: TenantData, from: Date, until: Date): Promise<void> {
  await tenantSql(
    tenant.id,
    db,
    Prisma.sql`
      with hours as (
        select meter, hour, sum(quantity)::bigint as total from usage_hours
        where tenant_id = ${tenant.id}::uuid and meter = any(${ofKind("sum")}::text[])
          and hour >= ${timestamp(from)} and hour <= ${timestamp(until)}
        group by meter, hour
      ),
      noted as (
        select meter, hour, max(part) as part, sum(quantity)::bigint as total from usage_sendings
        where tenant_id = ${tenant.id}::uuid and hour >= ${timestamp(from)}
        group by meter, hour
      )
      insert into usage_sendings (tenant_id, meter, hour, part, quantity)
      select ${tenant.id}::uuid, h.meter, h.hour, coalesce(n.part, 0) + 1, h.total - coalesce(n.total, 0)
      from hours h left join noted n on n.meter = h.meter and n.hour = h.hour
      where h.total > coalesce(n.total, 0)
      order by h.meter, h.hour
      on conflict do nothing returning 1 as noted`,
  );
}

/** The value after an hour is that of the busiest day of the paid period so far: Stripe's meter keeps the last value. */
async function planMost({ tenant, db }: TenantData, from: Date, until: Date): Promise<void> {
  const row = await db.subscription.findFirst({ select: { periodStart: true, interval: true } });
  const starts = startsOf(row, from, until, tenant.timeZone).map((at) => at.toISOString());
  await tenantSql(
    tenant.id,
    db,
    Prisma.sql`
      with hours as (
        select h.meter, h.hour, sum(h.quantity)::bigint as total, (h.hour at time zone ${tenant.timeZone})::date as day,
               (select max(s) from unnest(${starts}::timestamptz[]) s where s <= h.hour) as period
        from usage_hours h
        where h.tenant_id = ${tenant.id}::uuid and h.meter = any(${ofKind("max")}::text[])
          and h.hour >= ${starts[0]}::timestamptz and h.hour <= ${timestamp(until)}
        group by h.meter, h.hour
      ),
      days as (
        select meter, hour, period, sum(total) over (partition by meter, period, day order by hour)::bigint as so_far
        from hours
      ),
      most as (
        select meter, hour, max(so_far) over (partition by meter, period order by hour)::bigint as value from days
      ),
      noted as (
        select distinct on (meter, hour) meter, hour, part, quantity from usage_sendings
        where tenant_id = ${tenant.id}::uuid and hour >= ${timestamp(from)}
        order by meter, hour, part desc
      )
      insert into usage_sendings (tenant_id, meter, hour, part, quantity)
      select ${tenant.id}::uuid, m.meter, m.hour, coalesce(n.part, 0) + 1, m.value
      from most m left join noted n on n.meter = m.meter and n.hour = m.hour
      where m.hour >= ${timestamp(from)} and m.value is distinct from n.quantity
      order by m.meter, m.hour
      on conflict do nothing returning 1 as noted`,
  );
}

type Period = { periodStart: Date | null; interval: string | null } | null;

/** The beginnings of the paid periods that hold a time, oldest first; without a paid plan those of months. */
function startsOf(row: Period, from: Date, until: Date, zone: string): Date[] {
  const anchor = row?.periodStart ?? momentOfDay(`${localDay(until, zone).slice(0, "2026-11".length)}-01`, 0, zone);
  const back = row?.periodStart && row.interval === "year" ? subYears : subMonths;
  const starts = [anchor];
  for (let nth = 1; (starts[0] ?? from) > from; nth++) starts.unshift(back(anchor, nth));
  return starts;
}

/** Stripe rejects usage that is so old: it is left out, and logged once. */
async function skipOld({ tenant, db }: TenantData, before: Date): Promise<void> {
  const { count } = await db.usageSending.updateMany({
    where: { state: "open", hour: { lt: before } },
    data: { state: "skipped" },
  });
  if (count > 0) log.warn({ tenantId: tenant.id, hours: count }, "use was too old for the payments service");
}

async function warnOfUnknown({ tenant, db }: TenantData, from: Date): Promise<void> {
  const found = await db.usageHour.findFirst({
    where: { meter: { notIn: meterKeys }, hour: { gte: from } },
    select: { meter: true },
  });
  if (found) log.warn({ tenantId: tenant.id, meter: found.meter }, "use of an unknown meter is not sent");
}

/** Hours that are looked at no more. */
const forgetSendings = ({ db }: TenantData, before: Date) =>
  db.usageSending.deleteMany({ where: { hour: { lt: before }, state: { not: "open" } } });
