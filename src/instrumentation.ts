import "@/registry/importers";
import { watchImports } from "@/modules/platform/imports/jobs";

/** Called by Next once per server process: from then on waiting imports are worked on, also those of a process before. */
export function register(): void {
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());
  void watchImports(stop.signal);
}
