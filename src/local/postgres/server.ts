import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { diskFull, errorCode, LocalProblem } from "../problem";
import type { Binaries } from "./binaries";
import { type Cluster, SUPERUSER } from "./cluster";
import { commandAs, type ServerUser } from "./run-as";
import { explain, logTail } from "./trouble";

/** Name of the connection that each process keeps open while it uses the server. */
export const USER_MARK = "throughline local";

const READY_WITHIN_MS = 60_000;
const LOG_LIMIT_BYTES = 10_000_000;

/** A running server: its postmaster's process id, its port, and the process if this one started it. */
export type Server = { pid: number; port: number; child?: ChildProcess; superuser: Client };

/** The server that already runs on the cluster's data, if any. Removes the lock file of a killed server. */
export async function findServer(cluster: Cluster): Promise<Server | undefined> {
  const lock = join(cluster.data, "postmaster.pid");
  const lines = (await readFile(lock, "utf8").catch(() => "")).split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (!(await isServerOf(pid, cluster.data))) {
    // After a reboot another program may have the number; PostgreSQL itself would then refuse to start.
    await rm(lock, { force: true });
    return undefined;
  }
  if (!port) return undefined;
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && isAlive(pid)) {
    const superuser = await connect(cluster, port);
    if (superuser) return { pid, port, superuser };
    await pause(50);
  }
  return undefined;
}

/** Starts the server on `port` and waits until it accepts connections, after any recovery. */
export async function startServer(
  cluster: Cluster,
  binaries: Binaries,
  user: ServerUser | undefined,
  { port, fsync }: { port: number; fsync: boolean },
): Promise<Server> {
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
    "max_connections=200",
    // Disposable data. Without autovacuum, plans depend on what a test did and not on timing.
    ...(fsync ? [] : ["fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "autovacuum=off"]),
  ];
  const args = ["-D", cluster.data, ...settings.flatMap((setting) => ["-c", setting])];
  const command = await commandAs(user, binaries.postgres, args, [cluster.data]);
  const log = await openLog(cluster);
  const before = (await log.stat()).size;
  // Its own session: Ctrl-C in the terminal must reach the app first, not its database.
  const child = spawn(command.file, command.args, {
    ...command.options,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  const failed = once(child, "error").then(([error]) => Promise.reject(error));
  failed.catch(() => undefined);
  const exited = once(child, "exit");
  exited.catch(() => undefined);
  await log.close();
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const superuser = await Promise.race([connect(cluster, port), failed]);
    if (superuser && child.pid !== undefined) {
      child.unref();
      return { pid: child.pid, port, child, superuser };
    }
    await Promise.race([pause(25), exited]);
  }
  child.kill("SIGQUIT");
  const written = (await stat(cluster.log)).size - before;
  throw explain(await logTail(cluster.log, Math.max(1, Math.min(written, 4_000))), { ...cluster, port });
}

/** Shuts the server down: closes sessions, writes everything. Returns when it has ended. */
export async function stopServer(server: Server): Promise<void> {
  for (const [signal, waitMs] of [
    ["SIGINT", 15_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const) {
    if (!isRunning(server)) return;
    signalServer(server.pid, signal);
    const deadline = Date.now() + waitMs;
    while (Date.now() < deadline && isRunning(server)) await pause(10);
  }
}

/** Sends `signal` to the postmaster; ignores one that has already ended. */
export function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}

function isRunning({ child, pid }: Server): boolean {
  return child ? child.exitCode === null && child.signalCode === null : isAlive(pid);
}

/** Whether a process has this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

/** Whether process `pid` is the postmaster of `data`; if the system does not tell, whether it exists. */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.split("\0").includes(data);
}

async function connect(cluster: Cluster, port: number): Promise<Client | undefined> {
  const client = new Client({
    host: "127.0.0.1",
    port,
    user: SUPERUSER,
    password: cluster.passwords.superuser,
    database: "postgres",
    application_name: USER_MARK,
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
    if (rows[0]?.data_directory === cluster.data) return client;
    await client.end();
  } catch (error) {
    await client.end().catch(() => undefined);
    if (errorCode(error) === "28P01") {
      throw new LocalProblem(
        `The database in ${cluster.data} does not accept the password in passwords.json beside it. Put the right file back, or delete ${cluster.folder} to start over.`,
      );
    }
  }
  return undefined;
}

async function openLog({ log, folder }: Cluster) {
  const size = await stat(log).then(
    (file) => file.size,
    () => 0,
  );
  try {
    return await open(log, size > LOG_LIMIT_BYTES ? "w" : "a", 0o600);
  } catch (error) {
    throw errorCode(error) === "ENOSPC" ? diskFull(folder, error) : error;
  }
}
