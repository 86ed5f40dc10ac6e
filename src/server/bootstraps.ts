import "server-only";
import type { Ctx } from "./context.ts";
import { processWide } from "./process-wide.ts";

/** The first records of a domain in a new workspace; runs in the transaction that creates it, as its first owner. */
export type Bootstrap = (ctx: Ctx) => Promise<void>;

const registered = processWide<readonly Bootstrap[]>("bootstraps");

/** The registry passes the domains' bootstraps when it is loaded, in the order in which they run. */
export function registerBootstraps(list: readonly Bootstrap[]): void {
  registered.set(list);
}

/** Returns all bootstraps. Throws if the registry was not loaded, because otherwise a new workspace would be empty. */
export function bootstraps(): readonly Bootstrap[] {
  return registered.required();
}
