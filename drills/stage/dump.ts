import { Client } from "pg";

const ROWS_AT_ONCE = 2_000;

/** A row of some table of the server, as text. */
export interface DumpedRow {
  table: string;
  text: string;
}

/**
 * Every row of every table of each database of the server: those of the app, of the workflow engine and of PostgreSQL
 * itself, which keeps roles and samples of values. The tables are those of the catalogue.
 */
export async function* dumpOf(superuserUrl: string): AsyncGenerator<DumpedRow[]> {
  const names = await withClient(superuserUrl, (client) =>
    namesIn(client, "select datname as name from pg_database where datallowconn order by 1"),
  );
  for (const name of names) {
    const client = new Client({
      connectionString: Object.assign(new URL(superuserUrl), { pathname: `/${name}` }).href,
    });
    await client.connect();
    try {
      yield* rowsOf(client, name);
    } finally {
      await client.end();
    }
  }
}

async function* rowsOf(client: Client, database: string): AsyncGenerator<DumpedRow[]> {
  const tables = await namesIn(client, "select oid::regclass::text as name from pg_class where relkind in ('r', 'm')");
  await client.query("begin read only");
  for (const table of tables) {
    await client.query(`declare rows no scroll cursor for select t::text as text from ${table} t`);
    for (;;) {
      const { rows } = await client.query<{ text: string }>(`fetch ${ROWS_AT_ONCE} from rows`);
      if (rows.length === 0) break;
      yield rows.map(({ text }) => ({ table: `${database}.${table}`, text }));
    }
    await client.query("close rows");
  }
  await client.query("rollback");
}

async function namesIn(client: Client, sql: string): Promise<string[]> {
  return (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name);
}

async function withClient<T>(connectionString: string, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}
