import { afterAll, vi } from "vitest";

/** The connections, and the scopes that they were opened with: the next file gets them. */
const ofConnections = ["throughlineConnections", "throughlineTenantScope", "throughlineOpenTransaction"];

/**
 * Called by a setup file: each test file of a process has its own copy of our modules, with their process-wide state.
 * Libraries are loaded once, and connections opened once: the next file gets those that no work holds.
 */
export function forgetAfterFile(): void {
  afterAll(async () => {
    const kept = await connectionsToKeep();
    for (const name of Object.keys(globalThis))
      if (name.startsWith("throughline")) Reflect.deleteProperty(globalThis, name);
    Object.assign(globalThis, kept);
    vi.resetModules();
  });
}

/** The connections if nothing uses them; this file's modules can neither use nor open any from now on. */
async function connectionsToKeep(): Promise<object> {
  if (!("throughlineConnections" in globalThis)) return {};
  const { closeConnections, poolUse } = await import("@/server/db/client");
  const isIdle = poolUse().every(({ total, idle, waiting }) => total === idle && waiting === 0);
  const kept = Object.entries(globalThis).filter(([name]) => isIdle && ofConnections.includes(name));
  for (const [name] of kept) Reflect.deleteProperty(globalThis, name);
  await closeConnections();
  return Object.fromEntries(kept);
}
