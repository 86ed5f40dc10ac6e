import { afterAll, vi } from "vitest";

/**
 * To be called by a setup file: the test files of a process have our modules anew, with what these keep for the whole
 * process, and connections of their own. Those of libraries are loaded once.
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
