import { adminQuery } from "./db";

/** Every table that has a row in which this text stands, with how many. */
export async function tablesNaming(text: string): Promise<Record<string, number>> {
  const tables = await adminQuery<{ name: string }>(
    "select c.oid::regclass::text as name from pg_class c where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace",
  );
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await adminQuery<{ count: number }>(
      `select count(*)::int as count from ${name} t where position($1 in t::text) > 0`,
      [text],
    );
    if (row && row.count > 0) found[name] = row.count;
  }
  return found;
}
