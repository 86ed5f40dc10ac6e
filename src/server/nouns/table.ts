import "server-only";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import type { FileColumn } from "@/lib/fields/file-cells";
import type { ReferenceNames } from "@/lib/fields/record";
import type { NounEntity } from "@/lib/nouns/all";
import { viewsOf } from "@/lib/nouns/declared-views";
import type { Noun } from "@/lib/nouns/define";
import { type PartList, referencesOfParts } from "@/lib/nouns/parts";
import { foldKey } from "@/lib/text";
import { jsonColumn } from "../columns.ts";
import type { Ctx } from "../context.ts";
import type { CustomColumns, Packed } from "../custom/columns.ts";
import { Prisma } from "../db/generated/client.ts";
import type { SetColumn } from "../db/row-sets.ts";
import type { Formats, ReferenceTarget, Row, StoredColumn } from "../fields/kind.ts";
import { storedRulesOf } from "../fields/kinds.ts";
import type { ListDefinition } from "../list-definition.ts";
import type { GroupScope } from "../list-groups.ts";
import { joinById, type RowSource } from "../list-rows.ts";
import { readable } from "../readable.ts";
import type { Scope, Targets } from "../scope.ts";
import type { SqlTable } from "../sql-table.ts";
import { linkChildren, linksIn } from "./links.ts";
import { type Presenter, presenterOf, readerOf } from "./presenter.ts";
import { joinListed, joinReferenced, keyTables, listedTargetsOf } from "./referenced-rows.ts";
import { snakeCase } from "./snake-case.ts";

/** The columns of a noun's rows beyond its fields; `R` is such a row. */
export interface ExtraColumns<R> {
  /** Further columns, by Prisma's names. */
  columns: Readonly<Record<string, StoredColumn>>;
  /** Records that these columns point to, by the names under which a row holds them. */
  references: Readonly<Record<string, ReferenceTarget>>;
  /** List columns in addition to the fields, or replacing them. */
  list: Partial<Omit<ListDefinition, "table">>;
  /** How ids of these columns get their names, if lists are grouped by them. */
  names?: Readonly<Record<string, Pick<Scope, "names">>>;
  /** Output values in addition to the fields, or replacing one. */
  present(ctx: Ctx, row: R): Record<string, unknown>;
  /** Adds to rows what depends on the actor and is in other tables, in one statement for all of them. */
  join?(ctx: Ctx, rows: readonly Row[]): Promise<readonly Row[]>;
  /** Columns of the export of a workspace besides those of the fields. */
  inFiles?: readonly FileColumn[];
}

/** A noun as the database holds it. */
export interface NounTable<F extends Fields = Fields> {
  source: TableSource;
  /** The columns that Prisma reads. */
  select: Record<string, unknown>;
  /** The columns that Prisma reads for some fields only. */
  selectOf(names: readonly string[]): Record<string, unknown>;
  /** The columns that pages of lists read in one raw statement. */
  rows: RowSource;
  list: ListDefinition;
  /** Gives a flat row of a list the nested form of other rows: the row itself, which nobody else holds. */
  rowOfList(flat: Row): Row;
  /**
   * The columns of its fields as imports read and write many rows at once; normalised keys are made from their texts.
   */
  sets: SetColumn<Row>[];
  read: Prisma.Sql;
  /** The stored columns of the fields in a patch, with their normalised keys. */
  columns(patch: Readonly<Record<string, unknown>>, formats: Formats): Record<string, unknown>;
  /**
   * These columns as Prisma writes them, with its own value for an empty JSON column. Custom fields share one column,
   * so changing some needs the others, from the unpacked row `before`.
   */
  written(patch: Readonly<Record<string, unknown>>, formats: Formats, before?: Row): Record<string, unknown>;
  /** Turns the values of a row's custom fields into columns. */
  unpacked(row: Row): Row;
  /** Adds the values of custom fields, and the records that those point to, to rows that Prisma has read. */
  complete<S extends Row>(ctx: Ctx, rows: readonly S[]): Promise<S[]>;
  /** Adds the records of fields that list several, such as members. */
  named<S extends Row>(ctx: Ctx, rows: readonly S[]): Promise<S[]>;
  /** The columns that events store: neither names of related records nor the JSON of custom fields as a whole. */
  recorded: Readonly<Record<string, true>>;
  /** How group labels are found for columns that are no field. */
  names: Readonly<Record<string, GroupScope>>;
  /** The values of some fields as the server returns them. */
  values<N extends keyof F & string>(ctx: Ctx, row: Row, names: readonly N[]): { [K in N]: F[K]["$out"] };
  /** Turns rows into records as the server returns them to this actor. */
  presenter(ctx: Ctx): Presenter;
  /** Columns of the export of a workspace besides those of the fields. */
  inFiles: readonly FileColumn[];
}

const baseColumns: Record<string, StoredColumn> = {
  id: { type: "uuid" },
  archivedAt: { type: "timestamptz" },
  createdAt: { type: "timestamptz" },
  updatedAt: { type: "timestamptz" },
  version: { type: "int" },
};

/** The parts of a noun that its table follows from. */
export interface TableSource<F extends Fields = Fields, R = never> {
  noun: Pick<Noun<NounEntity, F>, "entity" | "head" | "fields" | "allFields" | "parts" | "views">;
  targets: { readonly [K in ReferenceNames<F>]: Scope };
  extra?: ExtraColumns<R> | undefined;
}

/** Derives from the fields of a noun what lists, reads and writes need. */
export function tableOf<F extends Fields, R = never>(
  noun: TableSource<F, R>["noun"],
  targets: TableSource<F, R>["targets"],
  extra?: ExtraColumns<R>,
): NounTable<F> {
  return builtTable({ noun, targets, extra }, noCustomColumns);
}

const noCustomColumns: CustomColumns = {
  columns: {},
  list: {},
  unpack: (row) => row,
  unpackInto: () => undefined,
  storedNames: () => [],
  pack: () => ({ custom: null, customKeys: null }),
  stored: { values: [], keys: [] },
  unique: () => [],
};

/** Derives the table of a noun with a workspace's custom fields: `noun` and `targets` include them. */
export function builtTable<F extends Fields, R>(source: TableSource<F, R>, custom: CustomColumns): NounTable<F> {
  const { noun, targets, extra } = source;
  const fields = Object.entries<Field>(noun.fields);
  const isOwn = ([name, field]: [string, Field]) =>
    Object.keys(storedRulesOf(field).columns(name, field)).some((column) => column in custom.columns);
  const builtIn = fields.filter((field) => !isOwn(field));
  const theirs = targetsOf(fields.filter(isOwn));
  const stored = { ...baseColumns, ...customColumns, ...storedOf(builtIn), ...extra?.columns };
  const pointers = [...targetsOf(builtIn), ...Object.entries(extra?.references ?? {})];
  const table: SqlTable = {
    name: noun.head.table,
    alias: "t",
    columns: Object.fromEntries(
      Object.entries(stored).map(([name, { type }]) => [name, { name: snakeCase(name), type }] as const),
    ),
    children: { ...linkChildren(noun.fields), ...keyTables(noun.entity, builtIn), ...childrenOf(noun.parts) },
  };
  const listed = listedTargetsOf(fields);
  const values = valuesOf(noun.entity, fields, targets);
  const nest = nestedBy([...pointers, ...theirs]);
  const columns = columnsOf(fields);
  const joined = async <S extends Row>(ctx: Ctx, rows: readonly S[]): Promise<S[]> => {
    const named = await joinListed(ctx, rows, listed);
    return extra?.join ? ((await extra.join(ctx, named)) as S[]) : named;
  };
  return {
    source: source as unknown as TableSource,
    select: selectOf(stored, pointers),
    selectOf(names) {
      const wanted = builtIn.filter(([name]) => names.includes(name));
      return selectOf({ id: { type: "uuid" }, ...storedOf(wanted) }, targetsOf(wanted));
    },
    rows: rowSource(table, stored, [...pointers, ...theirs]),
    list: listOf(noun, table, extra?.list),
    names: { ...targets, ...extra?.names },
    ...setsOf(storedOf(builtIn), custom),
    rowOfList(flat) {
      custom.unpackInto(flat as Record<string, unknown>);
      return nest(flat as Record<string, unknown>);
    },
    columns,
    written: (patch, formats, before) => writtenOf(columns(patch, formats), before ?? {}, stored, custom),
    unpacked: custom.unpack,
    complete: async (ctx, rows) =>
      await joinReferenced(
        ctx,
        await joined(
          ctx,
          rows.map((row) => custom.unpack(row) as (typeof rows)[number]),
        ),
        theirs,
      ),
    named: joined,
    recorded: Object.fromEntries(
      [...Object.keys(stored), ...Object.keys(custom.columns), ...linksIn(noun.fields).map(([name]) => name)].flatMap(
        (column) => (column in customColumns || stored[column]?.recorded === false ? [] : [[column, true]]),
      ),
    ),
    values: values as unknown as NounTable<F>["values"],
    presenter: presenterOf({
      entity: noun.entity,
      builtIn,
      added: fields.filter(isOwn),
      targets,
      custom,
      extra: extra && ((ctx, row) => extra.present(ctx, row as R)),
    }),
    inFiles: extra?.inFiles ?? [],
  };
}

/** The values of custom fields, and the keys by which records are found by them. */
const customColumns: Record<string, StoredColumn> = {
  custom: { type: "jsonb" },
  customKeys: { type: "jsonb", read: false },
};

/** Columns as Prisma writes them: custom fields go into their JSON columns. */
function writtenOf(
  columns: Record<string, unknown>,
  before: Row,
  stored: Record<string, StoredColumn>,
  custom: CustomColumns,
): Record<string, unknown> {
  const entries = Object.entries(columns);
  const own = Object.fromEntries(entries.filter(([column]) => !(column in custom.columns)));
  const packed = Object.keys(own).length < entries.length ? custom.pack({ ...before, ...columns }) : {};
  return Object.fromEntries(
    Object.entries({ ...own, ...packed }).map(([column, value]) => [
      column,
      stored[column]?.type === "jsonb" ? jsonColumn(value as Prisma.InputJsonValue | null) : value,
    ]),
  );
}

const storedOf = (fields: [string, Field][]): Record<string, StoredColumn> =>
  Object.assign({}, ...fields.map(([name, field]) => storedRulesOf(field).columns(name, field)));

const targetsOf = (fields: [string, Field][]) =>
  fields.flatMap(([name, field]): [string, ReferenceTarget][] => {
    const target = storedRulesOf(field).referenceTarget?.(name, field);
    return target ? [[name, target]] : [];
  });

function selectOf(stored: Record<string, StoredColumn>, pointers: [string, ReferenceTarget][]) {
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

function setsOf(stored: Record<string, StoredColumn>, custom: CustomColumns): Pick<NounTable, "sets" | "read"> {
  // Nobody writes what follows from other records.
  const columns = Object.entries(stored).filter(([, { recorded }]) => recorded !== false);
  // Packed once for both columns of a row.
  const packed = new WeakMap<Row, Packed>();
  const pack = (row: Row) => {
    const found = packed.get(row) ?? custom.pack(row);
    packed.set(row, found);
    return found;
  };
  const folded = (value: unknown) => (value === null ? null : foldKey(String(value)));
  return {
    sets: [
      ...columns.map(([name, { type, folds, fold = folded }]) => ({
        column: snakeCase(name),
        type,
        value: (row: Row) => (folds ? fold(row[folds] ?? null) : row[name]) as never,
      })),
      { column: "custom", type: "jsonb" as const, value: (row: Row) => pack(row).custom },
      { column: "custom_keys", type: "jsonb" as const, value: (row: Row) => pack(row).customKeys },
    ],
    read: Prisma.raw(
      [...columns, ["custom", {}] as const]
        .flatMap(([name, { folds }]: readonly [string, Partial<StoredColumn>]) =>
          folds ? [] : [`t.${snakeCase(name)} as "${name}"`],
        )
        .join(", "),
    ),
  };
}

/** SQL of the id that a row holds; a custom field's id is in the JSON column. */
function keyExpression({ alias, columns }: SqlTable, key: string): string {
  if (key in columns) return `${alias}.${snakeCase(key)}`;
  const name = key.replace(/^custom\./, "");
  if (!/^[a-z0-9_]+Id$/.test(name)) throw new Error(`${name} is not the key of a custom field.`);
  return `(${alias}.custom ->> '${name}')::uuid`;
}

/** The key under which a flat row holds a column of a referenced record. */
const flatName = (name: string, column: string) => `${name}.${column}`;

function rowSource(
  table: SqlTable,
  stored: Record<string, StoredColumn>,
  pointers: [string, ReferenceTarget][],
): RowSource {
  const own = Object.entries(stored)
    .filter(([, { read, listed }]) => read !== false && listed !== null)
    .map(([name, { listed }]) => {
      const column = `t.${snakeCase(name)}`;
      return `${listed ? listed(column) : column} as "${name}"`;
    });
  const theirs = pointers.flatMap(([name, { columns }], place) =>
    columns.map((column) => `j${place}.${snakeCase(column)} as "${flatName(name, column)}"`),
  );
  const joins = pointers.map(([, { key, table: target, columns }], place) =>
    joinById(
      table,
      keyExpression(table, key),
      target,
      `j${place}`,
      columns.map((column) => `x.${snakeCase(column)}`).join(", "),
    ),
  );
  return {
    table,
    columns: Prisma.raw([...own, ...theirs].join(", ")),
    joins: joins.length > 0 ? Prisma.join(joins, " ") : Prisma.empty,
  };
}

/** Gathers the columns of referenced records, under which a flat row holds them, into a record per reference. */
function nestedBy(pointers: readonly [string, ReferenceTarget][]) {
  const references = pointers.map(([name, { key, columns }]) => {
    return { name, key, columns: columns.map((column) => [column, flatName(name, column)] as const) };
  });
  return (row: Record<string, unknown>): Row => {
    for (const { name, key, columns } of references) {
      const id = row[key] ?? null;
      const target: Record<string, unknown> = { id };
      for (const [column, flat] of columns) target[column] = row[flat];
      row[name] = id === null ? null : target;
    }
    return row;
  };
}

function columnsOf(fields: [string, Field][]) {
  const inputs = fields.map(([name, field]) => {
    return [name, inputName(name, field), field, storedRulesOf(field)] as const;
  });
  return (patch: Readonly<Record<string, unknown>>, formats: Formats) => {
    const columns: Record<string, unknown> = {};
    for (const [name, key, field, rules] of inputs)
      if (patch[key] !== undefined) Object.assign(columns, rules.write(name, field, patch[key], formats));
    return columns;
  };
}

function valuesOf(entity: string, fields: [string, Field][], targets: Targets) {
  const readers = fields.map((named) => readerOf(named, targets));
  return (ctx: Ctx, row: Row, names: readonly string[]) => {
    const values: Record<string, unknown> = {};
    const may = readable(ctx, entity);
    for (const { name, read } of readers)
      if (names.includes(name)) values[name] = may.has(name) ? read(ctx, row) : null;
    return values;
  };
}

function listOf(
  noun: Pick<Noun, "entity" | "head" | "allFields" | "parts" | "views">,
  table: SqlTable,
  extra: ExtraColumns<never>["list"] = {},
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
    views: viewsOf(noun).map(({ key }) => key),
    ...extra,
    fields: { ...Object.fromEntries(fields), ...filtersOf(noun.parts), ...extra.fields },
  };
}

/** The tables of the parts, as conditions of lists ask for them. */
const childrenOf = (parts: readonly PartList[]): NonNullable<SqlTable["children"]> =>
  Object.fromEntries(
    parts.map(({ many, of, table }) => {
      const keys = referencesOfParts(parts).filter((one) => one.many === many);
      const columns = keys.map(({ field }) => [
        `${field}Id`,
        { name: `${snakeCase(field)}_id`, type: "uuid" as const },
      ]);
      return [many, { table, key: `${snakeCase(of)}_id`, columns: Object.fromEntries(columns) }];
    }),
  );

/** Filters for records with a part that points to a given record, such as opportunities with a product. */
const filtersOf = (parts: readonly PartList[]): ListDefinition["fields"] =>
  Object.fromEntries(
    referencesOfParts(parts).map(({ many, field, to }) => {
      const where = async (_ctx: Ctx, ids: string[]) => ({ [many]: { some: { [`${field}Id`]: { in: ids } } } });
      return [field, { kind: "related" as const, column: "id", objects: [to], where }];
    }),
  );
