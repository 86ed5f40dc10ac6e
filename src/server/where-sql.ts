import "server-only";
import { type KeyColumn, keyColumnOf } from "./custom/key-column.ts";
import { Matches, matchesSql, testSql } from "./custom/matches.ts";
import { arrayLiteral, type Element } from "./db/array-literal.ts";
import { Prisma } from "./db/generated/client.ts";
import type { Where } from "./list-definition.ts";
import { SqlCondition } from "./seen-through.ts";
import type { SqlChild, SqlColumn, SqlTable } from "./sql-table.ts";

const comparisons: Record<string, string> = { lt: "<", lte: "<=", gt: ">", gte: ">=", equals: "=", not: "<>" };

/**
 * A where-fragment of the kernel (visibility, conditions of a list) as SQL, so that aggregates use the same
 * conditions as lists. Throws on operators that the kernel does not use.
 */
export function whereSql(table: SqlTable, where: Where): Prisma.Sql {
  const parts = Object.entries(where).map(([key, value]) => entrySql(table, key, value));
  return joined(parts, " and ", Prisma.sql`true`);
}

function entrySql(table: SqlTable, key: string, value: unknown): Prisma.Sql {
  const list = (Array.isArray(value) ? value : [value]) as Where[];
  if (key === "AND")
    return joined(
      list.map((part) => whereSql(table, part)),
      " and ",
      Prisma.sql`true`,
    );
  if (key === "OR")
    return joined(
      list.map((part) => whereSql(table, part)),
      " or ",
      Prisma.sql`false`,
    );
  if (key === "NOT")
    return Prisma.sql`not ${joined(
      list.map((part) => whereSql(table, part)),
      " and ",
      Prisma.sql`true`,
    )}`;
  if (value instanceof SqlCondition) return value.sql(table.alias);
  if (value instanceof Matches) return matchesSql(table, key, value);
  const child = table.children?.[key];
  if (child) return childSql(table, child, value as { some: Where });
  const column = table.columns[key];
  if (column) return columnSql(table, column, value);
  const keys = keyColumnOf(key);
  if (!keys) throw new Error(`No SQL column is known for ${key}.`);
  return keysSql(table, keys, value);
}

function columnSql(table: SqlTable, column: SqlColumn, value: unknown): Prisma.Sql {
  const name = Prisma.raw(`${column.in ?? table.alias}.${column.name}`);
  if (value === null) return Prisma.sql`${name} is null`;
  if (typeof value !== "object" || value instanceof Date) return Prisma.sql`${name} = ${cast(column, value)}`;
  const { mode, ...operators } = value as Record<string, unknown>;
  const like = Prisma.raw(mode === "insensitive" ? "ilike" : "like");
  const filters = Object.entries(operators).map(([operator, operand]) => {
    // As in Prisma: the operand is already a pattern.
    if (operator === "contains") return Prisma.sql`${name} ${like} ${`%${String(operand)}%`}`;
    if (operator === "startsWith") return Prisma.sql`${name} ${like} ${`${String(operand)}%`}`;
    return filterSql(name, column, operator, operand);
  });
  return joined(filters, " and ", Prisma.sql`true`);
}

function childSql(table: SqlTable, child: SqlChild, value: { some: Where }): Prisma.Sql {
  const alias = `${table.alias}_${child.table}`;
  const [from, key, parent] = [`${child.table} ${alias}`, `${alias}.${child.key}`, table.alias].map((text) =>
    Prisma.raw(text),
  );
  return Prisma.sql`exists (select 1 from ${from} where ${Prisma.raw(alias)}.tenant_id = ${parent}.tenant_id
    and ${key} = ${parent}.id and ${whereSql({ name: child.table, alias, columns: child.columns }, { ...child.only, ...value.some })})`;
}

/** A condition on the keys of a custom field: a record without any is empty, and for yes/no fields it means no. */
function keysSql(table: SqlTable, keys: KeyColumn, value: unknown): Prisma.Sql {
  // Read from the record itself: an anti-join would read the keys of all records.
  if (value === null) return testSql(table.alias, keys.field, null);
  if (value === false) return keysSql(table, keys, { not: true });
  if (isBoolean(value, "not"))
    return value.not ? Prisma.sql`not ${having(table, keys, true)}` : having(table, keys, true);
  return having(table, keys, value);
}

const isBoolean = (value: unknown, operator: "not"): value is { not: boolean } =>
  typeof value === "object" &&
  value !== null &&
  operator in value &&
  typeof (value as { not: unknown }).not === "boolean";

/** Whether a record has a key that matches the condition. */
function having(table: SqlTable, { field, column }: KeyColumn, value: unknown): Prisma.Sql {
  const alias = `${table.alias}_keys`;
  const parent = Prisma.raw(table.alias);
  const keys = Prisma.raw(alias);
  const fits = columnSql({ name: "custom_values", alias, columns: {} }, column, value);
  return Prisma.sql`exists (select 1 from custom_values ${keys} where ${keys}.tenant_id = ${parent}.tenant_id
    and ${keys}.record_id = ${parent}.id and ${keys}.field = ${field} and ${fits})`;
}

function filterSql(name: Prisma.Sql, column: SqlColumn, operator: string, operand: unknown): Prisma.Sql {
  if (operator === "in" || operator === "notIn") {
    const test = Prisma.sql`${name} = any(${many(column, operand as unknown[])})`;
    return operator === "in" ? test : Prisma.sql`not ${test}`;
  }
  const sign = comparisons[operator];
  if (!sign) throw new Error(`No SQL is known for the operator ${operator}.`);
  return Prisma.sql`${name} ${Prisma.raw(sign)} ${cast(column, operand)}`;
}

const cast = (column: SqlColumn, value: unknown) => Prisma.sql`${plain(column, value)}::${Prisma.raw(column.type)}`;
const many = (column: SqlColumn, values: unknown[]) =>
  Prisma.sql`${arrayLiteral(values.map((value) => element(column, value)))}::${Prisma.raw(column.type)}[]`;

function element(column: SqlColumn, value: unknown): Element {
  const stored = plain(column, value);
  return stored instanceof Date ? stored.toISOString() : (stored as Element);
}

/** Days travel as text, so that no time zone can shift them. Keys of custom fields are numbers: ms, or 1 for yes. */
function plain(column: SqlColumn, value: unknown): unknown {
  if (column.type === "float8") return value instanceof Date ? value.getTime() : Number(value);
  return column.type === "date" && value instanceof Date ? value.toISOString().slice(0, 10) : value;
}

function joined(parts: Prisma.Sql[], separator: string, none: Prisma.Sql): Prisma.Sql {
  return parts.length === 0 ? none : Prisma.sql`(${Prisma.join(parts, separator)})`;
}
