import "server-only";
import type { ListKind } from "../list-kinds.ts";
import type { SqlColumn } from "../sql-table.ts";

/** A column that stands for the keys of a custom field, which lie in rows of their own. */
export interface KeyColumn {
  /** Object and column: `contact.region`. */
  field: string;
  column: SqlColumn & { type: "text" | "float8" };
  /** Under which name the JSON column of the record holds the value. */
  json: string;
}

const numbers: readonly ListKind[] = ["number", "decimal", "money", "day", "instant", "boolean"];
const sign = "#";

/** The name under which `custom_keys` has the keys of a column. */
export const keyField = (entity: string, column: string): string => `${entity}.${column.replace(/^custom\./, "")}`;

/** The same for keys that no two records may share. */
export const uniqueField = (field: string): string => `!${field}`;

/** The name of such a column in conditions and orders of lists. */
export const customColumn = (entity: string, column: string, kind: ListKind): string =>
  `${sign}${numbers.includes(kind) ? "number" : "text"} ${keyField(entity, column)}`;

export const isKeyColumn = (name: string): boolean => name.startsWith(sign);

/** The column that a name stands for; undefined for columns of the record itself. */
export function keyColumnOf(name: string): KeyColumn | undefined {
  if (!isKeyColumn(name)) return undefined;
  const [type, field = ""] = name.slice(sign.length).split(" ", 2);
  const column =
    type === "number" ? ({ name: "number", type: "float8" } as const) : ({ name: "text", type: "text" } as const);
  return { field, column, json: field.slice(field.indexOf(".") + 1) };
}
