import { Worker } from "node:worker_threads";
import { env } from "@/env";
import { handJobsTo } from "@/server/background";
import { assertDatabaseRoles } from "@/server/boot";
import { registerPing } from "@/server/database-ping";
import { explainHeaderTooLarge } from "@/server/header-too-large";
import { keepWritingRefusals } from "@/server/key-refusals";
import { log } from "@/server/log";
import { measureRequests } from "@/server/metrics";
import { plainHttpWarning } from "@/server/plain-http";
import { databasePing, schemaTodo } from "@/server/readiness";
import { refuseOtherMethods } from "@/server/refused-methods";
import { nameSocketAddresses } from "@/server/socket-address";
import { keepWriting } from "@/server/usage/collect";
import { followActivity } from "@/server/workflows/follow-activity";
import { recordLoad, type ThreadData } from "@/server/yield-to-requests";

/**
 * Refuses roles that could bypass row-level security, then starts the background thread for work that no request
 * waits for.
 */
export async function start(): Promise<void> {
  refuseOtherMethods();
  explainHeaderTooLarge();
  if (env.METRICS_TOKEN !== undefined) measureRequests();
  if (env.TRUST_PROXY === 0) nameSocketAddresses();
  const warning = env.NODE_ENV === "production" ? plainHttpWarning(env.NEXTAUTH_URL) : null;
  if (warning) log.warn(warning);
  await assertDatabaseRoles(env, (text) => log.warn(text));
  // The check above already reports an unreachable database.
  const todo = await schemaTodo().catch(() => null);
  if (todo) log.error(todo);
  registerPing(databasePing);
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());
  void keepWriting(stop.signal);
  void keepWritingRefusals(stop.signal);
  void followActivity(stop.signal);
  keepThread({ load: recordLoad(stop.signal) }, stop.signal);
}

const restMs = 1_000;
// Batches are short-lived: a large young generation spares the garbage collector, and the thread grows less. A thread
// that grows too large is restarted.
const resourceLimits = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 384 };

/** Files are parsed and imports run beside the thread that serves requests; a thread that dies is replaced. */
function keepThread(workerData: ThreadData, signal: AbortSignal): void {
  // The build recognises the file by this form, and bundles it.
  const worker = new Worker(new URL("./background-thread.ts", import.meta.url), { resourceLimits, workerData });
  const { lost } = handJobsTo(worker);
  worker.on("error", (error) => log.error({ err: error }, "the background thread failed"));
  worker.once("exit", () => {
    lost();
    if (!signal.aborted) setTimeout(() => keepThread(workerData, signal), restMs).unref();
  });
  signal.addEventListener("abort", () => worker.postMessage({ kind: "stop" }), { once: true });
  worker.unref();
}
