import type { AsyncLocalStorage } from "node:async_hooks";
import "@/server/outbound";

/** Runs work that calls a vendor although the transaction of a test, which it rolls back, is open. */
export function outsideTransaction<T>(work: () => T): T {
  const { throughlineOpenTransaction: open } = globalThis as {
    throughlineOpenTransaction?: AsyncLocalStorage<boolean>;
  };
  if (!open) throw new Error("src/server/outbound.ts keeps its storage elsewhere.");
  return open.run(false, work);
}
