import "server-only";
import { z } from "zod";
import { filterShape } from "@/lib/list";
import { type Condition, type ListOperator, maxCountedBeside } from "@/lib/list-filter";
import { totalWays } from "@/lib/total-ways";
import { droppedPart } from "@/lib/views";
import { currency } from "@/lib/zod";
import type { Ctx } from "./context.ts";
import { keyColumnOf } from "./custom/key-column.ts";
import { Prisma } from "./db/generated/client.ts";
import { plannedEachTime } from "./db/planned-each-time.ts";
import { tenantDb, tenantSql } from "./db/tenant-db.ts";
import { invalid, sqlState } from "./errors.ts";
import { compare } from "./list-compare.ts";
import type { ListDefinition, ListField, Where } from "./list-definition.ts";
import { fieldOf } from "./list-filter.ts";
import type { ListKind } from "./list-kinds.ts";
import { withinShape, withinWhere } from "./list-within.ts";
import { droppedFrom, listedWhere } from "./saved-views.ts";
import type { SqlTable } from "./sql-table.ts";
import { whereSql } from "./where-sql.ts";

const totalFunctions = [...totalWays, "filled"] as const;
type TotalFunction = (typeof totalFunctions)[number];

/** The input for the totals of a list: its filter, and the totals; without any, the answer is the exact count alone. */
export const listTotalsInput = z.object({
  ...filterShape,
  archived: z.boolean().optional(),
  within: withinShape.optional(),
  totals: z
    .array(
      z.object({
        field: z.string().min(1).max(100),
        /** `filled` counts the rows with a value; `min` and `max` of dates are the first and the last one. */
        of: z.enum(totalFunctions),
      }),
    )
    .max(30)
    .optional(),
  /** Without totals: counts so many rows at most, in a tenth of a second. `capped` says that there may be more. */
  upTo: z.int().min(1).max(maxCountedBeside).optional(),
});

/** An exact number: a text where JSON numbers are not exact, such as sums beyond 2^53. */
const exact = z.union([z.number(), z.string()]);

const totalAmount = z.object({ amount: exact, currency }).meta({ id: "TotalAmount" });
const listTotal = z
  .object({
    field: z.string(),
    of: z.enum(totalFunctions),
    /** A number, or a date as text; null without values, and for money. Averages have up to six decimals. */
    value: exact.nullable(),
    /** Of money, in minor units: one for each currency, which are never added up. Averages are whole minor units. */
    amounts: z.array(totalAmount),
  })
  .meta({ id: "ListTotal" });

/** The totals of a list, exact over all rows that match. */
export const listTotals = z
  .object({
    count: z.int(),
    /** With `upTo`: `count` rows match at least, and there may be more; 0 where counting took too long. */
    capped: z.boolean().optional(),
    totals: z.array(listTotal),
    /** With a saved view: the parts of it that were left out, as `GET /views/{id}` names them. */
    dropped: z.array(droppedPart).optional(),
  })
  .meta({ id: "ListTotals" });
export type ListTotals = z.infer<typeof listTotals>;
type Input = z.infer<typeof listTotalsInput>;

/** The longest that the totals of a list may take. */
const longestMs = 2_000;
/** The longest that a count beside a list may take: the list shows without it. */
const longestBesideMs = 100;

const added: readonly ListKind[] = ["number", "decimal", "money"];
const ordered: readonly ListKind[] = [...added, "day", "instant"];
const fits: Record<TotalFunction, (field: ListField) => boolean> = {
  sum: (field) => added.includes(field.kind) || (field.kind === "amounts" && field.added !== undefined),
  average: ({ kind }) => added.includes(kind),
  min: ({ kind }) => ordered.includes(kind),
  max: ({ kind }) => ordered.includes(kind),
  filled: ({ kind }) => kind !== "related",
};

interface Total {
  name: string;
  of: TotalFunction;
  field: ListField;
}

/** Exact count and totals of the rows that a list would show, in one statement. VALIDATION if it takes too long. */
export async function totalRows(ctx: Ctx, list: ListDefinition, input: Input, visible: Where): Promise<ListTotals> {
  const totals = (input.totals ?? []).map((total, place) => totalOf(ctx, list, total, `totals.${place}`));
  const { where: asked, view } = await listedWhere(list, input, ctx);
  const where = { AND: [visible, ...asked, ...(await withinWhere(ctx, list, input))] };
  if (input.upTo !== undefined && totals.length === 0)
    return { ...(await countUpTo(ctx, list.table, where, input.upTo)), ...droppedFrom(view) };
  const plain = totals.filter((total) => addedIn(total) === null);
  const rows = await inTime<TotalRow>(ctx, input, statement(ctx, list.table, plain, where));
  const sums = await sumsOf(ctx, input, { table: list.table, totals, where });
  const whole = rows.find(({ set }) => set === null);
  const currencies = currenciesOf(totals);
  return {
    count: Number(whole?.count ?? 0),
    totals: totals.map((asked) => {
      const { name, of, field } = asked;
      const total = { field: name, of };
      const amounts = sums.get(asked);
      if (amounts) return { ...total, value: null, amounts };
      const place = plain.indexOf(asked);
      if (field.kind !== "money" || of === "filled")
        return { ...total, value: exactOf(whole?.[`t${place}`]), amounts: [] };
      return { ...total, value: null, amounts: amountsOf(rows, currencies.indexOf(field.currency), `t${place}`) };
    }),
    ...droppedFrom(view),
  };
}

/** The number of rows that match as far as that is cheap: an index alone often has them, and no row beyond `most` is read. */
async function countUpTo(ctx: Ctx, table: SqlTable, where: Where, most: number): Promise<ListTotals> {
  const alias = Prisma.raw(table.alias);
  const sql = Prisma.sql`select count(*)::int as count from (
    select 1 from ${Prisma.raw(`${table.name} ${table.alias}`)}
    where ${alias}.tenant_id = ${ctx.tenant.id}::uuid and ${whereSql(table, where)} limit ${most + 1}
  ) found ${plannedEachTime}`;
  const [row] = (await within<{ count: number }>(ctx, longestBesideMs, sql)) ?? [];
  const count = row?.count ?? 0;
  return { count: Math.min(count, most), capped: !row || count > most, totals: [] };
}

function totalOf(
  ctx: Ctx,
  list: ListDefinition,
  { field: name, of }: { field: string; of: TotalFunction },
  path: string,
): Total {
  const field = fieldOf(ctx, list, name);
  if (!field) throw invalid(`${path}.field`, `This list has no field ${name}. Choose another one.`);
  if (!fits[of](field)) throw invalid(`${path}.of`, "This total does not work with this field. Choose another one.");
  return { name, of, field };
}

type TotalRow = { set: number | null; currency: string | null; count: bigint } & Record<string, string | null>;

/** The column of amounts by currency that a total adds up; null for other totals. */
const addedIn = ({ field, of }: Total): string | null =>
  of === "sum" && field.kind === "amounts" ? (field.added ?? null) : null;

type Amounts = ListTotals["totals"][number]["amounts"];

/** The sums of columns that hold amounts by currency, with a statement for each. */
async function sumsOf(
  ctx: Ctx,
  input: Input,
  { table, totals, where }: { table: SqlTable; totals: readonly Total[]; where: Where },
): Promise<Map<Total, Amounts>> {
  const found = new Map<Total, Amounts>();
  for (const total of totals) {
    const column = addedIn(total);
    if (column === null) continue;
    const rows = await inTime<{ currency: string; total: string }>(
      ctx,
      input,
      Prisma.sql`
        select each.key as currency, trim_scale(sum(each.value::numeric))::text as total
        from ${Prisma.raw(`${table.name} ${table.alias}`)}
        cross join lateral jsonb_each_text(${columnSql(table, column)}) each
        where ${Prisma.raw(table.alias)}.tenant_id = ${ctx.tenant.id}::uuid and ${columnSql(table, column)} is not null
          and ${whereSql(table, where)}
        group by each.key order by each.key ${plannedEachTime}`,
    );
    found.set(
      total,
      rows.map(({ currency: code, total: text }) => ({ amount: exactOf(text) ?? 0, currency: code })),
    );
  }
  return found;
}

/** The columns of the currencies of these totals, each once. */
const currenciesOf = (totals: readonly Total[]): string[] => [
  ...new Set(totals.flatMap(({ field, of }) => (field.kind === "money" && of !== "filled" ? [field.currency] : []))),
];

/**
 * One row for all rows, and one for each currency of the amounts in a column. Values are named in a subquery, so that
 * groups and totals mean the same expression.
 */
function statement(ctx: Ctx, table: SqlTable, totals: readonly Total[], where: Where): Prisma.Sql {
  const currencies = currenciesOf(totals);
  const named = (sql: Prisma.Sql, name: string) => Prisma.sql`${sql} as ${Prisma.raw(name)}`;
  const values = [
    ...totals.map((total, place) => named(valueSql(table, total, ctx), `v${place}`)),
    ...currencies.map((column, place) => named(columnSql(table, column), `c${place}`)),
  ];
  const which = (result: (place: number) => string) =>
    currencies.map((_, place) => `when grouping(c${place}) = 0 then ${result(place)}`);
  const results = [
    currencies.length > 0 ? `case ${which(String).join(" ")} end as set` : "null::int as set",
    currencies.length > 0
      ? `case ${which((place) => `c${place}`).join(" ")} end as currency`
      : "null::text as currency",
    ...totals.map((total, place) => `${resultSql(total, `v${place}`)} as t${place}`),
  ];
  const sets = ["()", ...currencies.map((_, place) => `(c${place})`)].join(", ");
  return Prisma.sql`
    select count(*) as count, ${Prisma.raw(results.join(", "))}
    from (
      select ${Prisma.join([Prisma.sql`1 as one`, ...values])} from ${Prisma.raw(`${table.name} ${table.alias}`)}
      where ${Prisma.raw(table.alias)}.tenant_id = ${ctx.tenant.id}::uuid and ${whereSql(table, where)}
    ) found
    group by ${Prisma.raw(`grouping sets (${sets})`)} ${plannedEachTime}`;
}

/** A column of the table, or the value of a custom field in the JSON column. */
function columnSql({ alias, columns }: SqlTable, name: string): Prisma.Sql {
  const key = keyColumnOf(name);
  if (key) return Prisma.sql`(${Prisma.raw(alias)}.custom ->> ${key.json})`;
  return Prisma.raw(`${alias}.${columns[name]?.name}`);
}

function valueSql(table: SqlTable, { field, name, of }: Total, ctx: Ctx): Prisma.Sql {
  if (of === "filled") return whereSql(table, compare(field, { field: name, op: "notEmpty" }, ctx, "totals"));
  const column = columnSql(table, field.column);
  if (field.kind === "day") return Prisma.sql`${column}::date`;
  return field.kind === "instant" ? Prisma.sql`${column}::timestamptz` : Prisma.sql`${column}::numeric`;
}

function resultSql({ of, field }: Total, value: string): string {
  if (of === "filled") return `(count(*) filter (where ${value}))::text`;
  if (field.kind === "day") return `${of}(${value})::text`;
  if (field.kind === "instant") return `to_char(${of}(${value}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  if (of !== "average") return `trim_scale(${of}(${value}))::text`;
  return `trim_scale(round(avg(${value}), ${field.kind === "money" ? 0 : 6}))::text`;
}

/** The number that a text says exactly; the text itself where there is none, as for dates. */
function exactOf(text: string | null | undefined): number | string | null {
  if (text === null || text === undefined) return null;
  const number = Number(text);
  return String(number) === text && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : text;
}

const amountsOf = (rows: readonly TotalRow[], of: number, name: string): Amounts =>
  rows
    .flatMap(({ set, currency: code, [name]: total }) => {
      const amount = exactOf(total);
      return set === of && code !== null && amount !== null ? [{ amount, currency: code }] : [];
    })
    .sort((a, b) => a.currency.localeCompare(b.currency));

/** The rows of a statement that may take two seconds. */
async function inTime<Row>(ctx: Ctx, input: Input, sql: Prisma.Sql): Promise<Row[]> {
  const rows = await within<Row>(ctx, longestMs, sql);
  if (!rows) throw tooSlow(input);
  return rows;
}

/** The rows of a statement; null if it was ended because it took longer. */
async function within<Row>(ctx: Ctx, ms: number, sql: Prisma.Sql): Promise<Row[] | null> {
  const { id } = ctx.tenant;
  // A transaction of a caller has a limit of its own.
  if (ctx.inTransaction) return await tenantSql<Row>(id, ctx.db, sql);
  try {
    return await tenantDb(id).tx(async (db) => {
      await tenantSql(id, db, Prisma.sql`select set_config('statement_timeout', ${String(ms)}, true)`);
      return await tenantSql<Row>(id, db, sql);
    });
  } catch (error) {
    if (sqlState(error) === "57014") return null;
    throw error;
  }
}

/** Conditions that no index answers come first, then those that few indexes do. */
const slowness: Partial<Record<ListOperator, number>> = {
  contains: 5,
  isNot: 4,
  noneOf: 4,
  empty: 4,
  notEmpty: 3,
  startsWith: 2,
};
const slownessOf = ({ field, op }: Condition): number => (slowness[op] ?? 1) + (field.includes(".") ? 1 : 0);

/** Names the condition that most likely makes a statement slow. */
function tooSlow({ conditions = [], groups = [], q }: Input) {
  const all = [
    ...conditions.map((condition, place) => ({ condition, path: `conditions.${place}` })),
    ...groups.flatMap((group, of) =>
      group.conditions.map((condition, place) => ({ condition, path: `groups.${of}.conditions.${place}` })),
    ),
  ].toSorted((a, b) => slownessOf(b.condition) - slownessOf(a.condition));
  const says = "This takes too long over so many records.";
  const [slowest] = all;
  if (slowest)
    return invalid(slowest.path, `${says} Narrow the condition on ${slowest.condition.field}, or add another one.`);
  return q
    ? invalid("q", `${says} Search for a longer text, or add a condition.`)
    : invalid("conditions", `${says} Add a condition.`);
}
