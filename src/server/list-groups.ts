import "server-only";
import { z } from "zod";
import { groupBy } from "@/lib/group-by";
import { filterShape } from "@/lib/list";
import { money } from "@/lib/zod";
import type { Ctx } from "./context.ts";
import { keyColumnOf } from "./custom/key-column.ts";
import { Prisma } from "./db/generated/client.ts";
import { plannedEachTime } from "./db/planned-each-time.ts";
import { tenantSql } from "./db/tenant-db.ts";
import { invalid } from "./errors.ts";
import { exactSum } from "./exact-sum.ts";
import type { ListDefinition, Where } from "./list-definition.ts";
import { groupField } from "./list-filter.ts";
import { readable } from "./readable.ts";
import { listedWhere } from "./saved-views.ts";
import type { Scope } from "./scope.ts";
import { whereSql } from "./where-sql.ts";

/** The input for the groups of a list; the rows of one group come from the list itself, `within` it. */
export const listGroupsInput = z.object({
  ...filterShape,
  archived: z.boolean().optional(),
  group: z.string().min(1).max(100),
});

/** The groups of a list, unordered, with exact counts; `label` is the name behind a value that is an id. */
export const listGroups = z.array(
  z.object({
    value: z.string().nullable(),
    label: z.string().nullable(),
    /** The value is a member who has no sign-in. */
    placeholder: z.boolean(),
    count: z.int(),
    /** By currency, for the rows that have an amount. */
    sums: z.array(money),
  }),
);
type ListGroups = z.infer<typeof listGroups>;

/** The most groups that are returned: nobody reads more. */
const maxShown = 500;
/** The most rows (one per value and currency) that one statement returns. */
const maxRows = 2000;

interface GroupRow {
  value: string | null;
  currency: string | null;
  count: number;
  priced: number;
  total: bigint;
}

/** How group labels are found: the names of the records, and which of them the actor may see. */
export type GroupScope = Pick<Scope, "names"> & Partial<Pick<Scope, "load">>;

/** Counts and sums of the rows that a list would show, by one of its fields, in one statement. */
export async function groupRows(
  ctx: Ctx,
  list: ListDefinition,
  input: z.infer<typeof listGroupsInput>,
  options: {
    visible: Where;
    /** The kind of record behind the ids of a field. */
    names: Readonly<Record<string, GroupScope>>;
  },
): Promise<ListGroups> {
  const { table } = list;
  const sum = readableSum(ctx, list);
  const sql = (column: string) => {
    const keys = keyColumnOf(column);
    if (!keys) return Prisma.raw(`${table.alias}.${table.columns[column]?.name}`);
    const value = Prisma.sql`${Prisma.raw(table.alias)}.custom ->> ${keys.json}`;
    return keys.column.type === "float8" ? Prisma.sql`coalesce(${value}, 'false')` : value;
  };
  const field = groupField(ctx, list, input.group);
  const where = { AND: [options.visible, ...(await listedWhere(list, input, ctx)).where] };
  const amount = sum ? sql(sum.amount) : Prisma.sql`null::bigint`;
  const currency = sum ? sql(sum.currency) : Prisma.sql`null::text`;
  const all = await tenantSql<GroupRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select (${sql(field.column)})::text as value, ${currency} as currency, count(*)::int as count,
        count(${amount})::int as priced, ${exactSum(amount)} as total
      from ${Prisma.raw(`${table.name} ${table.alias}`)}
      where ${Prisma.raw(table.alias)}.tenant_id = ${ctx.tenant.id}::uuid and ${whereSql(table, where)}
      group by 1, 2 order by 1, 2 limit ${maxRows + 1} ${plannedEachTime}`,
  );
  if (all.length > maxRows)
    throw invalid("group", "This would make too many groups. Filter the list, or group it by another field.");
  const rows = field.kind === "id" ? await withoutHidden(ctx, options.names[input.group], all) : all;
  const values = [...new Set(rows.map((row) => row.value))];
  if (values.length > maxShown)
    throw invalid(
      "group",
      `This would make more than ${maxShown} groups. Filter the list, or group it by another field.`,
    );
  const ids = field.kind === "id" || field.kind === "member" ? values.filter((value) => value !== null) : [];
  const named = ids.length > 0 ? await options.names[input.group]?.names?.(ctx, ids) : [];
  const names = new Map(named?.map((one) => [one.id, one]));
  return values.map((value) => {
    const own = rows.filter((row) => row.value === value);
    return {
      value,
      label: names.get(value ?? "")?.name ?? null,
      placeholder: names.get(value ?? "")?.placeholder ?? false,
      count: own.reduce((all, row) => all + row.count, 0),
      sums: own.flatMap((row) =>
        row.currency !== null && row.priced > 0 ? [{ amount: Number(row.total), currency: row.currency }] : [],
      ),
    };
  });
}

/** Counts rows whose record the actor may not see as empty: their ids would reveal which rows belong together. */
async function withoutHidden(ctx: Ctx, scope: GroupScope | undefined, rows: readonly GroupRow[]): Promise<GroupRow[]> {
  const ids = [...new Set(rows.flatMap(({ value }) => value ?? []))];
  if (!scope?.load || ids.length === 0) return [...rows];
  const seen = new Set((await scope.load(ctx, ids)).map(({ id }) => id));
  const isShown = ({ value }: GroupRow) => value !== null && seen.has(value);
  return [...rows.filter(isShown), ...emptyByCurrency(rows.filter((row) => !isShown(row)))];
}

/** Merges the rows of the empty group into one per currency: a row for each hidden record would reveal their number. */
function emptyByCurrency(rows: readonly GroupRow[]): GroupRow[] {
  const byCurrency = groupBy(rows, ({ currency }) => currency);
  return [...byCurrency].map(([currency, own]) => ({
    value: null,
    currency,
    count: own.reduce((all, { count }) => all + count, 0),
    priced: own.reduce((all, { priced }) => all + priced, 0),
    total: own.reduce((all, { total }) => all + total, 0n),
  }));
}

/** The amount that groups add up, if the actor may read it. */
export function readableSum(ctx: Ctx, { entity, fields, sum }: ListDefinition): ListDefinition["sum"] {
  const names = Object.keys(fields).filter((name) => fields[name]?.column === sum?.amount);
  return names.every((name) => readable(ctx, entity).has(name)) ? sum : undefined;
}
