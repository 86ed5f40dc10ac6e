import { setTimeout as pause } from "node:timers/promises";
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { Client, Pool } from "pg";
import { listenOn } from "../ports";
import { errorCode, LocalProblem } from "../problem";
import { createApi } from "./api";
import { ENGINE_LOCK } from "./database";
import type { Engine, EngineOptions } from "./engine-options";
import { migrate, SEARCH_PATH } from "./migrations";
import { keepSynced } from "./sync";
import { tasksOf } from "./tasks";

/** A running engine. `lost` resolves with the reason when it cannot continue: its database is gone. */
export type RunningEngine = { url: string; lost: Promise<string>; stop(): Promise<void> };

const KEPT_FOR = "14 days";
const SERVED_WITHIN = "10s";
const CONNECTED_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 200;
/** Refused, cut off, shutting down, starting up. */
const COMES_BACK = ["ECONNREFUSED", "ECONNRESET", "57P01", "57P03"];

/**
 * Starts the engine in this process. It continues where the previous one was stopped or killed. Throws LocalProblem.
 */
export async function startEngine(options: EngineOptions, notice: (text: string) => void): Promise<RunningEngine> {
  const guard = await holdDatabase(options.databaseUrl);
  const pool = new Pool({ connectionString: options.databaseUrl, max: options.workers + 8, options: SEARCH_PATH });
  // The pool replaces a broken connection; its user gets the error.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const stopping = new AbortController();
  const engine: Engine = { options, pool, stopping: stopping.signal, notice };
  // Its end reports the error.
  guard.on("error", () => undefined);
  const lost = new Promise<string>((done) => {
    guard.once("end", () => stopping.signal.aborted || done("its database is gone"));
  });
  try {
    await migrate(pool);
    await takeUp(pool);
    const queue = await run({
      pgPool: pool,
      taskList: tasksOf(engine),
      parsedCronItems: [],
      concurrency: options.workers,
      pollInterval: options.pollMs,
      noHandleSignals: true,
      logger: new Logger(() => (level, message) => level === "error" && notice(message)),
      // Calls end at once when they are aborted.
      gracefulShutdownAbortTimeout: 0,
    });
    const api = createApi(engine);
    await listenOn(api, { port: options.port, host: "127.0.0.1", name: "workflow engine" });
    const synced = keepSynced(engine);
    return {
      url: `http://127.0.0.1:${options.port}`,
      lost,
      async stop() {
        stopping.abort();
        api.close();
        api.closeAllConnections();
        await synced;
        await queue.stop();
        await pool.end();
        await guard.end();
      },
    };
  } catch (error) {
    stopping.abort();
    await pool.end();
    await guard.end();
    throw error;
  }
}

/** Two engines on one database would make each call twice; the server releases the lock of a killed one. */
async function holdDatabase(connectionString: string): Promise<Client> {
  const guard = await connect(connectionString);
  try {
    await guard.query(`SET lock_timeout = '${SERVED_WITHIN}'`);
    await guard.query(`SELECT pg_advisory_lock(${ENGINE_LOCK})`);
    return guard;
  } catch (error) {
    await guard.end();
    throw new LocalProblem("Another workflow engine uses this database. Stop that one first.", { cause: error });
  }
}

/** The engine waits for a database that restarts. */
async function connect(connectionString: string): Promise<Client> {
  const deadline = Date.now() + CONNECTED_WITHIN_MS;
  for (;;) {
    const client = new Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > deadline || !COMES_BACK.includes(errorCode(error) ?? "")) throw error;
      await pause(LOOK_AGAIN_MS);
    }
  }
}

/** Calls that a killed engine had in progress are repeated. */
async function takeUp(pool: Pool): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: pool });
  const { rows } = await pool.query<{ worker: string }>(
    "SELECT DISTINCT locked_by AS worker FROM graphile_worker.jobs WHERE locked_by IS NOT NULL",
  );
  await utils.forceUnlockWorkers(rows.map(({ worker }) => worker));
  await utils.cleanup({ tasks: ["DELETE_PERMAFAILED_JOBS"] });
  await pool.query("UPDATE calls SET state = 'waiting' WHERE state <> 'waiting'");
  await pool.query(
    "SELECT graphile_worker.add_job('call', json_build_object('id', id::text), run_at => due_at, job_key => 'call:' || id) FROM calls ORDER BY sort_at, id",
  );
  await pool.query("SELECT graphile_worker.add_job('intake', '{}', queue_name => 'intake')");
  await pool.query(`DELETE FROM runs WHERE ended_at < now() - interval '${KEPT_FOR}'`);
  await pool.query(`DELETE FROM events WHERE done AND received_at < now() - interval '${KEPT_FOR}'`);
  await pool.query("DELETE FROM event_ids WHERE received_at < now() - interval '24 hours'");
  await pool.query("DELETE FROM seen_keys WHERE expires_at < now()");
  await pool.query(`DELETE FROM ticks WHERE due_at < now() - interval '${KEPT_FOR}'`);
}
