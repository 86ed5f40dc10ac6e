import "server-only";
import { randomUUID } from "node:crypto";
import pg from "pg";

/** Whose turn it is. Each order of the two comes up, also one after itself: no pooler can give both the same each time. */
const turns = [0, 1, 0, 1, 1, 0, 0, 1] as const;

const seenSql = "select pg_backend_pid() as pid, current_setting('throughline.session', true) as mark";

interface Seen {
  pid: number;
  mark: string | null;
}

/**
 * Whether connections of this address share the sessions of the database, as behind a pooler in transaction mode: two of
 * them in turns meet one process, or another one than before, or what the other has set. A direct connection and a pooler
 * in session mode never show that.
 */
export async function sharesSessions(connectionString: string): Promise<boolean> {
  const lines = [new Line(connectionString), new Line(connectionString)];
  try {
    for (const line of lines) await line.open();
    const [first, second] = lines.map(({ pid }) => pid);
    if (first === second) return true;
    for (const turn of turns) if (await lines[turn]?.hasMoved()) return true;
    return false;
  } finally {
    await Promise.all(lines.map((line) => line.end()));
  }
}

/** One connection with a mark of its own as a setting of its session. */
class Line {
  pid = 0;
  readonly #mark = randomUUID();
  readonly #client: pg.Client;

  constructor(connectionString: string) {
    this.#client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
    this.#client.on("error", () => undefined);
  }

  async open(): Promise<void> {
    await this.#client.connect();
    const { rows } = await this.#client.query<Seen>(
      "select pg_backend_pid() as pid, set_config('throughline.session', $1, false) as mark",
      [this.#mark],
    );
    this.pid = rows[0]?.pid ?? 0;
  }

  async hasMoved(): Promise<boolean> {
    const { rows } = await this.#client.query<Seen>(seenSql);
    return rows[0]?.pid !== this.pid || rows[0]?.mark !== this.#mark;
  }

  async end(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }
}
