import "server-only";

export interface SqlColumn {
  name: string;
  type: "uuid" | "text" | "bigint" | "int" | "float8" | "date" | "timestamptz" | "boolean" | "jsonb";
  /** The alias of another table that is joined to this one. */
  in?: string;
}

/** A table as raw SQL names it, with its alias and the columns behind Prisma's fields. */
export interface SqlTable {
  name: string;
  alias: string;
  columns: Readonly<Record<string, SqlColumn>>;
  /** Child tables that a condition can ask for with `some`. */
  children?: Readonly<Record<string, SqlChild>>;
}

/** A table that is joined by tenant and `key` = id; `only` are values that its rows must have. */
export interface SqlChild {
  table: string;
  key: string;
  columns: SqlTable["columns"];
  only?: Readonly<Record<string, string>>;
}
