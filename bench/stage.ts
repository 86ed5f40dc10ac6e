import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { type ChannelsServer, newApp, startChannels } from "@/local/channels/start";
import { type Child, startCommand, startNode } from "@/local/child";
import { buildWhenChanged } from "@/local/next-build";
import { freePort } from "@/local/ports";
import { dataDir, type Variables } from "@/local/settings";
import { type StorageServer, startStorage } from "@/local/storage/start";
import { startLocalWorkflows } from "@/local/workflows/local";
import { openDatabase, type RunDatabase } from "./data/cluster";
import type { Scale } from "./data/scale";
import { type SignedIn, signIn } from "./data/sign-in";

const READY_WITHIN_MS = 60_000;

/** The environment of a figure: data, the app as built for production, and a signed-in person. */
export type Stage = {
  scale: Scale;
  urls: RunDatabase["urls"];
  /** SQL without policies: counters, plans, facts about the data. */
  superuser: Client;
  /** The app's environment. */
  env: Variables;
  app: { url: string; pid: number };
  person: SignedIn;
  /** Another member of the same workspace. */
  colleague: SignedIn;
  say(text: string): void;
  /** Starts a program of the bench that ends with the stage at the latest. */
  start(args: string[], env: Variables): Child;
  stop(): Promise<void>;
};

/** Builds what is missing and starts everything. `stop` of the result ends all of it in any case. */
export async function openStage(scale: Scale, say: (text: string) => void): Promise<Stage> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const database = await openDatabase(scale, say);
    stops.push(database.stop);
    const superuser = new Client({ connectionString: database.urls.superuser });
    superuser.on("error", () => undefined);
    await superuser.connect();
    stops.push(() => superuser.end());
    const port = await freePort();
    const channels = await startChannels({ port: await freePort(), app: newApp() });
    stops.push(channels.stop);
    const workflows = await startLocalWorkflows({
      dir: join(dataDir(), "bench", "workflows"),
      superuserUrl: database.urls.superuser,
      appUrl: `http://127.0.0.1:${port}/api/inngest`,
      notice: say,
    });
    stops.push(workflows.stop);
    const storage = await startStorage({ port: await freePort(), dir: join(dataDir(), "bench", "storage") });
    stops.push(storage.stop);
    const env = { ...(await environment(database, channels, port)), ...storedAt(storage), ...workflows.env };
    const built = await buildWhenChanged(env);
    say(built ? "app is built" : "app is unchanged since its last build");
    const person = await signIn(superuser, env.NEXTAUTH_SECRET ?? "", "Bench");
    const colleague = await signIn(superuser, env.NEXTAUTH_SECRET ?? "", "Colleague");
    const start = (args: string[], variables: Variables) => {
      const child = startNode(args, { env: variables, show: false });
      stops.push(() => child.stop());
      return child;
    };
    const web = start([startCommand()], env);
    const url = `http://127.0.0.1:${port}`;
    await ready(url, web);
    say("app is up");
    const app = { url, pid: web.pid };
    return { scale, urls: database.urls, superuser, env, app, person, colleague, say, start, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function environment({ urls }: RunDatabase, channels: ChannelsServer, port: number): Promise<Variables> {
  const folder = join(dataDir(), "bench", "app");
  await mkdir(folder, { recursive: true });
  return {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    HOST: "127.0.0.1",
    PORT: String(port),
    DATABASE_URL: urls.app,
    DATABASE_PLATFORM_URL: urls.platform,
    DATABASE_OWNER_URL: urls.owner,
    NEXTAUTH_URL: `http://127.0.0.1:${port}`,
    NEXTAUTH_SECRET: randomBytes(48).toString("base64"),
    ENCRYPTION_KEY: randomBytes(48).toString("base64"),
    // No measured call sends a mail.
    SMTP_URL: "smtp://127.0.0.1:1",
    PUSHER_APP_ID: channels.app.id,
    PUSHER_KEY: channels.app.key,
    PUSHER_SECRET: channels.app.secret,
    PUSHER_URL: channels.url,
    DATA_DIR: folder,
    LOG_LEVEL: "error",
  };
}

const storedAt = ({ url, bucket, accessKey, secretKey }: StorageServer): Variables => ({
  STORAGE_URL: url,
  STORAGE_BUCKET: bucket,
  STORAGE_ACCESS_KEY: accessKey,
  STORAGE_SECRET_KEY: secretKey,
  STORAGE_PATH_STYLE: "1",
});

async function ready(url: string, web: Child): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const attempt = fetch(`${url}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    const outcome = await Promise.race([attempt, web.ended]);
    if (outcome === true) return;
    if (outcome !== false) throw new Error(`The app ended (${outcome.how}):\n${outcome.output}`);
    await pause(100);
  }
  throw new Error("The app does not answer /api/health within a minute.");
}
