import "server-only";
import { counted, plainLocale } from "@/lib/counted";
import { sqlState } from "../errors.ts";

/** The schema of a database: its migrations, and the version of `access.sql` that was applied last. */
interface SchemaFacts {
  migrations: readonly string[];
  access: number;
}

/** The version in a script's head or in its note in the database; 0 where there is none. */
export function accessVersion(text: string): number {
  return Number(/^-- Version (\d+)\./m.exec(text)?.[1] ?? 0);
}

/** The mark that a script leaves in a database after it was applied. */
export const accessNote = (script: string) => `-- Version ${accessVersion(script)}. (access.sql)`;

const factsSql = `
  select array(select migration_name::text from _prisma_migrations
               where finished_at is not null and rolled_back_at is null) as migrations,
         coalesce(obj_description('_prisma_migrations'::regclass), '') as note`;

/** No such table, no such schema or no right to read it: the database was never migrated. */
const notMigrated = new Set(["42P01", "3F000", "42501"]);

type Query = (name: string, text: string, values: unknown[]) => Promise<{ migrations: string[]; note: string }[]>;

/** Asks a database which schema it has; one that was never migrated has none. */
async function schemaFacts(query: Query): Promise<SchemaFacts> {
  try {
    const [row] = await query("schema-facts", factsSql, []);
    return { migrations: row?.migrations ?? [], access: accessVersion(row?.note ?? "") };
  } catch (error) {
    if (notMigrated.has(sqlState(error) ?? "")) return { migrations: [], access: 0 };
    throw error;
  }
}

/**
 * The task left until the database has the expected schema. Null when it has it, or a newer one: the previous version
 * keeps running after the next version's migrations.
 */
export async function missingSchema(query: Query, expected: SchemaFacts): Promise<string | null> {
  const found = await schemaFacts(query);
  const pending = expected.migrations.filter((name) => !found.migrations.includes(name)).length;
  if (pending === 0 && found.access >= expected.access) return null;
  const lacks =
    pending > 0
      ? counted(pending, { one: "migration", many: "migrations" }, plainLocale)
      : "the rights of this version";
  return `The database lacks ${lacks}. Run npm run db:migrate.`;
}
