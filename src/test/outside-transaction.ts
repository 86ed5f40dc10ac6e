import type { AsyncLocalStorage } from "node:async_hooks";
import "@/server/outbound";
import { processWide } from "@/server/process-wide";

/** Runs work that calls a vendor although the transaction of a test, which it rolls back, is open. */
export function outsideTransaction<T>(work: () => T): T {
  return processWide<AsyncLocalStorage<boolean>>("open transaction").required().run(false, work);
}
