import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Pool, type QueryResultRow } from "pg";
import { signalServer } from "@/local/postgres/server";
import { type Postgres, startPostgres } from "@/local/postgres/start";
import { type ImageCopy, imageCopy } from "@/test/postgres-image";

/** PostgreSQL with its own data, written as safely as in production, which can be killed and restarted. */
export class Database {
  readonly urls: Postgres["urls"];
  readonly #pool: Pool;

  private constructor(
    private readonly copy: ImageCopy,
    private server: Postgres,
  ) {
    this.urls = server.urls;
    this.#pool = new Pool({ connectionString: server.urls.superuser, max: 4 });
    this.#pool.on("error", () => undefined);
    this.#pool.on("connect", (client) => client.on("error", () => undefined));
  }

  static async start(): Promise<Database> {
    const copy = await imageCopy();
    try {
      return new Database(copy, await startPostgres({ dir: copy.folder }));
    } catch (error) {
      await copy.remove();
      throw error;
    }
  }

  /** SQL without policies: a drill's checks do not rely on the app's own answers. */
  async query<Row extends QueryResultRow>(sql: string, params: unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(sql, params)).rows;
  }

  /** The single value that a statement returns, as a number. */
  async number(sql: string, params: unknown[] = []): Promise<number> {
    const [row] = await this.query<Record<string, unknown>>(sql, params);
    return Number(Object.values(row ?? {})[0]);
  }

  /** Like `kill -9` of the whole server: nothing more is written, no session is notified. Returns when it has ended. */
  async kill(): Promise<void> {
    const others = await this.query<{ pid: number }>("select pid from pg_stat_activity where pid is not null");
    const lock = await readFile(join(this.copy.folder, "data", "postmaster.pid"), "utf8");
    signalServer(Number(lock.split("\n")[0]), "SIGKILL");
    for (const { pid } of others) signalServer(pid, "SIGKILL");
    await this.server.died;
    await this.server.stop();
  }

  /** Restarts it with the same data and port; it recovers first. Returns when it accepts connections. */
  async startAgain(): Promise<void> {
    this.server = await startPostgres({ dir: this.copy.folder, port: this.server.port });
  }

  async stop(): Promise<void> {
    await this.#pool.end();
    await this.server.stop();
    await this.copy.remove();
  }
}
