import { afterAll, vi } from "vitest";

/**
 * Called by a setup file: each test file of a process has its own copy of our modules, with their process-wide state
 * and connections. Those of libraries are loaded once.
 */
export function forgetAfterFile(): void {
  afterAll(async () => {
    if ("throughlineConnections" in globalThis) {
      const { closeConnections } = await import("@/server/db/client");
      await closeConnections();
    }
    for (const name of Object.keys(globalThis))
      if (name.startsWith("throughline")) Reflect.deleteProperty(globalThis, name);
    vi.resetModules();
  });
}
