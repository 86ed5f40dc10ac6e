import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** Variables of a process that is to be started. */
export type Variables = Record<string, string>;

/** Reads `.env.local` and `.env` of the project into this process; what is set already stays. */
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
