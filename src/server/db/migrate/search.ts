import "server-only";
import type pg from "pg";

/**
 * Takes the functions of search into a database, and the triggers by which its documents follow the tables. Where a table
 * is new to search, or other columns of it are searched, its documents are built anew; the app may write meanwhile.
 */
export async function applySearch(client: pg.Client, script: string, appRole = ""): Promise<void> {
  await client.query("SELECT set_config('throughline.app_role', $1, false)", [appRole]);
  // One after the other: a second one finds nothing left to build. The lock ends with the connection.
  await client.query("SELECT pg_advisory_lock(hashtext('throughline search'))");
  await client.query(script);
  const { rows } = await client.query<{ fill: string; source: string; mark: string }>(
    `SELECT p.oid::regprocedure::text AS fill, split_part(d.description, ' ', 2) AS source, split_part(d.description, ' ', 3) AS mark
     FROM pg_proc p JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_proc'::regclass
     WHERE p.proname LIKE 'search\\_fill\\_%' AND d.description LIKE 'fill %'`,
  );
  for (const { fill, source, mark } of rows) await build(client, fill, source, mark);
}

/** Row-level security is forced on the owner, too, so it reads and writes for all workspaces by policies of that moment. */
async function build(client: pg.Client, fill: string, source: string, mark: string): Promise<void> {
  await client.query(`CREATE POLICY search_fill ON ${source} FOR SELECT TO CURRENT_USER USING (true);
    CREATE POLICY search_fill ON search_words TO CURRENT_USER USING (true) WITH CHECK (true)`);
  try {
    await client.query(`SELECT ${fill}`);
  } finally {
    await client.query(`DROP POLICY search_fill ON ${source}; DROP POLICY search_fill ON search_words`);
  }
  await client.query(`COMMENT ON FUNCTION ${fill} IS ${client.escapeLiteral(`filled ${source} ${mark}`)}`);
}
