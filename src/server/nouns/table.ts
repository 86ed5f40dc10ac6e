import "server-only";
import type { Field, Fields } from "@/lib/fields/field";
import type { ReferenceNames } from "@/lib/fields/record";
import type { NounEntity } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { foldKey } from "@/lib/text";
import { jsonColumn } from "../columns.ts";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import type { SetColumn } from "../db/row-sets.ts";
import type { Formats, PointedTo, Row, StoredColumn } from "../fields/kind.ts";
import { storedRulesOf } from "../fields/kinds.ts";
import type { ListDefinition } from "../list-filter.ts";
import { pointedTo, type RowSource } from "../list-rows.ts";
import { readable } from "../readable.ts";
import type { Scope } from "../scope.ts";
import type { SqlTable } from "../sql-table.ts";

/** The scopes of the records that a noun's fields point to, by the names of the fields. */
export type Targets = Readonly<Record<string, Scope>>;

/** The columns of a noun's rows beyond its fields; `R` is such a row. */
export interface BesideFields<R> {
  /** Columns of its own, by Prisma's names. */
  columns: Readonly<Record<string, StoredColumn>>;
  /** Records that those point to, by the names under which they lie in a row. */
  pointers: Readonly<Record<string, PointedTo>>;
  children?: SqlTable["children"];
  /** The columns of lists beside the fields, or in their place. */
  list: Partial<Omit<ListDefinition, "table">>;
  /** The names for the ids of those fields, where lists are grouped by them. */
  names?: Readonly<Record<string, Pick<Scope, "names">>>;
  /** The output values beside the fields, or in the place of one. */
  present(ctx: Ctx, row: R): Record<string, unknown>;
}

/** A noun as the database holds it. */
export interface NounTable<F extends Fields = Fields> {
  /** The columns that Prisma reads. */
  select: Record<string, unknown>;
  /** The same of these fields alone. */
  selectOf(names: readonly string[]): Record<string, unknown>;
  /** The columns that pages of lists read, in one raw statement. */
  rows: RowSource;
  list: ListDefinition;
  /** A row of a list in the form of all others. */
  rowOfList(flat: Row): Row;
  /** The columns of its fields, as imports read and write sets of them; folded keys are made from their texts. */
  sets: SetColumn<Row>[];
  read: Prisma.Sql;
  /** Stored columns of the fields that an input names; folded keys come along. */
  columns(input: Readonly<Record<string, unknown>>, formats: Formats): Record<string, unknown>;
  /** The same as Prisma writes them: it has its own word for an empty JSON column. */
  written(input: Readonly<Record<string, unknown>>, formats: Formats): Record<string, unknown>;
  /** Names of what lists are grouped by, where that is no field. */
  names: Readonly<Record<string, Pick<Scope, "names">>>;
  /** Some fields of a row as they leave the server. */
  values<N extends keyof F & string>(ctx: Ctx, row: Row, names: readonly N[]): { [K in N]: F[K]["$out"] };
  /** A row as it leaves the server. */
  present(ctx: Ctx, row: Row): Record<string, unknown>;
}

/** The name of a column in the database. */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const baseColumns: Record<string, StoredColumn> = {
  id: { type: "uuid" },
  archivedAt: { type: "timestamptz" },
  createdAt: { type: "timestamptz" },
  updatedAt: { type: "timestamptz" },
  version: { type: "int" },
};

/** Derives from the fields of a noun what lists, reads and writes need. */
export function tableOf<F extends Fields, R = never>(
  noun: Pick<Noun<NounEntity, F>, "entity" | "head" | "fields" | "allFields">,
  targets: { readonly [K in ReferenceNames<F>]: Scope },
  beside?: BesideFields<R>,
): NounTable<F> {
  const fields = Object.entries<Field>(noun.fields);
  const stored = { ...baseColumns, ...storedOf(fields), ...beside?.columns };
  const pointers = [...pointersOf(fields), ...Object.entries(beside?.pointers ?? {})];
  const table: SqlTable = {
    name: noun.head.table,
    alias: "t",
    columns: Object.fromEntries(
      Object.entries(stored).map(([name, { type }]) => [name, { name: snake(name), type }] as const),
    ),
    ...(beside?.children ? { children: beside.children } : {}),
  };
  const values = presenter(noun.entity, fields, targets);
  const columns = columnsOf(fields);
  const json = Object.keys(stored).filter((name) => stored[name]?.type === "jsonb");
  return {
    select: selectOf(stored, pointers),
    selectOf(names) {
      const wanted = fields.filter(([name]) => names.includes(name));
      return selectOf({ id: { type: "uuid" }, ...storedOf(wanted) }, pointersOf(wanted));
    },
    rows: rowSource(table, stored, pointers),
    list: listOf(noun, table, beside?.list),
    names: { ...targets, ...beside?.names },
    ...setsOf(storedOf(fields)),
    rowOfList: (flat) => unflattened(flat, pointers),
    columns,
    written(input, formats) {
      const values = columns(input, formats);
      for (const name of json)
        if (name in values) values[name] = jsonColumn(values[name] as Prisma.InputJsonValue | null);
      return values;
    },
    values: values as NounTable<F>["values"],
    present: (ctx, row) => ({ ...values(ctx, row), ...beside?.present(ctx, row as R) }),
  };
}

const storedOf = (fields: [string, Field][]): Record<string, StoredColumn> =>
  Object.assign({}, ...fields.map(([name, field]) => storedRulesOf(field).columns(name, field)));

const pointersOf = (fields: [string, Field][]) =>
  fields.flatMap(([name, field]): [string, PointedTo][] => {
    const target = storedRulesOf(field).pointsTo?.(name, field);
    return target ? [[name, target]] : [];
  });

function selectOf(stored: Record<string, StoredColumn>, pointers: [string, PointedTo][]) {
  const read = Object.entries(stored).filter(([, { read }]) => read !== false);
  return {
    ...Object.fromEntries(read.map(([name]) => [name, true])),
    ...Object.fromEntries(
      pointers.map(([name, { columns }]) => [
        name,
        { select: Object.fromEntries(["id", ...columns].map((column) => [column, true])) },
      ]),
    ),
  };
}

function setsOf(stored: Record<string, StoredColumn>): Pick<NounTable, "sets" | "read"> {
  const columns = Object.entries(stored);
  const folded = (value: unknown) => (value === null ? null : foldKey(String(value)));
  return {
    sets: columns.map(([name, { type, folds, fold = folded }]) => ({
      column: snake(name),
      type,
      value: (row) => (folds ? fold(row[folds] ?? null) : row[name]) as never,
    })),
    read: Prisma.raw(
      columns.flatMap(([name, { folds }]) => (folds ? [] : [`t.${snake(name)} as "${name}"`])).join(", "),
    ),
  };
}

/** Under which name a flat row holds a column of a record that it points to. */
const flatName = (name: string, column: string) => `${name}.${column}`;

function rowSource(table: SqlTable, stored: Record<string, StoredColumn>, pointers: [string, PointedTo][]): RowSource {
  const own = Object.entries(stored)
    .filter(([, { read }]) => read !== false)
    .map(([name]) => `t.${snake(name)} as "${name}"`);
  const theirs = pointers.flatMap(([name, { columns }], place) =>
    columns.map((column) => `j${place}.${snake(column)} as "${flatName(name, column)}"`),
  );
  const joins = pointers.map(([, { key, table: target, columns }], place) =>
    pointedTo(table, snake(key), target, `j${place}`, columns.map((column) => `x.${snake(column)}`).join(", ")),
  );
  return {
    table,
    columns: Prisma.raw([...own, ...theirs].join(", ")),
    joins: joins.length > 0 ? Prisma.join(joins, " ") : Prisma.empty,
  };
}

function unflattened(flat: Row, pointers: [string, PointedTo][]): Row {
  const row: Record<string, unknown> = { ...flat };
  for (const [name, { key, columns }] of pointers) {
    const id = row[key];
    const theirs = columns.map((column) => {
      const value = row[flatName(name, column)];
      delete row[flatName(name, column)];
      return [column, value] as const;
    });
    row[name] = id === null ? null : { id, ...Object.fromEntries(theirs) };
  }
  return row;
}

function columnsOf(fields: [string, Field][]) {
  const inputs = fields.map(([name, field]) => {
    const suffix = storedRulesOf(field).pointsTo ? "Id" : "";
    return [name, `${name}${suffix}`, field, storedRulesOf(field)] as const;
  });
  return (input: Readonly<Record<string, unknown>>, formats: Formats) => {
    const values: Record<string, unknown> = {};
    for (const [name, given, field, rules] of inputs)
      if (input[given] !== undefined) Object.assign(values, rules.write(name, field, input[given], formats));
    return values;
  };
}

function presenter(entity: string, fields: [string, Field][], targets: Targets) {
  const readers = fields.map(([name, field]) => [name, field, storedRulesOf(field)] as const);
  return (ctx: Ctx, row: Row, names?: readonly string[]) => {
    const values: Record<string, unknown> = {};
    const may = readable(ctx, entity);
    for (const [name, field, rules] of readers)
      if (!names || names.includes(name))
        values[name] = may.has(name) ? rules.read(name, field, row, ctx, targets[name]) : null;
    return values;
  };
}

function listOf(
  noun: Pick<Noun, "entity" | "allFields">,
  table: SqlTable,
  beside: BesideFields<never>["list"] = {},
): ListDefinition {
  const fields = Object.entries<Field>(noun.allFields).flatMap(([name, field]) => {
    const listed = field.filterable === false ? null : storedRulesOf(field).list(name, field);
    return listed ? [[name, listed] as const] : [];
  });
  return {
    entity: noun.entity,
    table,
    defaultSort: { field: "name", direction: "asc" },
    search: "nameKey",
    ...beside,
    fields: { ...Object.fromEntries(fields), ...beside.fields },
  };
}
