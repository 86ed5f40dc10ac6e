import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** Rows of SQL without policies, as a superuser of the browser tests' database. */
export async function superuser<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: process.env.E2E_SUPERUSER_URL });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Makes everything wait that reads a table in one workspace: other tests use the same database. Returns the function that
 * ends this. On a busy machine a test may take longer than a request waits for a lock: only a `limited` wait ends by that.
 */
export async function slowed(
  table: string,
  tenantId: string,
  { limited = false }: { limited?: boolean } = {},
): Promise<() => Promise<void>> {
  const name = `wait_${randomBytes(6).toString("hex")}`;
  const client = new Client({ connectionString: process.env.E2E_SUPERUSER_URL });
  await client.connect();
  const key = `hashtextextended('${name}', 0)`;
  await client.query(`select pg_advisory_lock(${key})`);
  await client.query(
    `create function ${name}() returns boolean language plpgsql stable ${limited ? "" : "set lock_timeout = 0"} as $$
     begin perform pg_advisory_lock_shared(${key}); perform pg_advisory_unlock_shared(${key}); return true; end $$;
     grant execute on function ${name}() to public;
     create policy ${name} on ${client.escapeIdentifier(table)} as restrictive for select
       using (current_setting('app.tenant_id', true) is distinct from '${tenantId}' or ${name}())`,
  );
  return async () => {
    await client.query(`select pg_advisory_unlock(${key})`);
    await client.query(`drop function ${name} cascade`);
    await client.end();
  };
}
