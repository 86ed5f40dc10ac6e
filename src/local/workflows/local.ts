import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { rememberedPort } from "../ports";
import type { Variables } from "../settings";
import { keptState, newSecret } from "../state";
import { freeWorkflowDatabase } from "./database";
import { startWorkflows, type Workflows } from "./start";

/** Shorter than the vendor's (15 s to 2 h), so that one can watch it; long enough to wait for an app that starts. */
const BACKOFF_MS = [1, 3, 10, 30, 60, 120, 300, 600].map((seconds) => seconds * 1_000);

/** Starts the workflow engine for the app at `appUrl`, with its own keys and database in `dir`. */
export async function startLocalWorkflows({
  dir,
  superuserUrl,
  appUrl,
  notice,
}: {
  dir: string;
  superuserUrl: string;
  appUrl: string;
  notice: (text: string) => void;
}): Promise<Workflows & { env: Variables }> {
  const password = await keptState(join(dir, "password"), newSecret);
  const eventKey = await keptState(join(dir, "event-key"), newSecret);
  const signingKey = await keptState(
    join(dir, "signing-key"),
    () => `signkey-local-${randomBytes(32).toString("hex")}`,
  );
  const database = await freeWorkflowDatabase(superuserUrl, password);
  const workflows = await startWorkflows(
    {
      databaseUrl: database.url,
      port: await rememberedPort(dir, database.name, notice),
      eventKey,
      signingKey,
      appUrls: [appUrl],
      backoffMs: BACKOFF_MS,
      resyncMs: 5_000,
      pollMs: 1_000,
      workers: 20,
    },
    notice,
  );
  const env = {
    INNGEST_DEV: "0",
    INNGEST_BASE_URL: workflows.url,
    INNGEST_EVENT_KEY: eventKey,
    INNGEST_SIGNING_KEY: signingKey,
    INNGEST_SERVE_ORIGIN: new URL(appUrl).origin,
  };
  return { ...workflows, env };
}
