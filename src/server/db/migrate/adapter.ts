import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import pg from "pg";

const SHADOW_PREFIX = "throughline_shadow_";
const SHADOW_LIFE_MS = 3_600_000;
const OID_CHAR = 18;
const OID_TEXT = 25;

/**
 * Connections for Prisma's schema engine. adapter-pg 7.10 fails at four things that the engine does, each fixed here:
 * the column type "char", the shadow database, its disposal, and scripts with `;` inside a body.
 */
export class MigrationAdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = "postgres";
  readonly adapterName = "@prisma/adapter-pg";
  readonly #pools = new Set<pg.Pool>();

  /** `url`: the database to migrate. `shadowUrl`: a login of the same server that may create databases. */
  constructor(
    private readonly url: string,
    private readonly shadowUrl: string = url,
  ) {}

  async connect(): Promise<SqlDriverAdapter> {
    return (await this.#open(this.url)).adapter;
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const admin = this.#pool(this.shadowUrl);
    const name = `${SHADOW_PREFIX}${Date.now()}_${randomBytes(4).toString("hex")}`;
    const drop = () => admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await sweepShadows(admin);
    await admin.query(`CREATE DATABASE "${name}" TEMPLATE template0`);
    try {
      const { pool, adapter } = await this.#open(inDatabase(this.shadowUrl, name));
      adapter.dispose = async () => {
        await this.#end(pool);
        await drop();
      };
      return adapter;
    } catch (error) {
      await drop();
      throw error;
    }
  }

  /** Closes every connection; the engine keeps its own open after `free()`. */
  async end(): Promise<void> {
    await Promise.all([...this.#pools].map((pool) => this.#end(pool)));
  }

  async #open(url: string): Promise<{ pool: pg.Pool; adapter: SqlDriverAdapter }> {
    const pool = this.#pool(url);
    const adapter: SqlDriverAdapter = await new PrismaPg(pool).connect();
    mendCharColumns(pool, adapter);
    adapter.executeScript = (script) => runScript(pool, script);
    return { pool, adapter };
  }

  #pool(url: string): pg.Pool {
    const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000 });
    pool.on("error", () => undefined);
    this.#pools.add(pool);
    return pool;
  }

  async #end(pool: pg.Pool): Promise<void> {
    if (this.#pools.delete(pool)) await pool.end();
  }
}

function inDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** Drops shadow databases that killed runs left an hour ago or earlier; the name of each holds its time of creation. */
async function sweepShadows(admin: pg.Pool): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE starts_with(datname, $1) AND pg_has_role(datdba, 'MEMBER')",
    [SHADOW_PREFIX],
  );
  for (const { datname } of rows) {
    const madeAt = Number.parseInt(datname.slice(SHADOW_PREFIX.length), 10);
    if (Date.now() - madeAt > SHADOW_LIFE_MS) await admin.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  }
}

/** The adapter refuses columns of the type "char": it receives text, and the engine then gets the true type. */
function mendCharColumns(pool: pg.Pool, adapter: SqlDriverAdapter): void {
  const charColumns = new AsyncLocalStorage<Set<number>>();
  const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult>;
  const queryRaw = adapter.queryRaw.bind(adapter);
  Object.assign(pool, {
    query: async (config: pg.QueryConfig) => {
      const result = await query(config);
      for (const [index, field] of (result.fields ?? []).entries()) {
        if (field.dataTypeID !== OID_CHAR) continue;
        field.dataTypeID = OID_TEXT;
        charColumns.getStore()?.add(index);
      }
      return result;
    },
  });
  adapter.queryRaw = async (sql) => {
    const found = new Set<number>();
    const result = await charColumns.run(found, () => queryRaw(sql));
    const columnTypes = result.columnTypes.map((type, index) => (found.has(index) ? ColumnTypeEnum.Character : type));
    return { ...result, columnTypes };
  };
}

/** Sends a script whole: PostgreSQL finds the ends of its statements and runs them in one transaction. */
async function runScript(pool: pg.Pool, script: string): Promise<void> {
  try {
    await pool.query(script);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const { code = "N/A", severity = "ERROR", message, detail, column, hint } = error;
    throw new DriverAdapterError({ kind: "postgres", code, severity, message, detail, column, hint });
  }
}
