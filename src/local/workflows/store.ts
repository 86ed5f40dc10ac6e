import { setTimeout as pause } from "node:timers/promises";
import type { Pool, PoolClient, QueryResultRow } from "pg";
import { errorCode } from "../problem";

/** One transaction of the engine. Locks are taken in this order: one run, then `slots`, then calls. */
export type Tx = {
  rows<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** The first row, if any. */
  row<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row | undefined>;
  /** Number of rows that a statement changed. */
  change(sql: string, values?: unknown[]): Promise<number>;
  /** Queues a task when this transaction commits. A task with the same `key` is replaced. */
  enqueue(task: TaskName, payload: object, options?: { key?: string; at?: Date; queue?: string }): Promise<void>;
  /** Removes the task with this key, unless it is running. */
  dequeue(key: string): Promise<void>;
};

/** The tasks of the queue. */
export type TaskName = "intake" | "call" | "wake" | "cancel" | "resolve" | "cron" | "flush" | "deadline";

const MAX_ATTEMPTS = 6;
const TRY_AGAIN = ["40P01", "40001"];

/** Runs `work` in one transaction; a deadlock is retried. */
export async function inTransaction<Result>(pool: Pool, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      const result = await work(transactionOn(client));
      await client.query("COMMIT");
      client.release();
      return result;
    } catch (error) {
      // A connection that cannot roll back is of no use to others.
      const broken = await client.query("ROLLBACK").then(
        () => false,
        () => true,
      );
      client.release(broken);
      if (attempt === MAX_ATTEMPTS || !TRY_AGAIN.includes(errorCode(error) ?? "")) throw error;
      await pause(attempt * 20 * Math.random());
    }
  }
}

/** Whether the database refused the data of a statement, and would do so again. */
export function isBadData(error: unknown): boolean {
  return /^(22|23|54)/.test(errorCode(error) ?? "");
}

function transactionOn(client: PoolClient): Tx {
  const rows = async <Row extends QueryResultRow>(sql: string, values: unknown[] = []) =>
    (await client.query<Row>(sql, values)).rows;
  return {
    rows,
    row: async <Row extends QueryResultRow>(sql: string, values?: unknown[]) => (await rows<Row>(sql, values))[0],
    change: async (sql, values = []) => (await client.query(sql, values)).rowCount ?? 0,
    async enqueue(task, payload, { key, at, queue } = {}) {
      await client.query(
        `SELECT graphile_worker.add_job($1, $2, queue_name => $3, run_at => coalesce($4, clock_timestamp()), job_key => $5)`,
        [task, JSON.stringify(payload), queue, at, key],
      );
    },
    async dequeue(key) {
      await client.query("SELECT graphile_worker.remove_job($1)", [key]);
    },
  };
}
