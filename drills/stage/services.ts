import { join } from "node:path";
import { Pool } from "pg";
import type { App as PusherApp } from "@/local/channels/signature";
import { type ChannelsServer, newApp, startChannels } from "@/local/channels/start";
import { freePort } from "@/local/ports";
import type { Variables } from "@/local/settings";
import { startLocalWorkflows } from "@/local/workflows/local";
import { until } from "../until";

const PATIENCE_MS = 180_000;

/** A service that a drill can stop and restart at the same address. */
type Service = { stop(): Promise<void>; start(): Promise<void> };

/** The workflow engine, with its state in the drill's database. */
export type Engine = Service & {
  /** The app's settings for it. */
  env: Variables;
  /** Events with this name and workspace in the order of arrival, with the record of each. */
  taken(tenantId: string, name: string): Promise<{ id: string; record: string }[]>;
  /** Runs for them that did their work; skipped runs are not among them. */
  worked(tenantId: string, name: string): Promise<number>;
  /** Sleeping runs about this record. */
  asleep(recordId: string): Promise<number>;
  /** Returns when it has done everything that was sent under this name. */
  idle(name: string): Promise<void>;
  /** Ends it permanently. */
  close(): Promise<void>;
};

export async function startEngine(
  options: Omit<Parameters<typeof startLocalWorkflows>[0], "dir"> & { folder: string },
): Promise<Engine> {
  const { folder, ...rest } = options;
  const open = () => startLocalWorkflows({ dir: join(folder, "workflows"), ...rest });
  let engine = await open();
  const url = Object.assign(new URL(options.superuserUrl), { pathname: "/workflows" }).href;
  const pool = new Pool({ connectionString: url, max: 1, options: "-c search_path=workflows" });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return {
    env: engine.env,
    stop: () => engine.stop(),
    async start() {
      engine = await open();
    },
    async taken(tenantId, name) {
      const { rows } = await pool.query<{ id: string; record: string }>(
        `select body->'data'->>'eventId' as id, body->'data'->>'entityId' as record from events
         where body->'data'->>'tenantId' = $1 and name = $2 order by seq`,
        [tenantId, name],
      );
      return rows;
    },
    async worked(tenantId, name) {
      const { rows } = await pool.query<{ runs: number }>(
        `select count(*)::int as runs from runs
         where events->0->'data'->>'tenantId' = $1 and events->0->>'name' = $2 and output->>'done' is not null`,
        [tenantId, name],
      );
      return rows[0]?.runs ?? 0;
    },
    async asleep(recordId) {
      const { rows } = await pool.query<{ runs: number }>(
        `select count(*)::int as runs from steps s join runs r on r.id = s.run_id
         where r.events->0->'data'->>'entityId' = $1 and s.op = 'Sleep' and s.state = 'waiting'`,
        [recordId],
      );
      return rows[0]?.runs ?? 0;
    },
    async idle(name) {
      await until("the engine has done all that it was sent", PATIENCE_MS, async () => {
        const { rows } = await pool.query<{ left: number }>(
          `select (select count(*) from events where not done)::int
                + (select count(*) from runs where status = 'Running' and events->0->>'name' = $1)::int as left`,
          [name],
        );
        return rows[0]?.left === 0;
      });
    },
    async close() {
      await pool.end();
      await engine.stop();
    },
  };
}

/** The channels server. */
export async function openChannels(): Promise<Service & { app: PusherApp; port: number; url: string }> {
  const app = newApp();
  const port = await freePort();
  const open = () => startChannels({ port, app });
  let server: ChannelsServer = await open();
  return {
    app,
    port,
    url: server.url,
    stop: () => server.stop(),
    async start() {
      server = await open();
    },
  };
}
