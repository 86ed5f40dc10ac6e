import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { env } from "@/env";
import { log } from "./log.ts";
import { processWide } from "./process-wide.ts";

const openTransaction = processWide<AsyncLocalStorage<boolean>>("open transaction").getOrMake(
  () => new AsyncLocalStorage(),
);

/** Marks work as running inside a transaction, where no vendor may be called. */
export const insideTransaction = <T>(work: () => Promise<T>): Promise<T> => openTransaction.run(true, work);

/**
 * The first line of every call to a vendor. A transaction that waits for somebody else's server holds its connection
 * and its locks: tests fail here, and a server in production reports it and goes on.
 */
export function requireNoTransaction(vendor: string): void {
  if (!openTransaction.getStore()) return;
  const error = new Error(
    `${vendor} is called inside a transaction. Prepare, call, and commit the outcome in a second one.`,
  );
  if (env.NODE_ENV !== "production") throw error;
  log.error({ err: error, vendor }, "a vendor was called inside a transaction");
}
