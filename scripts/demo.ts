import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { userOf } from "@/lib/database-urls";
import { type Child, nextCommand, runNode, shutdownSignal, startCommand, startNode } from "@/local/child";
import { clearDemoFile, writeDemoFile } from "@/local/demo-file";
import { type Local, startLocal } from "@/local/main";
import { buildWhenChanged, generateClient } from "@/local/next-build";
import { isPortFree } from "@/local/ports";
import { describeProblem, LocalProblem } from "@/local/problem";
import { dataDir, demoHost, readDotEnv, setting, type Variables } from "@/local/settings";
import { bringDemoData } from "./demo-data";

const SEED = join("prisma", "seed", "main.ts");
const HEALTHY_WITHIN_MS = 60_000;
// Longer than the server itself waits for requests that it has accepted.
const ENDED_WITHIN_MS = 35_000;

const started = Date.now();
const isDevelopment = process.argv.includes("--dev");
const stopped = new AbortController();
const running: { local?: Local; web?: Child } = {};

readDotEnv();
const work = serve().catch((error: unknown) => {
  if (stopped.signal.aborted) return;
  console.error(describeProblem(error));
  process.exitCode = 1;
});
await Promise.race([work, shutdownSignal().then(() => say("stopping"))]);
stopped.abort();
await running.web?.stop(ENDED_WITHIN_MS);
await work;
await running.local?.stop();
process.exit();

/** Starts everything and returns when part of it has ended unexpectedly, which is an error. */
async function serve(): Promise<void> {
  const host = demoHost();
  const port = await freeWebPort();
  const url = setting("NEXTAUTH_URL") ?? `http://localhost:${port}`;
  const other = await clearDemoFile(dataDir());
  if (other) say(`another demo of ${dataDir()} serves at ${other}; demo.json stays its own`);
  await generateClient(stopped.signal);
  const local = await startLocal({ notice: say, port });
  running.local = local;
  stopped.signal.throwIfAborted();
  say("local services are up");
  const env: Variables = {
    LOG_LEVEL: setting("LOG_LEVEL") ?? "warn",
    NEXT_TELEMETRY_DISABLED: "1",
    ...local.env,
    NODE_ENV: isDevelopment ? "development" : "production",
    HOST: host,
    PORT: String(port),
    NEXTAUTH_URL: url,
  };
  Object.assign(process.env, env);
  await import("@/env").catch((error: Error) => {
    throw new LocalProblem(error.message, { cause: error });
  });
  await preparePayments(local);
  await bothOrNeither(prepareDatabase(env), isDevelopment ? Promise.resolve() : prepareApp(env));
  stopped.signal.throwIfAborted();
  const developing = [nextCommand(), "dev", "--hostname", host, "--port", String(port)];
  const web = startNode(isDevelopment ? developing : [startCommand()], { env, show: true });
  running.web = web;
  const died = Promise.race([
    web.ended.then(({ how }) => `The web server ended by itself (${how}); if it gave a reason, it stands above.`),
    local.died,
  ]);
  await healthy(port, died);
  await writeDemoFile(dataDir(), url);
  say(isDevelopment ? "development server is up" : "up");
  console.log(`ready ${url}`);
  throw new LocalProblem(await died);
}

async function freeWebPort(): Promise<number> {
  const port = Number(setting("PORT") ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new LocalProblem(`PORT must be a number from 1 to 65535, not ${setting("PORT")}.`);
  }
  if ((await isPortFree(port)) && (await isPortFree(port, "127.0.0.1"))) return port;
  throw new LocalProblem(
    `Port ${port} is taken by another program. Stop that program, or choose another port: PORT=${port + 1} npm run demo`,
  );
}

async function prepareDatabase(env: Variables): Promise<void> {
  const roleIn = (name: string) => userOf(env[name] ?? setting(name) ?? "");
  const applied = await bringDemoData({
    target: {
      ownerUrl: env.DATABASE_OWNER_URL ?? setting("DATABASE_OWNER_URL") ?? "",
      roles: { app: roleIn("DATABASE_URL"), platform: roleIn("DATABASE_PLATFORM_URL") },
    },
    superuserUrl: running.local?.superuserUrl,
    folder: dataDir(),
    seed: () => seed(env),
    notice: say,
    signal: stopped.signal,
  });
  // Last of all: it closes the connections to the database.
  if (running.local?.payments) {
    const { bringDemoBilling } = await import("../prisma/seed/billing");
    await bringDemoBilling(running.local.payments);
  }
  say(applied.length > 0 ? `migrations applied: ${applied.length}; demo data is in` : "demo data is in");
}

/** Parts that need a stand-in in this process are seeded only where the stand-in is ours, never in a real service. */
async function seed(env: Variables): Promise<void> {
  const options = { env, show: true, signal: stopped.signal };
  await runNode("The seed", ["--import", "tsx", "--import", "./scripts/server-only.mjs", SEED], options);
  const { local } = running;
  if (!local?.providers) return;
  const { bringDemoHubSpot } = await import("../prisma/seed/hubspot");
  await bringDemoHubSpot(local.providers.hubspot);
}

/** Products and prices for our own payments server; those of Stripe itself an operator makes. */
async function preparePayments({ env }: Local): Promise<void> {
  const { STRIPE_SECRET_KEY: key, STRIPE_API_URL: url } = env;
  if (key === undefined || url === undefined) return;
  const { stripeAt } = await import("@/server/stripe-at");
  const { syncCatalogue } = await import("./stripe-catalogue");
  const changed = await syncCatalogue(stripeAt(key, url));
  if (changed.length > 0) say(`prices of the plans are in: ${changed.length} changes`);
}

async function prepareApp(env: Variables): Promise<void> {
  const built = await buildWhenChanged(env, stopped.signal);
  say(built ? "app is built" : "app is unchanged since its last build");
}

/** When one fails, the other is stopped before the error is printed: nothing is printed after it. */
async function bothOrNeither(...parts: Promise<void>[]): Promise<void> {
  const failures: unknown[] = [];
  const all = parts.map((part) =>
    part.catch((error: unknown) => {
      failures.push(error);
      if (stopped.signal.aborted) return;
      console.error(describeProblem(error));
      process.exitCode = 1;
      stopped.abort();
    }),
  );
  await Promise.all(all);
  if (failures.length > 0) throw failures[0];
}

async function healthy(port: number, died: Promise<string>): Promise<void> {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  let answer = "no answer";
  while (Date.now() < deadline) {
    stopped.signal.throwIfAborted();
    const attempt = fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(10_000) }).then(
      (response) => response.status,
      () => undefined,
    );
    const outcome = await Promise.race([attempt, died]);
    if (outcome === 200) return;
    if (typeof outcome === "string") throw new LocalProblem(outcome);
    if (outcome !== undefined) answer = `status ${outcome}`;
    await pause(100);
  }
  throw new LocalProblem(`The web server does not become healthy: /api/health gave ${answer} for a minute.`);
}

function say(text: string): void {
  console.log(`[${((Date.now() - started) / 1000).toFixed(1)} s] ${text}`);
}
