import "server-only";
import type { FieldKind, FieldOf } from "@/lib/fields/field";
import type { Ctx, TenantInfo } from "../context.ts";
import type { ListField } from "../list-definition.ts";
import type { Scope } from "../scope.ts";
import type { SqlColumn } from "../sql-table.ts";

/** A stored row under Prisma's names; records that it points to lie under the names of their fields. */
export type Row = Readonly<Record<string, unknown>>;

export interface StoredColumn {
  type: SqlColumn["type"];
  /** False for columns that are never read, such as normalised copies that only lookups use. */
  read?: false;
  /** False for columns that no event records, because they follow from other records. */
  recorded?: false;
  /** The column whose normalised text it holds, and how it is normalised, if not by `foldKey`. */
  folds?: string;
  fold?(value: unknown): string | null;
  /** The value that rows of lists read in its place, as SQL over the column; null if they leave it out. */
  listed?: ((column: string) => string) | null;
}

/** The formats of a workspace, by which amounts and telephone numbers are read. */
export type Formats = Pick<TenantInfo, "currency" | "locale">;

/** A record that a field points to, as its table holds it. */
export interface ReferenceTarget {
  /** The column of this noun that holds its id, under Prisma's name. */
  key: string;
  table: string;
  /** The columns read besides the id, under Prisma's names. */
  columns: readonly string[];
}

/** Changes the stored columns of a record by a row of a file. */
export type FromFile = (columns: Record<string, unknown>, row: Row, formats: Formats) => void;

/** Empties the stored columns that a cell of a file fills. */
export type ClearCell = (columns: Record<string, unknown>) => void;

/** Copies one cell into one column. */
export const cellInto =
  (cell: string, column: string, stored: (value: unknown) => unknown = (value) => value): FromFile =>
  (columns, row) => {
    const value = row[cell] ?? null;
    if (value !== null) columns[column] = stored(value);
  };

/** The database side of one kind of field. */
export interface StoredRules<K extends FieldKind> {
  /** Its columns, by Prisma's names. */
  columns(name: string, field: FieldOf<K>): Record<string, StoredColumn>;
  /** The columns that a given value sets; null empties it. */
  write(name: string, field: FieldOf<K>, value: unknown, formats: Formats): Record<string, unknown>;
  /** The value as the server returns it; the id if the field points to a record. */
  read(name: string, field: FieldOf<K>, row: Row): unknown;
  /** The value if it depends on the actor. `scope` is that of the record that the field points to. */
  present?(name: string, field: FieldOf<K>, row: Row, ctx: Ctx, scope: Scope | undefined): unknown;
  /** Applies the value of a file's row; an empty cell leaves the field as it is. */
  fromFile(name: string, field: FieldOf<K>): FromFile;
  /** The cells of a file that can clear a part of it, by name; without this function its one cell clears all of it. */
  clears?(name: string, field: FieldOf<K>): Readonly<Record<string, ClearCell>>;
  /** How lists filter, sort and group by the field; null if they do not. */
  list(name: string, field: FieldOf<K>): ListField | null;
  referenceTarget?(name: string, field: FieldOf<K>): ReferenceTarget;
  /** The records whose ids its JSON column lists. */
  listedTarget?(name: string, field: FieldOf<K>): ReferenceTarget;
  /**
   * Its text for search, as SQL over a stored column; null if it is empty. Kinds without this function are not
   * searched.
   */
  searched?(column: string): string;
}

/** The list column of a field whose column holds the value itself. */
export function listField(
  field: FieldOf<FieldKind>,
  kind: Exclude<ListField["kind"], "money" | "lines">,
  column: string,
): ListField {
  return {
    kind,
    column,
    ...(field.required ? {} : { nullable: true }),
    ...(field.sortable ? { sortable: true } : {}),
    ...(field.groupable ? { groups: true } : {}),
  };
}

/** The SQL of a text as the search index stores it. */
export const searchedText = (column: string): string => `public.search_text(${column})`;

/** The rules of a kind whose value is stored unchanged in one column. */
export function singleColumnStorage<K extends FieldKind>(
  type: SqlColumn["type"],
  list: Exclude<ListField["kind"], "money" | "lines"> | null,
): StoredRules<K> {
  return {
    columns: (name) => ({ [name]: { type } }),
    write: (name, _field, value) => ({ [name]: value }),
    read: (name, _field, row) => row[name],
    fromFile: (name) => cellInto(name, name),
    list: (name, field) => list && listField(field, list, name),
  };
}
