import { join } from "node:path";
import type { App } from "./channels/signature";
import type { Keys, PaymentsServer } from "./payments/start";
import { rememberedPort } from "./ports";
import { startPostgres } from "./postgres/start";
import { LocalProblem } from "./problem";
import type { Keys as ProviderKeys, ProvidersServer } from "./providers/start";
import { dataDir, demoHost, setting, type Variables } from "./settings";
import { keptState, makeFolder, newSecret } from "./state";
import type { StorageKeys } from "./storage/start";

// Each server is loaded when it is to start: commands for the database alone need none of the others.

/** The running stand-ins, and the settings by which the app uses them. */
export type Local = {
  /** Variables that the environment does not set; safe to spread over `process.env`. */
  env: Variables;
  /** Login that may create databases, for comparing schemas; only with our own PostgreSQL. */
  superuserUrl?: string;
  /** The payments server; only where the environment has no key of Stripe. */
  payments?: Pick<PaymentsServer, "travel">;
  /** The server for providers; only where the environment has no app of HubSpot. */
  providers?: Pick<ProvidersServer, "hubspot">;
  /** Resolves with a message about a stand-in that ended unexpectedly. */
  died: Promise<string>;
  stop(): Promise<void>;
};

/** Starts a stand-in for every outside service that the environment does not name. Throws LocalProblem. */
export async function startLocal({ notice, port }: { notice: (text: string) => void; port: number }): Promise<Local> {
  const folder = dataDir();
  await makeFolder(folder);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const database = keep(await localDatabase(folder, notice));
    const mail = keep(await localMail(folder, notice));
    const channels = keep(await localChannels(folder, { notice, port }));
    const payments = keep(await localPayments(folder, { notice, port }));
    const providers = keep(await localProviders(folder, { notice, port }));
    const storage = keep(await localStorage(folder, notice));
    const workflows = keep(await localWorkflows({ folder, notice, port, superuserUrl: database?.superuserUrl }));
    const secret = setting("NEXTAUTH_SECRET") ?? (await keptState(join(folder, "nextauth-secret"), newSecret));
    const encryption = setting("ENCRYPTION_KEY") ?? (await keptState(join(folder, "encryption-key"), newSecret));
    return {
      env: {
        DATA_DIR: folder,
        NEXTAUTH_SECRET: secret,
        ENCRYPTION_KEY: encryption,
        ...database?.env,
        ...mail?.env,
        ...channels?.env,
        ...payments?.env,
        ...providers?.env,
        ...storage?.env,
        ...workflows?.env,
      },
      ...(database ? { superuserUrl: database.superuserUrl } : {}),
      ...(payments ? { payments } : {}),
      ...(providers ? { providers } : {}),
      died: Promise.race([
        gone(
          database?.died,
          `PostgreSQL ended unexpectedly. Its log is in ${join(folder, "postgres", "postgres.log")}.`,
        ),
        gone(workflows?.died, "The workflow engine ended unexpectedly several times. The reasons are printed above."),
      ]),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }

  function keep<Part extends { stop(): Promise<void> } | undefined>(part: Part): Part {
    if (part) stops.push(() => part.stop());
    return part;
  }
}

/** The embedded PostgreSQL, unless the environment names a server. */
export async function localDatabase(folder: string, notice: (text: string) => void) {
  const names = ["DATABASE_URL", "DATABASE_PLATFORM_URL", "DATABASE_OWNER_URL"];
  const missing = names.filter((name) => setting(name) === undefined);
  if (missing.length === 0) return undefined;
  if (missing.length < names.length) {
    throw new LocalProblem(
      `Of the three database addresses ${missing.join(" and ")} is not set. Set all three to use a server of your own, or none to use the embedded PostgreSQL.`,
    );
  }
  const port = setting("POSTGRES_PORT");
  const { urls, died, stop } = await startPostgres({
    dir: join(folder, "postgres"),
    notice,
    ...(port === undefined ? {} : { port: Number(port) }),
  });
  const env = { DATABASE_URL: urls.app, DATABASE_PLATFORM_URL: urls.platform, DATABASE_OWNER_URL: urls.owner };
  return { env, superuserUrl: urls.superuser, died, stop };
}

/** The workflow engine, unless the environment names an Inngest server; its data is in the embedded PostgreSQL. */
async function localWorkflows({
  folder,
  notice,
  port,
  superuserUrl,
}: {
  folder: string;
  notice: (text: string) => void;
  port: number;
  superuserUrl: string | undefined;
}) {
  const keys = ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"].filter((name) => setting(name) !== undefined);
  if (keys.length === 2) return undefined;
  if (keys.length === 1 || setting("INNGEST_BASE_URL") !== undefined) {
    throw new LocalProblem(
      "Of INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY and INNGEST_BASE_URL some are set and some are not. Set both keys to use Inngest, or none of the three to use the local engine.",
    );
  }
  const { startLocalWorkflows } = await import("./workflows/local");
  // If the app's own database is elsewhere, the embedded one serves only the engine.
  const own = superuserUrl === undefined ? await startPostgres({ dir: join(folder, "postgres"), notice }) : undefined;
  try {
    const workflows = await startLocalWorkflows({
      dir: join(folder, "workflows"),
      superuserUrl: superuserUrl ?? own?.urls.superuser ?? "",
      appUrl: `http://127.0.0.1:${port}/api/inngest`,
      notice,
    });
    const stop = async () => {
      await workflows.stop();
      await own?.stop();
    };
    return { ...workflows, stop };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

function gone(died: Promise<unknown> | undefined, words: string): Promise<string> {
  return died?.then(() => words) ?? new Promise(() => undefined);
}

async function localMail(folder: string, notice: (text: string) => void) {
  if (setting("SMTP_URL") !== undefined) return undefined;
  const { startMail } = await import("./mail/start");
  const dir = join(folder, "mail");
  const [smtpPort, viewPort] = [await rememberedPort(dir, "smtp", notice), await rememberedPort(dir, "viewer", notice)];
  const { smtpUrl, viewUrl, stop } = await startMail({ dir, smtpPort, viewPort });
  return { env: { SMTP_URL: smtpUrl, MAIL_VIEW_URL: viewUrl }, stop };
}

/**
 * A server for Pusher Channels, unless the environment names an app; it reports joins and leaves to the app on
 * `port`.
 */
export async function localChannels(
  folder: string,
  { notice, port: appPort }: { notice: (text: string) => void; port: number },
) {
  const names = ["PUSHER_APP_ID", "PUSHER_KEY", "PUSHER_SECRET"];
  const missing = names.filter((name) => setting(name) === undefined);
  if (missing.length === 0) return undefined;
  if (missing.length < names.length) {
    throw new LocalProblem(
      `Of the variables of the Pusher app ${missing.join(" and ")} is not set. Set all three to use an app of your own, or none to use the local server.`,
    );
  }
  const { newApp, startChannels } = await import("./channels/start");
  const dir = join(folder, "channels");
  // Kept, so that open pages can reconnect after a restart.
  const app: App = JSON.parse(await keptState(join(dir, "app.json"), () => JSON.stringify(newApp())));
  const { url, port, stop } = await startChannels({
    port: await rememberedPort(dir, "channels", notice),
    host: demoHost(),
    app,
    authorizedOnly: true,
    webhook: `http://127.0.0.1:${appPort}/api/pusher/webhook`,
  });
  const env = {
    PUSHER_APP_ID: app.id,
    PUSHER_KEY: app.key,
    PUSHER_SECRET: app.secret,
    PUSHER_URL: url,
    PUSHER_CLIENT_URL: setting("PUSHER_CLIENT_URL") ?? `:${port}`,
  };
  return { env, stop };
}

/** A server for Stripe's API, unless the environment has a key of Stripe; it reports events to the app on `port`. */
export async function localPayments(
  folder: string,
  { notice, port: appPort }: { notice: (text: string) => void; port: number },
) {
  if (setting("STRIPE_SECRET_KEY") !== undefined) return undefined;
  const alone = ["STRIPE_WEBHOOK_SECRET", "STRIPE_API_URL"].filter((name) => setting(name) !== undefined);
  if (alone.length > 0) {
    throw new LocalProblem(
      `${alone.join(" and ")} without STRIPE_SECRET_KEY is no use. Set the key as well to use Stripe, or none of them to use the local server.`,
    );
  }
  const { newKeys, startPayments } = await import("./payments/start");
  const dir = join(folder, "payments");
  // Kept, as the app and the server keep what they know of each other.
  const keys: Keys = JSON.parse(await keptState(join(dir, "keys.json"), () => JSON.stringify(newKeys())));
  const { url, travel, stop } = await startPayments({
    port: await rememberedPort(dir, "payments", notice),
    dir,
    keys,
    webhook: `http://127.0.0.1:${appPort}/api/webhooks/stripe`,
  });
  const env = { STRIPE_SECRET_KEY: keys.key, STRIPE_WEBHOOK_SECRET: keys.webhookSecret, STRIPE_API_URL: url };
  return { env, travel, stop };
}

/** A server for the providers that the app syncs with, unless the environment has an app of HubSpot. */
export async function localProviders(
  folder: string,
  { notice, port: appPort }: { notice: (text: string) => void; port: number },
) {
  const names = ["HUBSPOT_CLIENT_ID", "HUBSPOT_CLIENT_SECRET"];
  const missing = names.filter((name) => setting(name) === undefined);
  if (missing.length === 0) return undefined;
  const all = [...names, "HUBSPOT_API_URL", "HUBSPOT_APP_URL", "HUBSPOT_APP_ID"];
  const alone = all.filter((name) => setting(name) !== undefined);
  if (alone.length > 0) {
    throw new LocalProblem(
      `${alone.join(" and ")} without ${missing.join(" and ")} is no use. Set both to use HubSpot, or none of them to use the local server.`,
    );
  }
  const { newKeys, startProviders } = await import("./providers/start");
  const { APP_ID } = await import("./providers/hubspot/portals");
  const dir = join(folder, "providers");
  const keys: ProviderKeys = JSON.parse(await keptState(join(dir, "keys.json"), () => JSON.stringify(newKeys())));
  const path = "/api/webhooks/hubspot";
  const { url, hubspot, stop } = await startProviders({
    port: await rememberedPort(dir, "providers", notice),
    dir,
    keys,
    // HubSpot signs the public address, by which the app is known.
    webhook: {
      hubspot: `http://127.0.0.1:${appPort}${path}`,
      signedAs: `${setting("NEXTAUTH_URL") ?? `http://localhost:${appPort}`}${path}`,
    },
  });
  const env = {
    HUBSPOT_CLIENT_ID: keys.hubspot.clientId,
    HUBSPOT_CLIENT_SECRET: keys.hubspot.clientSecret,
    HUBSPOT_APP_ID: String(APP_ID),
    HUBSPOT_API_URL: `${url}/hubspot`,
    HUBSPOT_APP_URL: `${url}/hubspot`,
  };
  return { env, hubspot, stop };
}

/** Storage for files, unless the environment names a bucket; its objects lie in the folder. */
export async function localStorage(folder: string, notice: (text: string) => void) {
  if (setting("STORAGE_BUCKET") !== undefined) return undefined;
  const { newStorageKeys, startStorage } = await import("./storage/start");
  const dir = join(folder, "storage");
  const keys: StorageKeys = JSON.parse(
    await keptState(join(folder, "storage.json"), () => JSON.stringify(newStorageKeys())),
  );
  const port = await rememberedPort(dir, "storage", notice);
  const { url, bucket, stop } = await startStorage({ port, dir: join(dir, "objects"), keys });
  const env = {
    STORAGE_BUCKET: bucket,
    STORAGE_ACCESS_KEY: keys.accessKey,
    STORAGE_SECRET_KEY: keys.secretKey,
    STORAGE_URL: url,
    STORAGE_PATH_STYLE: "1",
  };
  return { env, stop };
}
