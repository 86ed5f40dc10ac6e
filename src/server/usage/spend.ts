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
  const rates = rowsAsSet<Spending>(
    [
      { column: "id", type: "uuid", value: ({ id }) => id },
      { column: "rate", type: "numeric", value: ({ ratePerUsd }) => ratePerUsd ?? "1" },
      { column: "shift", type: "int", value: ({ currency }) => minorDigits(currency) - dollarDigits },
    ],
    budgets,
  );
  const isTheirs = (row: Prisma.Sql) => Prisma.sql`
    (b.scope = 'workspace' or (b.scope = 'member' and ${row}.member_id = b.member_id)
      or (b.scope = 'team' and ${row}.team_id in (select l.team_id from below l where l.budget_id = b.id)))`;
  const rows = await tenantSql<{ id: string; spent: string; held: string }>(
    tenant.id,
    db,
    Prisma.sql`
      with recursive below as (
        select b.id as budget_id, b.team_id from budgets b
        where b.tenant_id = ${tenant.id}::uuid and b.id = any(${budgets.map(({ id }) => id)}::uuid[]) and b.scope = 'team'
        union
        select a.budget_id, t.id from below a
        join teams t on t.tenant_id = ${tenant.id}::uuid and t.parent_id = a.team_id
      )
      select b.id,
        (coalesce((select sum(h.cost) from usage_hours h
          where h.tenant_id = ${tenant.id}::uuid and h.meter = any(${meterKeys}::text[])
            and h.hour >= ${from.toISOString()}::timestamptz and h.hour < ${until.toISOString()}::timestamptz
            and ${isTheirs(Prisma.sql`h`)}), 0) * r.rate * power(10::numeric, r.shift))::text as spent,
        (coalesce((select sum(o.cost) from usage_reservations o
          where o.tenant_id = ${tenant.id}::uuid and o.state = 'open' and o.meter = any(${meterKeys}::text[])
            and o.month = ${month} and o.expires_at > ${now.toISOString()}::timestamptz
            and ${isTheirs(Prisma.sql`o`)}), 0) * r.rate * power(10::numeric, r.shift))::text as held
      from ${rates} join budgets b on b.tenant_id = ${tenant.id}::uuid and b.id = r.id`,
  );
  return new Map(rows.map(({ id, spent, held }) => [id, { spent, held }]));
}
