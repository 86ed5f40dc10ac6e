import "server-only";

export interface SqlColumn {
  name: string;
  type: "uuid" | "text" | "bigint" | "int" | "float8" | "date" | "timestamptz" | "boolean" | "jsonb";
}

/** A table as raw SQL names it, with its alias and the columns behind Prisma's fields. */
export interface SqlTable {
  name: string;
  alias: string;
  columns: Readonly<Record<string, SqlColumn>>;
  /** Child tables that a condition can ask for with `some`; joined by tenant and `key` = id. */
  children?: Readonly<Record<string, { table: string; key: string; columns: SqlTable["columns"] }>>;
}
