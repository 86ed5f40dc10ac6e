import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { App } from "@/local/channels/signature";
import { newApp, startChannels } from "@/local/channels/start";
import { startMail } from "@/local/mail/start";
import { startPayments } from "@/local/payments/start";
import { freePort } from "@/local/ports";
import { startStorage } from "@/local/storage/start";
import { stripeAt } from "@/server/stripe-at";
import { syncCatalogue } from "../../scripts/stripe-catalogue";
import { cloneDatabase, type DatabaseUrls } from "./clone";
import { startTestPostgres } from "./postgres-image";

declare module "vitest" {
  interface ProvidedContext {
    /** URLs of the migrated database that tests clone. */
    template: DatabaseUrls;
    /** URLs of each worker's own database, in the order of VITEST_POOL_ID. */
    workerDatabases: DatabaseUrls[];
    mail: { smtpUrl: string; viewUrl: string };
    channels: { url: string; port: number; app: App };
    payments: { url: string; key: string; webhookSecret: string };
    storage: { url: string; bucket: string; accessKey: string; secretKey: string };
    /** A folder of this run, removed at its end. */
    folder: string;
  }
}

/** Races hold locks until all have come: on a busy machine that takes longer than a request waits for a lock. */
const lockTimeout = "60s";

/** Before the database tests: one cluster, one database for each worker, one mail, one channels, one payments and one storage server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  const folder = await mkdtemp(join(tmpdir(), "throughline-test-"));
  const mail = await startMail({ dir: join(folder, "mail"), smtpPort: await freePort(), viewPort: await freePort() });
  const channels = await startChannels({ port: await freePort(), app: newApp() });
  const payments = await startPayments({ port: await freePort() });
  const storage = await startStorage({ port: await freePort(), dir: join(folder, "storage") });
  await syncCatalogue(stripeAt(payments.key, payments.url));
  const workers = Array.from({ length: Number(project.config.maxWorkers) }, (_, index) => `worker_${index + 1}`);
  const workerDatabases: DatabaseUrls[] = [];
  for (const name of workers) workerDatabases.push(await cloneDatabase(postgres.urls, name, lockTimeout));
  project.provide("template", postgres.urls);
  project.provide("workerDatabases", workerDatabases);
  project.provide("mail", { smtpUrl: mail.smtpUrl, viewUrl: mail.viewUrl });
  project.provide("channels", { url: channels.url, port: channels.port, app: channels.app });
  const { url, key, webhookSecret } = payments;
  project.provide("payments", { url, key, webhookSecret });
  const { stop: stopStorage, ...stored } = storage;
  project.provide("storage", stored);
  project.provide("folder", folder);
  return async () => {
    await mail.stop();
    await channels.stop();
    await payments.stop();
    await stopStorage();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
