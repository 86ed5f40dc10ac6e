import "@/registry/register";
import { vi } from "vitest";
import { env } from "@/env";
import * as client from "@/server/db/client";
import { keyOf } from "@/server/process-wide";
import { isFull } from "./rounds";

// State that our modules keep for the whole process. Loaded once for each copy of our modules: a file gets the copy of the
// file before, unless that one called `vi.resetModules()`.

/** Modules took hold of these when they were loaded; the first is the set of connections to the database. */
const held = [
  "connections to the database",
  "tenant scope",
  "open transaction",
  "refreshes of access tokens",
  "line of hashes",
  "shares of request limits",
  "readings of staff",
].map(keyOf);

const ours = () => Object.keys(globalThis).filter((name) => name.startsWith(keyOf("")));
const copyOf = (value: unknown) => (value instanceof Map ? new Map(value) : value);

/** The parts that the registry registers, by their names. */
const registered = new Map<string, unknown>(
  ours().flatMap((name) => (held.includes(name) ? [] : [[name, copyOf(Reflect.get(globalThis, name))]])),
);
const settings = { ...env };

/** Called after each file: the next one finds what a process has that has loaded the registry and done nothing yet. */
export async function forgetFile(): Promise<void> {
  const isSame = (await import("@/server/db/client")) === client;
  // Deep tests kill servers, change the schema and set limits: each gets modules of its own.
  if (isFull || !isSame || hasOpenWork()) return await forgetModules();
  for (const name of ours()) if (!held.includes(name)) Reflect.deleteProperty(globalThis, name);
  for (const [name, value] of registered) Reflect.set(globalThis, name, copyOf(value));
  for (const name of Object.keys(env)) if (!(name in settings)) Reflect.deleteProperty(env, name);
  Object.assign(env, settings);
}

/** Whether something still uses a connection: no later file may wait for it. */
const hasOpenWork = () => client.poolUse().some(({ total, idle, waiting }) => total !== idle || waiting > 0);

/** The next file loads our modules anew; those of this file can neither use nor open connections from now on. */
async function forgetModules(): Promise<void> {
  const { closeConnections } = await import("@/server/db/client");
  await closeConnections();
  for (const name of ours()) Reflect.deleteProperty(globalThis, name);
  vi.resetModules();
}
