import "server-only";
import type { Field, Fields } from "@/lib/fields/field";
import { foldKey } from "@/lib/text";
import type { Row, StoredColumn } from "../fields/kind.ts";
import { storedRulesOf } from "../fields/kinds.ts";
import type { ListField } from "../list-definition.ts";
import { markOf } from "../search/mark.ts";
import { customColumn, keyField, uniqueField } from "./key-column.ts";

/** How the columns of custom fields lie in the two JSON columns of a record. */
export interface CustomColumns {
  /** By their names among the columns of a row: "custom.region", "custom.priceMinor". */
  columns: Readonly<Record<string, StoredColumn>>;
  list: Readonly<Record<string, ListField>>;
  /** A row with the values of its custom fields as columns of their own, null where they are empty. */
  unpack(row: Row): Row;
  /** The same, into the row itself, for the values that it has. */
  unpackInto(row: Record<string, unknown>): void;
  /** Under which names the JSON column holds the values of a field. */
  storedNames(named: Named): string[];
  /** The two JSON columns of an unpacked row; null where they are empty. */
  pack(row: Row): Packed;
  /** The names under which the two JSON columns hold these fields. */
  stored: { values: readonly string[]; keys: readonly string[] };
  /** The keys of values that no other record may have, by the names of their fields. */
  unique(row: Row): UniqueKey[];
}

export interface UniqueKey {
  name: string;
  /** The field of the rows that hold such keys. */
  field: string;
  text: string;
}

export interface Packed {
  custom: Record<string, unknown> | null;
  customKeys: Record<string, unknown[]> | null;
}

/** Under which name the JSON column holds a column: without "custom." in front. */
const jsonName = (column: string) => column.replace(/^custom\./, "");

/** The JSON value of a stored one, and back. */
function toJson(value: unknown, { type }: StoredColumn): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return type === "date" ? value.toISOString().slice(0, 10) : value.toISOString();
  return value;
}

function fromJson(value: unknown, { type }: StoredColumn): unknown {
  if (value === null || value === undefined) return null;
  if (type === "bigint") return BigInt(value as number);
  if (type === "date" || type === "timestamptz") return new Date(String(value));
  return value;
}

type Named = readonly [name: string, field: Field];

/** The columns of these fields of an object; `shown` are those of them by which its lists can be filtered. */
export function customColumnsOf(entity: string, fields: Fields, shown: Fields): CustomColumns {
  const all = Object.entries(fields);
  const columns: Record<string, StoredColumn> = Object.assign(
    {},
    ...all.map(([name, field]) => storedRulesOf(field).columns(name, field)),
  );
  const names = Object.keys(columns).map((column) => [column, jsonName(column)] as const);
  const keys = all.flatMap((named) => keysOf(entity, named));
  const unique = all.flatMap((named) => uniqueOf(entity, named).map((found) => ({ keys: found, name: named[0] })));
  const columnsByKey = new Map(names.map(([column, key]) => [key, column]));
  const empty = Object.fromEntries(names.map(([column]) => [column, null]));
  const unpackInto = (row: Record<string, unknown>): void => {
    const values = row.custom as Row | null | undefined;
    for (const key in values) {
      const column = columnsByKey.get(key);
      if (column !== undefined) row[column] = fromJson(values[key], columns[column] as StoredColumn);
    }
  };
  return {
    columns,
    list: Object.fromEntries(Object.keys(shown).flatMap((name) => listOf(entity, [name, shown[name] as Field]))),
    unpack(row) {
      const whole = { ...row, ...empty };
      unpackInto(whole);
      return whole;
    },
    unpackInto,
    storedNames: ([name, field]) => Object.keys(storedRulesOf(field).columns(name, field)).map(jsonName),
    pack(row) {
      // Values of fields that this server does not know yet stay.
      const custom: Record<string, unknown> = { ...((row.custom ?? {}) as Row) };
      for (const [column, key] of names) {
        const value = row[column] ?? null;
        if (value === null) delete custom[key];
        else custom[key] = toJson(value, columns[column] as StoredColumn);
      }
      const found = keys.flatMap(({ name, of }) => {
        const values = of(row);
        return values.length > 0 ? [[name, values] as const] : [];
      });
      return {
        custom: Object.keys(custom).length > 0 ? custom : null,
        customKeys: found.length > 0 ? Object.fromEntries(found) : null,
      };
    },
    stored: { values: names.map(([, key]) => key), keys: keys.map(({ name }) => name) },
    unique: (row) =>
      unique.flatMap(({ name, keys: { of, name: field } }) =>
        of(row).map((text) => ({ name, field, text: String(text) })),
      ),
  };
}

/** The field as lists filter and sort by it: its column stands for rows of keys. */
function listOf(entity: string, [name, field]: Named): [string, ListField][] {
  const rules = storedRulesOf(field).list(name, field);
  if (!rules || field.filterable === false) return [];
  const kind = rules.kind === "text" ? "key" : rules.kind;
  const column = customColumn(entity, rules.column, kind);
  // No answer is a no: only a yes has a row of keys.
  const nullable = kind === "boolean" ? {} : { nullable: true };
  const { nullable: _, ...facts } = rules;
  const listed = { ...facts, kind, column, ...nullable } as ListField;
  if (listed.kind !== "money" || rules.kind !== "money") return [[name, listed]];
  return [[name, { ...listed, currency: customColumn(entity, rules.currency, "key") }]];
}

interface Keys {
  /** Under which name `custom_keys` has them. */
  name: string;
  of(row: Row): unknown[];
}

/** The longest text of a key, so that it fits into an index. */
export const longestKey = 400;
const keyText = (value: unknown): string => foldKey(String(value)).slice(0, longestKey);

/** The keys by which records are found by a field. */
function keysOf(entity: string, [name, field]: Named): Keys[] {
  const rules = storedRulesOf(field);
  const listed = rules.list(name, field);
  if (!listed) return [];
  const { column, kind } = listed;
  const value = kind === "text" ? keyText : keyValue;
  const main: Keys = { name: keyField(entity, column), of: (row) => valuesIn(row[column]).map(value) };
  const more: Keys[] = [];
  if (listed.kind === "money") {
    const { currency } = listed;
    more.push({ name: keyField(entity, currency), of: (row) => valuesIn(row[currency]) });
  }
  more.push(...uniqueOf(entity, [name, field]));
  if (field.searchable) more.push({ name: `~${markOf(name)}`, of: (row) => valuesIn(row[column]).map(String) });
  return [main, ...more];
}

/** The keys by which no two records may have the same value. */
function uniqueOf(entity: string, [name, field]: Named): Keys[] {
  const listed = field.unique ? storedRulesOf(field).list(name, field) : null;
  if (!listed) return [];
  const { column } = listed;
  return [{ name: uniqueField(keyField(entity, column)), of: (row) => valuesIn(row[column]).map(keyText) }];
}

/** The key of a unique field by which records are found, and its texts in a row or an unpacked record. */
export function uniqueKeyOf(entity: string, [name, field]: Named): { field: string; textsOf(row: Row): string[] } {
  const [key] = uniqueOf(entity, [name, field]);
  if (!key) throw new Error(`${entity}.${name} is not unique.`);
  return { field: key.name, textsOf: (row) => key.of(row).map(String) };
}

const valuesIn = (value: unknown): unknown[] => {
  if (value === null || value === undefined || value === false) return [];
  return Array.isArray(value) ? value : [value];
};

/** Numbers, days and instants in ms, 1 for yes; texts as they are. */
function keyValue(value: unknown): string | number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
  return typeof value === "number" ? value : String(value);
}
