import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { amountsOf, type StoredAmounts } from "@/server/fields/amounts";
import type { Row } from "@/server/fields/kind";
import type { ListField } from "@/server/list-definition";
import { branchSql } from "@/server/nouns/family";
import type { NounRuntime } from "@/server/nouns/noun-runtime";
import { readable } from "@/server/readable";
import { mayView, visibilityOf } from "@/server/scope";
import { visibleWhere } from "@/server/seen-through";
import type { SqlTable } from "@/server/sql-table";
import { whereSql } from "@/server/where-sql";

const names = ["wonValue", "openValue", "familyWonValue", "familyOpenValue"] as const;
type ValueName = (typeof names)[number];
type Values = Record<ValueName, StoredAmounts>;

const isOfFamily = (name: ValueName): boolean => name.startsWith("family");

/** Whether the actor may know the value of any opportunity of an account. */
function mayKnowAny(ctx: Ctx): boolean {
  const may = readable(ctx, "opportunity");
  const isVisible = mayView(ctx, "opportunity") && visibilityOf(ctx, "opportunity") !== "nothing";
  return isVisible && ["account", "status", "amount"].every((name) => may.has(name));
}

/** Whether the actor sees everything that a stored sum adds up: only then is it shown, and sorted by. */
function seesWhole(ctx: Ctx, name: ValueName): boolean {
  if (!mayKnowAny(ctx) || visibilityOf(ctx, "opportunity") !== "all") return false;
  return !isOfFamily(name) || (visibilityOf(ctx, "account") === "all" && readable(ctx, "account").has("parent"));
}

const seesAllWhole = (ctx: Ctx): boolean => names.every((name) => seesWhole(ctx, name));

/** The list columns of the values: for members who do not see everything in them, there are none. */
export const valueFields: Readonly<Record<string, ListField>> = Object.fromEntries(
  names.map((name) => [
    name,
    {
      kind: "amounts" as const,
      column: `${name}Most`,
      ...(isOfFamily(name) ? {} : { added: name }),
      nullable: true,
      sortable: true,
      columnFor: (ctx: Ctx) => (seesWhole(ctx, name) ? `${name}Most` : null),
    },
  ]),
);

/** A row with the values that the actor sees, where they are not the stored ones. */
type SeenRow = Row & { seenValues?: Values };

/** Adds the values to accounts whose stored sums have more than the actor sees: one statement for all of them. */
export async function withSeenValues(
  ctx: Ctx,
  tree: Pick<NounRuntime, "noun" | "table">,
  rows: readonly Row[],
): Promise<readonly SeenRow[]> {
  const wanted = rows.filter((row) => names[0] in row);
  if (wanted.length === 0 || seesAllWhole(ctx) || !mayKnowAny(ctx)) return rows;
  const ids = wanted.map((row) => String(row.id));
  const found = await seenValues(ctx, tree, ids);
  return rows.map((row) => ({ ...row, seenValues: found.get(String(row.id)) ?? none }));
}

const none: Values = { wonValue: null, openValue: null, familyWonValue: null, familyOpenValue: null };

/** The values as this actor sees them: never the stored sums of what they do not see. */
export function presentValues(ctx: Ctx, { seenValues: seen = none }: SeenRow): Record<string, unknown> {
  const may = readable(ctx, "account");
  const own = names.filter((name) => !seesWhole(ctx, name));
  return Object.fromEntries(own.map((name) => [name, may.has(name) ? amountsOf(seen[name]) : null]));
}

/** The columns of opportunities that say who sees them. */
const opportunities: SqlTable = {
  name: "opportunities",
  alias: "o",
  columns: { id: { name: "id", type: "uuid" }, ownerId: { name: "owner_id", type: "uuid" } },
};

interface Sum {
  id: string;
  status: "won" | "open";
  currency: string;
  family: string;
  own: string | null;
}

/** Sums of the visible opportunities of these accounts, and of the visible accounts below each of them. */
async function seenValues(
  ctx: Ctx,
  tree: Pick<NounRuntime, "noun" | "table">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Values>> {
  const visible = whereSql(opportunities, visibleWhere(ctx, "opportunity"));
  const rows = await tenantSql<Sum>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive ${branchSql(ctx, tree, ids)}
      select d.root as id, o.status, o.currency, sum(o.amount_minor)::text as family,
        (sum(o.amount_minor) filter (where d.id = d.root))::text as own
      from down d join opportunities o on o.tenant_id = ${ctx.tenant.id}::uuid and o.account_id = d.id
      where d.seen and o.status in ('won', 'open') and o.archived_at is null and o.amount_minor is not null
        and ${visible}
      group by d.root, o.status, o.currency`,
  );
  const found = new Map<string, Values>();
  for (const { id, status, currency, family, own } of rows) {
    const values = found.get(id) ?? none;
    const [ofOwn, ofFamily] =
      status === "won" ? (["wonValue", "familyWonValue"] as const) : (["openValue", "familyOpenValue"] as const);
    found.set(id, {
      ...values,
      [ofOwn]: withSum(values[ofOwn], currency, own),
      [ofFamily]: withSum(values[ofFamily], currency, family),
    });
  }
  return found;
}

/** Sums with one of another currency; zeros are left out, as they are in the stored ones. */
const withSum = (sums: StoredAmounts, currency: string, amount: string | null): StoredAmounts =>
  Number(amount) === 0 ? sums : { ...sums, [currency]: Number(amount) };
