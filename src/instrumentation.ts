import "@/registry/importers";
import { env } from "@/env";
import { watchImports } from "@/modules/platform/imports/jobs";
import { assertDatabaseRoles } from "@/server/boot";
import { log } from "@/server/log";

/** Called by Next once per server process: from then on waiting imports are worked on, also those of a process before. */
export async function register(): Promise<void> {
  await assertDatabaseRoles(env, (text) => log.warn(text));
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());
  // Two, so that a long preview of one workspace does not keep all others waiting.
  void watchImports(stop.signal);
  void watchImports(stop.signal);
}
