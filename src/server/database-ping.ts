import "server-only";
import { processWide } from "./process-wide.ts";
import { withTimeout } from "./with-timeout.ts";

// The proxy is a separate bundle in the same process: it reaches the database through the function that the server
// stored here.
const registeredPing = processWide<() => Promise<unknown>>("ping of the database");
const timeoutMs = 3_000;
let pending: Promise<boolean> | undefined;

/** Called once at the start: registers how to check that the database answers. */
export function registerPing(ping: () => Promise<unknown>): void {
  registeredPing.set(ping);
}

/** Whether the database answers now. Concurrent callers share one answer. */
export function databaseAnswers(): Promise<boolean> {
  pending ??= ping().finally(() => {
    pending = undefined;
  });
  return pending;
}

async function ping(): Promise<boolean> {
  const asked = registeredPing.get();
  if (!asked) return true;
  return await withTimeout(timeoutMs, asked(), () => new Error("no answer in time")).then(
    () => true,
    () => false,
  );
}
