import "server-only";
import { meterKeys } from "@/lib/meters";
import { minorDigits } from "@/lib/money";
import type { TenantData } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { rowsAsSet } from "../db/row-sets.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { monthSpan } from "./month.ts";

/** The parts of a budget that its spend follows from. */
export interface Spending {
  id: string;
  currency: string;
  /** Units of the currency for a USD, as text; null for USD. */
  ratePerUsd: string | null;
}

/** Digits of the minor unit of USD, in which meters cost. */
const dollarDigits = 2;

export interface Spent {
  /** Minor units of the budget's currency, exact, as text: spent, and held by open reservations. */
  spent: string;
  held: string;
}

/** The factor from the costs of meters to minor units of each budget, as a set `r`. */
const ratesOf = (budgets: readonly Spending[]) =>
  rowsAsSet<Spending>(
    [
      { column: "id", type: "uuid", value: ({ id }) => id },
      { column: "rate", type: "numeric", value: ({ ratePerUsd }) => ratePerUsd ?? "1" },
      { column: "shift", type: "int", value: ({ currency }) => minorDigits(currency) - dollarDigits },
    ],
    budgets,
  );

/** The teams of these budgets with all below them, as the first part of a `with recursive`. */
const teamsBelow = (tenantId: string, budgets: readonly Spending[]) => Prisma.sql`
  below as (
    select b.id as budget_id, b.team_id from budgets b
    where b.tenant_id = ${tenantId}::uuid and b.id = any(${budgets.map(({ id }) => id)}::uuid[]) and b.scope = 'team'
    union
    select a.budget_id, t.id from below a
    join teams t on t.tenant_id = ${tenantId}::uuid and t.parent_id = a.team_id
  )`;

/** Whether a row of usage counts towards the budget `b`. */
const countsTowardsBudget = (row: Prisma.Sql) => Prisma.sql`
  (b.scope = 'workspace' or (b.scope = 'member' and ${row}.member_id = b.member_id)
    or (b.scope = 'team' and ${row}.team_id in (select l.team_id from below l where l.budget_id = b.id)))`;

const ofHours = countsTowardsBudget(Prisma.sql`h`);
const ofReservations = countsTowardsBudget(Prisma.sql`o`);

/**
 * The estimated cost of a month in the scope of each budget, in one statement. A team counts with the teams below it.
 */
export async function spentIn(
  { tenant, db }: TenantData,
  budgets: readonly Spending[],
  month: string,
  now: Date,
): Promise<Map<string, Spent>> {
  if (budgets.length === 0) return new Map();
  const { from, until } = monthSpan(month, tenant.timeZone);
  const rows = await tenantSql<{ id: string; spent: string; held: string }>(
    tenant.id,
    db,
    Prisma.sql`
      with recursive ${teamsBelow(tenant.id, budgets)}
      select b.id,
        (coalesce((select sum(h.cost) from usage_hours h
          where h.tenant_id = ${tenant.id}::uuid and h.meter = any(${meterKeys}::text[])
            and h.hour >= ${from.toISOString()}::timestamptz and h.hour < ${until.toISOString()}::timestamptz
            and ${ofHours}), 0) * r.rate * power(10::numeric, r.shift))::text as spent,
        (coalesce((select sum(o.cost) from usage_reservations o
          where o.tenant_id = ${tenant.id}::uuid and o.state = 'open' and o.meter = any(${meterKeys}::text[])
            and o.month = ${month} and o.expires_at > ${now.toISOString()}::timestamptz
            and ${ofReservations}), 0) * r.rate * power(10::numeric, r.shift))::text as held
      from ${ratesOf(budgets)} join budgets b on b.tenant_id = ${tenant.id}::uuid and b.id = r.id`,
  );
  return new Map(rows.map(({ id, spent, held }) => [id, { spent, held }]));
}

/** The estimated cost of each day since an instant in the scope of each budget, in its minor units. */
export async function costByDay(
  { tenant, db }: TenantData,
  budgets: readonly Spending[],
  from: Date,
): Promise<Map<string, Map<string, number>>> {
  if (budgets.length === 0) return new Map();
  const rows = await tenantSql<{ id: string; day: string; cost: number }>(
    tenant.id,
    db,
    Prisma.sql`
      with recursive ${teamsBelow(tenant.id, budgets)},
      used as (
        select to_char(h.hour at time zone ${tenant.timeZone}, 'YYYY-MM-DD') as day, h.member_id, h.team_id,
          sum(h.cost) as cost
        from usage_hours h
        where h.tenant_id = ${tenant.id}::uuid and h.meter = any(${meterKeys}::text[])
          and h.hour >= ${from.toISOString()}::timestamptz
        group by 1, 2, 3
      )
      select b.id, h.day, (sum(h.cost) * r.rate * power(10::numeric, r.shift))::float8 as cost
      from ${ratesOf(budgets)} join budgets b on b.tenant_id = ${tenant.id}::uuid and b.id = r.id
      join used h on ${ofHours}
      group by b.id, h.day, r.rate, r.shift order by b.id, h.day`,
  );
  const byBudget = new Map<string, Map<string, number>>();
  for (const { id, day, cost } of rows) byBudget.set(id, (byBudget.get(id) ?? new Map()).set(day, cost));
  return byBudget;
}
