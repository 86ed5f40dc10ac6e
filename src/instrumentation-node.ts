import "@/registry/importers";
import { env } from "@/env";
import { watchImports } from "@/modules/platform/imports/jobs";
import { assertDatabaseRoles } from "@/server/boot";
import { log } from "@/server/log";
import { nameSocketAddresses } from "@/server/socket-address";

/** Refuses roles that could step around the walls; from then on works on waiting imports, also on those of a process before. */
export async function start(): Promise<void> {
  if (env.TRUST_PROXY === 0) nameSocketAddresses();
  await assertDatabaseRoles(env, (text) => log.warn(text));
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());
  // Two, so that a long preview of one workspace does not keep all others waiting.
  void watchImports(stop.signal);
  void watchImports(stop.signal);
}
