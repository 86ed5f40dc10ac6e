import { Client } from "pg";

/** Rows of SQL past the policies, as somebody at the database of the browser tests' server would write it. */
export async function superuser<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: process.env.E2E_SUPERUSER_URL });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
