import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SimpleFaker } from "@faker-js/faker";
import { startMail } from "@/local/mail/start";
import { buildWhenChanged } from "@/local/next-build";
import { type PaymentsServer, startPayments } from "@/local/payments/start";
import { freePort } from "@/local/ports";
import { APP_ID } from "@/local/providers/hubspot/portals";
import { type ProvidersServer, startProviders } from "@/local/providers/start";
import { newSecret } from "@/local/state";
import { startStorage } from "@/local/storage/start";
import { stripeAt } from "@/server/stripe-at";
import { testEnvironment } from "@/test/environment";
import { StorageWay } from "@/test/storage-way";
import { syncCatalogue } from "../../scripts/stripe-catalogue";
import type { Scale } from "../scale";
import { App } from "./app";
import { Database } from "./database";
import { Network } from "./network";
import { type Engine, openChannels, startEngine } from "./services";

/** The environment of a drill: the built app and its services, each a real process or server. */
export type Stage = {
  scale: Scale;
  app: App;
  database: Database;
  engine: Engine;
  channels: Awaited<ReturnType<typeof openChannels>>;
  payments: PaymentsServer;
  /** The stand-ins of services that the app syncs with, with their usual limits. */
  providers: ProvidersServer;
  /** The network from the app to the mail server, which stores accepted mails. */
  mail: Network;
  /** The way from the app to the storage of files, on which faults can be set. */
  storage: StorageWay;
  /** The source of random choices, so that a seed repeats them. */
  chance: SimpleFaker;
  say(text: string): void;
  stop(): Promise<void>;
};

/** Starts everything. `stop` of the result ends all of it in any case. */
export async function openStage({
  scale,
  seed,
  say,
}: {
  scale: Scale;
  seed: number;
  say: (text: string) => void;
}): Promise<Stage> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), "throughline-drill-"));
    stops.push(() => rm(folder, { recursive: true, force: true }));
    const database = await Database.start();
    stops.push(() => database.stop());
    const { urls } = database;
    const smtpPort = await freePort();
    const mail = await startMail({ dir: join(folder, "mail"), smtpPort, viewPort: await freePort() });
    stops.push(mail.stop);
    const mailWay = await Network.open(smtpPort);
    stops.push(() => mailWay.cut());
    const channels = await openChannels();
    stops.push(() => channels.stop());
    const port = await freePort();
    const appUrl = `http://localhost:${port}/api/inngest`;
    const payments = await startPayments({
      port: await freePort(),
      webhook: `http://127.0.0.1:${port}/api/webhooks/stripe`,
    });
    stops.push(() => payments.stop());
    await syncCatalogue(stripeAt(payments.key, payments.url));
    const providers = await startProviders({ port: await freePort() });
    stops.push(() => providers.stop());
    const objects = await startStorage({ port: await freePort(), dir: join(folder, "storage") });
    stops.push(objects.stop);
    const storage = await StorageWay.open(objects.url);
    stops.push(() => storage.close());
    const engine = await startEngine({ folder, superuserUrl: urls.superuser, appUrl, notice: say });
    stops.push(() => engine.close());
    const env = {
      ...testEnvironment({
        urls,
        mail: { ...mail, smtpUrl: `smtp://app:${newSecret()}@127.0.0.1:${mailWay.port}` },
        channels,
        payments,
        storage: { ...objects, url: storage.url },
        folder,
      }),
      ...engine.env,
      HUBSPOT_CLIENT_ID: providers.keys.hubspot.clientId,
      HUBSPOT_CLIENT_SECRET: providers.keys.hubspot.clientSecret,
      HUBSPOT_APP_ID: String(APP_ID),
      HUBSPOT_API_URL: `${providers.url}/hubspot`,
      HUBSPOT_APP_URL: `${providers.url}/hubspot`,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXTAUTH_URL: `http://localhost:${port}`,
      PORT: String(port),
      // Drills stand in for the proxy that names the address of a client.
      TRUST_PROXY: "1",
      // One of them reads all that the app has written.
      LOG_LEVEL: "trace",
    };
    if (await buildWhenChanged(env)) say("app is built");
    const app = new App(port, env);
    stops.push(() => app.stop());
    await app.start();
    // Drills call the app's own operations in this process, on the same database.
    Object.assign(process.env, env, { LOG_LEVEL: "silent" });
    const chance = new SimpleFaker({ seed });
    const services = { engine, channels, payments, providers, mail: mailWay, storage };
    return { scale, app, database, ...services, chance, say, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
