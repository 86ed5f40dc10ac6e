import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { newApp, startChannels } from "@/local/channels/start";
import { startCommand, startNode } from "@/local/child";
import { startMail } from "@/local/mail/start";
import { startPayments } from "@/local/payments/start";
import { freePort } from "@/local/ports";
import { APP_ID } from "@/local/providers/hubspot/portals";
import { startProviders } from "@/local/providers/start";
import { startStorage } from "@/local/storage/start";
import { startLocalWorkflows } from "@/local/workflows/local";
import { stripeAt } from "@/server/stripe-at";
import { cloneDatabase } from "@/test/clone";
import { testEnvironment } from "@/test/environment";
import { startTestPostgres } from "@/test/postgres-image";
import { syncCatalogue } from "../scripts/stripe-catalogue";

const READY_WITHIN_MS = 150_000;
/** Longer than any test: a request on a kept connection at the moment the server closes it would fail. */
const KEEP_ALIVE_MS = 600_000;
/** A member counts as gone after this time, not after Pusher's three seconds. */
const SOON_TOLD_MS = 300;
const ONE_NONCE = new URL("one-nonce.mjs", import.meta.url).href;

/**
 * Before the browser tests: one production server of the built app, with its own database, mail server, channels
 * server and workflow engine. The tests get the app's environment, MAIL_VIEW_URL for its mails, and E2E_SUPERUSER_URL
 * for SQL without policies.
 */
export default async function startServer(): Promise<() => Promise<void>> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), "throughline-e2e-"));
    stops.push(() => rm(folder, { recursive: true, force: true }));
    const postgres = await startTestPostgres();
    stops.push(postgres.stop);
    const urls = await cloneDatabase(postgres.urls, "browser");
    const mail = await startMail({ dir: join(folder, "mail"), smtpPort: await freePort(), viewPort: await freePort() });
    stops.push(mail.stop);
    const port = Number(process.env.E2E_PORT);
    const webhook = `http://127.0.0.1:${port}/api/pusher/webhook`;
    const timing = { webhookDelayMs: SOON_TOLD_MS };
    const channels = await startChannels({ port: await freePort(), app: newApp(), webhook, timing });
    stops.push(channels.stop);
    const paid = `http://127.0.0.1:${port}/api/webhooks/stripe`;
    const payments = await startPayments({ port: await freePort(), webhook: paid });
    stops.push(payments.stop);
    await syncCatalogue(stripeAt(payments.key, payments.url));
    const hinted = `http://localhost:${port}/api/webhooks/hubspot`;
    const providers = await startProviders({ port: await freePort(), webhook: { hubspot: hinted } });
    stops.push(providers.stop);
    const storage = await startStorage({ port: await freePort(), dir: join(folder, "storage") });
    stops.push(storage.stop);
    const workflows = await startLocalWorkflows({
      dir: join(folder, "workflows"),
      superuserUrl: urls.superuser,
      appUrl: `http://localhost:${port}/api/inngest`,
      notice: (text) => console.error(text),
    });
    stops.push(workflows.stop);
    const env = {
      ...testEnvironment({ urls, mail, channels, folder, payments, storage }),
      ...workflows.env,
      ...hubspotOf(providers),
      NEXTAUTH_URL: `http://localhost:${port}`,
      LOG_LEVEL: "error",
    };
    const web = startNode(["--import", ONE_NONCE, startCommand(), "--keep-alive", String(KEEP_ALIVE_MS)], {
      env: { ...env, NODE_ENV: "production", PORT: String(port), NEXT_TELEMETRY_DISABLED: "1" },
      show: true,
    });
    stops.push(() => web.stop());
    await ready(port, web.ended);
    Object.assign(process.env, env, { E2E_SUPERUSER_URL: urls.superuser });
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

const hubspotOf = ({ url, keys: { hubspot } }: Awaited<ReturnType<typeof startProviders>>) => ({
  HUBSPOT_APP_ID: String(APP_ID),
  HUBSPOT_CLIENT_ID: hubspot.clientId,
  HUBSPOT_CLIENT_SECRET: hubspot.clientSecret,
  HUBSPOT_API_URL: `${url}/hubspot`,
  HUBSPOT_APP_URL: `${url}/hubspot`,
});

/** Resolves when the server of this port answers. */
export async function ready(port: number, ended: Promise<{ code: number }>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const attempt = fetch(`http://localhost:${port}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    const outcome = await Promise.race([attempt, ended]);
    if (outcome === true) return;
    if (outcome !== false) throw new Error(`The server ended with code ${outcome.code}; run the build stage first.`);
    await pause(100);
  }
  throw new Error("The server does not answer /api/health in time.");
}
