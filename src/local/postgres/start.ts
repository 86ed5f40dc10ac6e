import { once } from "node:events";
import { realpath } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import { freePort, isPortFree, rememberedPort } from "../ports";
import { LocalProblem } from "../problem";
import { makeFolder } from "../state";
import { findBinaries } from "./binaries";
import { type Cluster, ensureCluster, SUPERUSER } from "./cluster";
import { DATABASE, ensureRoles } from "./roles";
import { serverUser } from "./run-as";
import { findServer, isAlive, type Server, signalServer, startServer, stopServer, USER_MARK } from "./server";
import { portTaken } from "./trouble";

/** The location and options of the local server. */
export type PostgresOptions = {
  /** Folder of the cluster; it contains everything the cluster needs. */
  dir: string;
  /** False makes it faster and unsafe against power loss: for tests only. Default true. */
  fsync?: boolean;
  /** A required port; otherwise the last one, or a free one. */
  port?: number;
  /** Receives messages for the person. */
  notice?: (text: string) => void;
};

/** A running local server. `stop` ends it unless another process still uses it: the last one stops it. */
export type Postgres = {
  urls: { superuser: string; owner: string; app: string; platform: string };
  port: number;
  /** Resolves when the server ended without a call of `stop`. */
  died: Promise<void>;
  stop(): Promise<void>;
};

/** Starts PostgreSQL on the data in `dir`, or joins the server that runs there. Throws LocalProblem with what to do. */
export async function startPostgres({
  dir,
  fsync = true,
  port,
  notice = () => undefined,
}: PostgresOptions): Promise<Postgres> {
  await makeFolder(dir);
  const binaries = findBinaries();
  const user = await serverUser();
  const cluster = await ensureCluster(await realpath(dir).catch(() => dir), binaries, user, fsync);
  const server = (await findServer(cluster)) ?? (await startAnew(cluster));
  await ensureRoles(server.superuser, cluster.passwords);
  keepAlive(server.superuser, false);
  let stopping = false;
  const lastResort = () => signalServer(server.pid, "SIGINT");
  if (server.child) process.once("exit", lastResort);
  return {
    urls: urlsOf(cluster, server.port),
    port: server.port,
    died: gone(server).then(() => (stopping ? new Promise<void>(() => undefined) : undefined)),
    async stop() {
      if (stopping) return;
      stopping = true;
      process.off("exit", lastResort);
      keepAlive(server.superuser, true);
      if (await isLastUser(server)) await stopServer(server);
    },
  };

  async function startAnew(cluster: Cluster): Promise<Server> {
    if (port !== undefined && !(await isPortFree(port, "127.0.0.1"))) throw portTaken(port);
    for (let attempt = 1; ; attempt++) {
      const chosen =
        port ?? (attempt === 1 ? await rememberedPort(cluster.folder, "postgres", notice) : await freePort());
      try {
        return await startServer(cluster, binaries, user, { port: chosen, fsync });
      } catch (error) {
        const other = await findServer(cluster);
        if (other) return other;
        if (!(error instanceof LocalProblem) || attempt === 20 || !isPassing(error.message)) throw error;
        await pause(250);
      }
    }
  }
}

/** Temporary reasons: another process is starting it, or processes of a killed server are still ending. */
function isPassing(message: string): boolean {
  return /lock file "postmaster.pid" (already exists|is empty)|pre-existing shared memory block/.test(message);
}

/** Resolves when the server has ended; a server that another process started can only be polled. */
function gone({ child, pid }: Server): Promise<unknown> {
  if (child) return once(child, "exit");
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(look);
      resolve(undefined);
    }, 500).unref();
  });
}

/**
 * Closes the connection that marks this process as a user of the server, and returns whether it was the only one.
 * Users leave one at a time, or two could each leave the server to the other.
 */
async function isLastUser({ superuser, child }: Server): Promise<boolean> {
  try {
    await superuser.query("SELECT pg_advisory_lock(hashtext('throughline users'))");
    const others = await superuser.query(
      "SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()",
      [USER_MARK],
    );
    await superuser.query("SET application_name = ''");
    return others.rowCount === 0;
  } catch {
    return child !== undefined;
  } finally {
    await superuser.end().catch(() => undefined);
  }
}

function urlsOf({ passwords }: Cluster, port: number): Postgres["urls"] {
  const url = (user: string, password: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/${DATABASE}`;
  return {
    superuser: url(SUPERUSER, passwords.superuser),
    owner: url("throughline_owner", passwords.owner),
    app: url("throughline_app", passwords.app),
    platform: url("throughline_platform", passwords.platform),
  };
}

/** Sets whether this connection alone keeps the process running. pg has the two methods; its types lack them. */
function keepAlive(client: Client, on: boolean): void {
  const socket = client as Client & { ref(): void; unref(): void };
  if (on) socket.ref();
  else socket.unref();
}
