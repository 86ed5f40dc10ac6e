import "server-only";
import { randomUUID } from "node:crypto";
import pg from "pg";

/** The order in which the two ask, including the same one twice: no pooler can hand each its own session every time. */
const turns = [0, 1, 0, 1, 1, 0, 0, 1] as const;

const seenSql = "select pg_backend_pid() as pid, current_setting('throughline.session', true) as mark";

interface Seen {
  pid: number;
  mark: string | null;
}

/**
 * Whether connections to this address share database sessions, as behind a pooler in transaction mode: two
 * connections in turn see one process, a changed process or each other's settings. Direct connections and session
 * poolers never do.
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

/** A connection that marks its session with a setting. */
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
