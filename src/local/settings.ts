import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { LocalProblem } from "./problem";

/** Variables of a process to start. */
export type Variables = Record<string, string>;

/** Reads `.env.local` and `.env` of the project into this process; variables that are already set stay. */
export function readDotEnv(): void {
  for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
}

/** A variable of this process; an empty one counts as not set. */
export function setting(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** The folder of all local state, as an absolute path. */
export function dataDir(): string {
  return resolve(setting("DATA_DIR") ?? ".data");
}

/** The address that the demo and its channels server listen on: this machine alone, unless DEMO_HOST names another. */
export function demoHost(): string {
  const host = setting("DEMO_HOST") ?? "127.0.0.1";
  if (["127.0.0.1", "0.0.0.0", "::"].includes(host)) return host;
  throw new LocalProblem(`DEMO_HOST must be 0.0.0.0 or :: for all addresses, or 127.0.0.1, not ${host}.`);
}
